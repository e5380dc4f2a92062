import { isIsraeliId, isSouthAfricanId, isTurkishId } from '../../checks/middle-east-africa.js';
import type { Rule } from '../rule.js';
import { idNumber } from './id-number.js';

/** Identifiers of the Middle East and Africa. */
export const MIDDLE_EAST_AFRICA_RULES: readonly Rule[] = [
  idNumber({
    label: 'TR_ID',
    digits: 11,
    form: /[1-9]\d{10}/g,
    check: isTurkishId,
    words: [
      'tckn',
      't.c',
      'tc',
      'tc kimlik',
      'tc kimlik no',
      'kimlik',
      'kimlik no',
      'kimlik numarası',
      'kimlik numaram',
      'turkish id',
    ],
    examples: { match: ['TC kimlik no: 10000000146'], noMatch: ['10000000146', 'TCKN 10000000147'] },
  }),
  idNumber({
    label: 'ZA_ID',
    digits: 13,
    form: /\d{6} ?\d{4} ?\d{3}/g,
    check: isSouthAfricanId,
    words: ['south african id', 'sa id', 'rsa id', 'id number', 'id no', 'identity number', 'id-nommer'],
    examples: {
      match: ['SA ID 8001015009087', 'identity number: 800101 5009 087'],
      noMatch: ['8001015009087', 'SA ID 8001015009088', 'SA ID 8013015009087'],
    },
  }),
  idNumber({
    label: 'IL_ID',
    digits: 9,
    form: /\d{8}-?\d/g,
    check: isIsraeliId,
    words: ['teudat zehut', 'israeli id', 'תעודת זהות', 'ת.ז', 'מספר זהות'],
    examples: {
      match: ['teudat zehut 123456782', 'ת.ז 123456782'],
      noMatch: ['123456782', 'teudat zehut 123456783'],
    },
  }),
];
