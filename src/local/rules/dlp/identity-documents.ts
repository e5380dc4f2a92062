import { digitsOf, hasDigitCluster } from '../../checks/digits.js';
import { isUkDrivingLicence } from '../../checks/driving-licence.js';
import type { Rule } from '../../matcher/rule.js';
import { standalone, whole } from './id-number.js';

/**
 * Tells whether a match can be a passport number. All over the world these have 7 to 9 letters and digits, mostly
 * digits. A date as one number does not count.
 */
function isPassportNumber(match: string): boolean {
  const digits = digitsOf(match);
  return digits.length >= 5 && !(digits === match && /^(?:19|20)\d{6}$/.test(match));
}

/** Rules for documents that prove an identity. Their numbers look like any others, so words must announce them. */
export const IDENTITY_DOCUMENT_RULES: readonly Rule[] = [
  {
    label: 'PASSPORT',
    trigger: { digits: 5 },
    pattern: standalone(
      /[A-Z]{0,3}\d[A-Z0-9]{5,8}|[A-Z]{1,2}\d{2}[A-Z]{1,2}\d{4,5}|\d{2} ?\d{2},? ?(?:(?:№|номер|номера|no\.?|n) ?)?\d{6}/gi,
    ),
    accept: whole(isPassportNumber),
    context: {
      words: [
        ...[
          'passport',
          'passports',
          'passport number',
          'passport no',
          'passport #',
          'travel document',
          'travel passport',
        ],
        ...[
          'passeport',
          'numéro de passeport',
          'reisepass',
          'reisepassnummer',
          'pass-nr',
          'passnummer',
          'pasaporte',
        ],
        ...[
          'número de pasaporte',
          'passaporto',
          'passaporte',
          'paspoort',
          'paspoortnummer',
          'paszport',
          'pas-nr',
          'passi',
        ],
        ...[
          'cestovní pas',
          'útlevél',
          'pașaport',
          'pasaport',
          'διαβατήριο',
          'паспорт',
          'паспорта',
          '护照',
          '护照号码',
          '護照',
        ],
        ...[
          'パスポート',
          '旅券',
          '旅券番号',
          '여권',
          '여권번호',
          'جواز السفر',
          'דרכון',
          'पासपोर्ट',
          'hộ chiếu',
          'paspor',
        ],
      ],
      within: 40,
      confidence: 0.85,
    },
    confidence: 0,
    examples: {
      match: [
        'passport number: J6932157',
        'Reisepass C01X00T47',
        'pasaporte AAA123456',
        'passport 512345678',
        'паспорт 45 08 123456',
        'паспорт серия 4508 номер 123456',
        'паспорт: серия 45 08 № 123456',
      ],
      noMatch: ['J6932157', 'passport expires 20311105', 'passport ABCDEFGH', 'passport 1234'],
    },
  },
  {
    label: 'DRIVER_LICENSE',
    trigger: { digits: 4 },
    pattern: standalone(/(?:[A-Z]{1,5}-?)?\d(?:-?[A-Z0-9]){4,15}/gi),
    accept: whole((match) => hasDigitCluster(match, 4)),
    context: {
      words: [
        ...[
          'driver license',
          "driver's license",
          'drivers license',
          'driving license',
          'driving licence',
          'driver licence',
        ],
        ...[
          "driver's licence",
          'drivers licence',
          'driver license number',
          'dl',
          'dl number',
          'dl no',
          'dln',
        ],
        ...[
          'führerschein',
          'führerscheinnummer',
          'permis de conduire',
          'numéro de permis',
          'permiso de conducir',
        ],
        ...[
          'carnet de conducir',
          'licencia de conducir',
          'patente di guida',
          'patente',
          'carteira de motorista',
          'cnh',
        ],
        ...[
          'carta de condução',
          'rijbewijs',
          'rijbewijsnummer',
          'prawo jazdy',
          'körkort',
          'førerkort',
          'kørekort',
          'ajokortti',
        ],
        ...[
          'řidičský průkaz',
          'ehliyet',
          'водительское удостоверение',
          '驾驶证',
          '驾照',
          '運転免許証',
          '免許証番号',
          '운전면허',
        ],
      ],
      within: 40,
      confidence: 0.8,
    },
    confidence: 0,
    examples: {
      match: [
        "driver's license D1234567",
        'DL no: S123-4567-8901',
        'Führerschein B072RRE2I55',
        'permis de conduire 123456789012',
      ],
      noMatch: ['D1234567', 'driving license MIT', 'license number 545345'],
    },
  },
  {
    label: 'DRIVER_LICENSE',
    trigger: { digits: 5 },
    // Great Britain: five letters of the name, filled up with 9, then the birth date with its decade first.
    pattern: standalone(/[A-Z][A-Z9]{4}\d[0156]\d[0-3]\d{2}[A-Z9]{2}[A-Z0-9][A-Z]{2}/gi),
    accept: whole(isUkDrivingLicence),
    confidence: 0.85,
    examples: {
      match: ['MORGA657054SM9IJ', 'licence morga607054sm9ij'],
      noMatch: ['MORGA697054SM9IJ', 'MORGA657994SM9IJ', 'MORGA657054SM9I'],
    },
  },
  {
    label: 'NATIONAL_ID',
    trigger: { digits: 5 },
    pattern: standalone(/(?:[A-Z]{1,3}-?)?\d[A-Z0-9]{5,13}|\d{1,4}(?:[ .-]\d{2,5}){2,4}/gi),
    accept: whole((match) => hasDigitCluster(match, 6)),
    context: {
      words: [
        ...[
          'national id',
          'national id number',
          'national identification number',
          'national identity number',
        ],
        ...[
          'identity card',
          'identity card number',
          'id card',
          'id card number',
          'citizen id',
          'personal id number',
        ],
        ...[
          "carte d'identité",
          'personalausweis',
          'personalausweisnummer',
          'ausweisnummer',
          'cédula',
          'carta di identità',
        ],
        ...[
          "carta d'identità",
          'cédula de ciudadanía',
          'documento de identidad',
          'dowód osobisty',
          'cartão de cidadão',
        ],
        ...['občanský průkaz', 'удостоверение личности', 'número de identificación'],
      ],
      within: 32,
      confidence: 0.75,
    },
    confidence: 0,
    examples: {
      match: [
        'national ID: 1234567890',
        'Personalausweis L22AB034C9',
        "carte d'identité 880692310285",
        'cédula 1.020.304.050',
      ],
      noMatch: ['1234567890', 'id card in the drawer', 'national id 123'],
    },
  },
];
