import {
  isCnp,
  isCpr,
  isFodselsnummer,
  isHetu,
  isPersonnummer,
  isPesel,
  isRodneCislo,
} from '../../checks/europe-north-east.js';
import type { Rule } from '../rule.js';
import { idNumber } from './id-number.js';

const SE_WORDS = ['personnummer', 'personnr', 'pnr', 'samordningsnummer', 'swedish id', 'personal number'];

/** Identifiers of the north and east of Europe. */
export const EUROPE_NORTH_EAST_RULES: readonly Rule[] = [
  idNumber({
    label: 'PL_PESEL',
    digits: 11,
    form: /\d{11}/g,
    check: isPesel,
    words: ['pesel', 'numer pesel', 'nr pesel', 'polish id'],
    examples: {
      match: ['PESEL 44051401359', 'pesel: 02070803628'],
      noMatch: ['44051401359', 'PESEL 44051401358', 'PESEL 44951401359'],
    },
  }),
  idNumber({
    label: 'FI_HETU',
    digits: 9,
    form: /[0-3]\d[01]\d{3}[-+ABCDEFYXWVU]\d{3}[0-9A-FHJ-NPR-Y]/g,
    check: isHetu,
    alone: 0.95,
    words: ['hetu', 'henkilötunnus', 'personbeteckning', 'sotu'],
    examples: {
      match: ['henkilötunnus 131052-308T', '010594Y9032'],
      noMatch: ['131052-308A', '321052-308T', '131052/308T'],
    },
  }),
  idNumber({
    label: 'SE_PERSONNUMMER',
    digits: 10,
    form: /(?:19|20)?\d{6}[-+]\d{4}/g,
    check: isPersonnummer,
    alone: 0.6,
    words: SE_WORDS,
    examples: {
      match: ['811228-9874', '19811228-9874'],
      noMatch: ['811228-9875', '811328-9874', '556703-7485'],
    },
  }),
  idNumber({
    label: 'SE_PERSONNUMMER',
    digits: 10,
    form: /(?:19|20)?\d{10}/g,
    check: isPersonnummer,
    words: SE_WORDS,
    examples: {
      match: ['personnummer 198112289874', 'pnr 8112289874'],
      noMatch: ['198112289874', 'pnr 198112289875'],
    },
  }),
  idNumber({
    label: 'NO_FODSELSNUMMER',
    digits: 11,
    form: /\d{6} ?\d{5}/g,
    check: isFodselsnummer,
    words: ['fødselsnummer', 'fodselsnummer', 'personnummer', 'fnr', 'd-nummer', 'norwegian id'],
    examples: {
      match: ['fødselsnummer 010107 50160', 'fnr: 01010750160'],
      noMatch: ['01010750160', 'fnr 01010750161'],
    },
  }),
  idNumber({
    label: 'DK_CPR',
    digits: 10,
    form: /\d{6}[- ]?\d{4}/g,
    check: isCpr,
    words: ['cpr', 'cpr-nr', 'cpr-nummer', 'cpr nummer', 'personnummer'],
    examples: {
      match: ['CPR 070761-4285', 'cpr-nummer: 0707614285'],
      noMatch: ['070761-4285', 'CPR 410761-4285'],
    },
  }),
  idNumber({
    label: 'CZ_RODNE_CISLO',
    digits: 10,
    form: /\d{6}\/\d{4}/g,
    check: isRodneCislo,
    alone: 0.75,
    words: ['rodné číslo', 'rodne cislo', 'r.č', 'rč'],
    examples: { match: ['rodné číslo 736028/5163'], noMatch: ['736028/5164', '739928/5163', '2023/2024'] },
  }),
  idNumber({
    label: 'CZ_RODNE_CISLO',
    digits: 10,
    form: /\d{10}/g,
    check: isRodneCislo,
    words: ['rodné číslo', 'rodne cislo', 'rodné č', 'rodné čísla', 'r.č', 'rč'],
    examples: { match: ['rodné číslo: 7360285163'], noMatch: ['7360285163', 'rodné číslo 7360285164'] },
  }),
  idNumber({
    label: 'RO_CNP',
    digits: 13,
    form: /[1-9]\d{12}/g,
    check: isCnp,
    words: ['cnp', 'cod numeric personal'],
    examples: { match: ['CNP 1800101221144'], noMatch: ['1800101221144', 'CNP 1800101221145'] },
  }),
];
