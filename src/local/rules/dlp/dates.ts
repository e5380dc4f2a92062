import { isDayOfBirth } from '../../checks/birth-date.js';
import type { Context, Rule } from '../../matcher/rule.js';
import { standalone, whole } from './id-number.js';

const CONTEXT: Context = {
  words: [
    ...[
      'dob',
      'd.o.b',
      'date of birth',
      'birth date',
      'birthdate',
      'birthday',
      'born',
      'born on',
      'bday',
      'b-day',
    ],
    ...[
      'née le',
      'né le',
      'date de naissance',
      'naissance',
      'geboren',
      'geboren am',
      'geburtsdatum',
      'geburtstag',
      'geb',
    ],
    ...[
      'fecha de nacimiento',
      'nacimiento',
      'nacido',
      'nacida',
      'nació',
      'data di nascita',
      'nato',
      'nata',
      'nato il',
    ],
    ...[
      'data de nascimento',
      'nascimento',
      'nascido',
      'nascida',
      'geboortedatum',
      'geboren op',
      'födelsedatum',
      'född',
    ],
    ...[
      'fødselsdato',
      'født',
      'syntymäaika',
      'data urodzenia',
      'ur',
      'datum narození',
      'doğum tarihi',
      'születési dátum',
    ],
    ...[
      'дата рождения',
      'родился',
      'родилась',
      'дата народження',
      '生年月日',
      '出生日期',
      '生日',
      '생년월일',
      '생일',
    ],
    ...['تاريخ الميلاد', 'תאריך לידה', 'जन्म तिथि', 'जन्मतिथि', 'ngày sinh', 'tanggal lahir'],
  ],
  within: 32,
  confidence: 0.85,
};

/** Rules for dates of birth. A date alone identifies nobody. */
export const DATE_RULES: readonly Rule[] = [
  {
    label: 'DATE_OF_BIRTH',
    trigger: { digits: 4 },
    pattern: standalone(/\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}|\d{1,4} \d{1,2} \d{1,4}/g),
    accept: whole(isDayOfBirth),
    context: CONTEXT,
    confidence: 0,
    examples: {
      match: [
        'DOB: 04/12/1985',
        'born on 1985-04-12',
        'geboren am 12.4.1985',
        'fecha de nacimiento: 12-04-85',
        'dob 1990 01 02',
      ],
      noMatch: [
        '04/12/1985',
        'born 3.25.49',
        'bumping our peer dependencies to 3.5.49',
        'DOB 13/32/1985',
        'born 1/2/3',
        'dob 192.168.1',
      ],
    },
  },
  {
    label: 'DATE_OF_BIRTH',
    trigger: { digits: 4 },
    pattern:
      /(?<![\p{L}\p{N}])\d{1,2}(?:st|nd|rd|th|\.|º|er)?[ -](?:de |of )?\p{L}{3,10}\.?,?[ -](?:de |del )?(?:19|20)\d{2}(?![\p{L}\p{N}])/giu,
    accept: whole(isDayOfBirth),
    context: CONTEXT,
    confidence: 0,
    examples: {
      match: [
        'date of birth 12 April 1985',
        'né le 3 mai 1990',
        'nacido el 5 de septiembre de 1971',
        'geb. 12. März 1985',
        'DOB 12-Apr-1985',
      ],
      noMatch: ['12 April 1985', 'born 12 people 1985', 'born 32 April 1985'],
    },
  },
  {
    label: 'DATE_OF_BIRTH',
    trigger: { digits: 4 },
    pattern:
      /(?<![\p{L}\p{N}])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?[ -]\d{1,2}(?:st|nd|rd|th)?,?[ -](?:19|20)\d{2}(?![\p{L}\p{N}])/giu,
    accept: whole(isDayOfBirth),
    context: CONTEXT,
    confidence: 0,
    examples: {
      match: ['born April 12, 1985', 'Date of Birth: Sept. 3rd, 1971'],
      noMatch: ['April 12, 1985', 'born April 31, 1985', 'born in May 1985'],
    },
  },
  {
    label: 'DATE_OF_BIRTH',
    trigger: { digits: 6 },
    pattern: /(?<!\d)\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일]/g,
    context: CONTEXT,
    confidence: 0,
    examples: {
      match: ['生年月日：1985年4月12日', '생년월일 1985년 4월 12일'],
      noMatch: ['1985年4月12日', '生年月日 1985年'],
    },
  },
];
