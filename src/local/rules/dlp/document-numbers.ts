import type { Rule } from '../../matcher/rule.js';
import { isDatedNumber, isRegisteredNumber } from '../countries/registered-number.js';
import { NO_OTHER_RECORD, standalone, whole } from './id-number.js';

const FORM = /\d{7,14}(?:-\d)?|\d{1,6}(?:[ ./-]\d{2,6}){1,4}(?:-\d)?/g;
const PATTERN = standalone(FORM);

/** Words for a document, or for a number of a person, by language. The number follows them. */
const DOCUMENT_WORDS = [
  ...[
    'document number',
    'document no',
    'identification number',
    'identity number',
    'identification no',
    'tax number',
  ],
  ...['tax no', 'tax id', 'tin', 'personal number', 'id no', 'id number', 'my national id', 'citizen number'],
  ...[
    'ausweis',
    'ausweisnummer',
    'steuernummer',
    'steuer-id',
    'identifikationsnummer',
    'identifiant',
    "numéro d'identité",
  ],
  ...[
    "numéro d'identification",
    'numéro fiscal',
    'pièce',
    'documento',
    'mi documento',
    'número de documento',
  ],
  ...[
    'número de identificación',
    'número do documento',
    'número de identificação',
    'número fiscal',
    'contribuinte',
  ],
  ...[
    'codice',
    'codice personale',
    'numero di identificazione',
    'burgerservicenummer',
    'identificatienummer',
  ],
  ...[
    'personnummer',
    'identitetsnummer',
    'henkilönumero',
    'numer identyfikacyjny',
    'nip',
    'rodné číslo',
    'identifikační číslo',
  ],
  ...[
    'rodné č',
    'cod numeric',
    'azonosító',
    'kimlik',
    'kimlik no',
    'kimlik numarası',
    'αριθμός ταυτότητας',
    'ταυτότητα',
  ],
  ...[
    'личный номер',
    'идентификационный номер',
    'номер документа',
    'удостоверение',
    'документ',
    'особистий номер',
  ],
  ...[
    'лична карта',
    'лични број',
    '证件号码',
    '证件号',
    '證件號碼',
    '身份证',
    '税号',
    '身分証',
    '주민',
    '신분증',
    '등록번호',
  ],
  ...[
    'מספר זהות',
    'תעודת',
    'رقم الهوية',
    'الهوية',
    'شناسه',
    'पहचान',
    'परिचय',
    'পরিচয়',
    'เลขประจำตัว',
    'số giấy tờ',
    'nomor identitas',
  ],
];

/** Words that any number may follow. */
const NUMBER_WORDS = [
  ...[
    'id',
    'number',
    'number on file',
    'number is',
    'no',
    'nummer',
    'nummer lautet',
    'numéro',
    'número',
    'numero',
  ],
  ...[
    'numer',
    'číslo',
    'nummeret',
    'numret',
    'numărul',
    'broj',
    'номер',
    'номерът',
    'αριθμός',
    'αριθμός είναι',
    'szám',
  ],
  ...['번호', '번호는', '号码', '番号', 'המספר', 'رقم', 'नंबर', 'nomor', 'số', 'personal id', 'identität'],
];

/**
 * Rules for numbers of people without the name of a register. Only numbers with the check digits of some register
 * count.
 */
export const DOCUMENT_NUMBER_RULES: readonly Rule[] = [
  {
    label: 'NATIONAL_ID',
    trigger: { digits: 8 },
    pattern: PATTERN,
    accept: whole(isRegisteredNumber),
    unless: NO_OTHER_RECORD,
    context: { words: DOCUMENT_WORDS, within: 28, confidence: 0.65 },
    confidence: 0,
    examples: {
      match: [
        'identification number: 8032056031',
        'mi documento: 529.982.247-25',
        'номер документа 1759013776',
        '证件号码：12531909-2',
      ],
      noMatch: [
        '8032056031',
        'identification number 8032056038',
        'document number 123',
        'the documento of order number 1759013776',
      ],
    },
  },
  {
    label: 'NATIONAL_ID',
    trigger: { digits: 10 },
    pattern: new RegExp(PATTERN.source, 'g'),
    accept: whole(isDatedNumber),
    unless: NO_OTHER_RECORD,
    context: { words: NUMBER_WORDS, within: 24, confidence: 0.6 },
    confidence: 0,
    examples: {
      match: ['ID: 8032056031', 'the number on file is 0101006500006', 'Номер: 44051401359'],
      noMatch: ['8032056031', 'Order ID: 8032056031', 'number 1748503543012'],
    },
  },
];
