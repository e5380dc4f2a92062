/** Words after which digits may be a telephone number, and that stand in other sentences as often. */
export const CALL_WORDS: readonly string[] = [
  ...['call', 'calling', 'called', 'phoned', 'dial', 'dialed', 'ring', 'rang', 'answering'],
  ...['reach', 'reached', 'reachable', 'contact', 'desk', 'message me', 'contacto', 'contato', 'hubungi'],
  ...['appeler', 'appelez', 'appelle', 'joindre', 'anrufen', 'erreichbar', 'erreichen', 'llamar', 'llame'],
  ...['ligar', 'ligue', 'chiamare', 'chiama', 'chiamami', 'bel', 'bellen', 'zadzwoń', 'volejte', 'hívjon'],
  ...['sunați', 'звоните', 'позвоните', 'recapito', 'cep', 'fixe'],
];

/** Words after which digits are a telephone number, by language. Scripts without blanks need the usual compounds too. */
export const PHONE_WORDS: readonly string[] = [
  // English
  ...[
    'phone',
    'phones',
    'phone number',
    'telephone',
    'tel',
    'ph',
    'mob',
    'mobile',
    'cell',
    'cellphone',
    'fax',
    'landline',
  ],
  ...['contact number', 'callback', 'hotline', 'helpline', 'toll free', 'pager', 'voicemail', 'direct line'],
  ...[
    'phonenumber',
    'homephone',
    'workphone',
    'mobilephone',
    'cell phone',
    'contactphone',
    'telephonenumber',
    'phone num',
    'phone no',
  ],
  ...['text me', 'text us', 'text him', 'text her', 'text them', 'sms', 'whatsapp', 'viber'],
  ...['my number', 'your number', 'his number', 'her number', 'their number', 'our number'],
  // French
  ...['téléphone', 'tél', 'portable', 'numéro de téléphone'],
  // German
  ...['telefon', 'telefonnummer', 'handy', 'handynummer', 'mobil', 'mobilnummer', 'rufnummer', 'rückruf'],
  ...['festnetz', 'durchwahl'],
  // Spanish, Portuguese, Italian
  ...['teléfono', 'telefono', 'tfno', 'móvil', 'movil', 'celular', 'llámame', 'llámanos'],
  ...['telefone', 'telemóvel', 'cellulare'],
  // Dutch, Scandinavian languages, Finnish
  ...['telefoon', 'telefoonnummer', 'mobiel', 'gsm', 'tlf', 'mobilnr', 'puhelin', 'puh', 'puhelinnumero'],
  // Polish, Czech, Hungarian, Romanian, Turkish, Greek
  ...['numer telefonu', 'telefonu', 'komórka', 'telefonní číslo', 'telefonszám'],
  ...['cep no', 'telefonu ara', 'τηλέφωνο', 'τηλ', 'κινητό'],
  // Russian, Ukrainian, Bulgarian
  ...['телефон', 'телефона', 'тел', 'моб', 'мобильный', 'номер телефона'],
  // Chinese, Japanese, Korean
  ...['电话', '电话号码', '电话是', '手机', '手机号', '手机号码', '手机号是', '联系电话', '電話號碼', '手機'],
  ...[
    '電話',
    '電話番号',
    '電話番号は',
    '携帯',
    '携帯電話',
    '携帯番号',
    '전화',
    '전화번호',
    '전화번호는',
    '휴대폰',
    '핸드폰',
    '연락처',
  ],
  // Arabic, Hebrew, Hindi, Thai, Vietnamese, Indonesian
  ...[
    'هاتف',
    'الهاتف',
    'جوال',
    'موبايل',
    'טלפון',
    'נייד',
    'फ़ोन',
    'फोन',
    'मोबाइल',
    'फोन नंबर',
    'โทร',
    'โทรศัพท์',
    'เบอร์โทร',
  ],
  ...['điện thoại', 'sđt', 'telepon', 'nomor hp'],
];
