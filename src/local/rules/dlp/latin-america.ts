import { isRut } from '../../checks/americas.js';
import {
  isDominicanId,
  isEcuadorianId,
  isNit,
  isNss,
  isPis,
  isRif,
  isRuc,
  isUruguayanId,
} from '../../checks/latin-america.js';
import type { Rule } from '../rule.js';
import { idNumber } from './id-number.js';

/** Identifiers of Latin America beyond those of its three largest states. */
export const LATIN_AMERICA_RULES: readonly Rule[] = [
  idNumber({
    label: 'DNI',
    digits: 7,
    form: /\d{1,2}\.\d{3}\.\d{3}|\d{7,8}/g,
    words: [
      'dni',
      'dni n',
      'dni nro',
      'dni número',
      'documento nacional de identidad',
      'l.e',
      'libreta de enrolamiento',
    ],
    examples: { match: ['dni 30.940.862', 'dni n 46312205'], noMatch: ['30.940.862', 'dni 123'] },
  }),
  idNumber({
    label: 'PE_RUC',
    digits: 11,
    form: /(?:1[0567]|20)\d{9}/g,
    check: isRuc,
    words: ['ruc', 'ruc n', 'número de ruc', 'registro único de contribuyentes'],
    examples: {
      match: ['ruc 10584958176', 'ruc n 20127009717'],
      noMatch: ['10584958176', 'ruc 10072884977', 'ruc 123'],
    },
  }),
  idNumber({
    label: 'EC_CEDULA',
    digits: 10,
    form: /\d{9}-?\d/g,
    check: isEcuadorianId,
    words: ['cédula', 'cedula', 'cédula de identidad', 'cedula de identidad', 'ci', 'c.i'],
    examples: {
      match: ['cédula 1748433495', 'cedula 092442431-0'],
      noMatch: ['1748433495', 'cédula 1719629327', 'cédula 123'],
    },
  }),
  idNumber({
    label: 'CO_NIT',
    digits: 10,
    form: /\d{3}\.?\d{3}\.?\d{3}-\d|\d{10}/g,
    check: isNit,
    words: ['nit', 'nit n', 'número de identificación tributaria'],
    examples: {
      match: ['nit 906.421.904-6', 'nit n 909611969-0'],
      noMatch: ['906.421.904-6', 'nit 928.149.724-3', 'nit 123'],
    },
  }),
  idNumber({
    label: 'CO_CEDULA',
    digits: 6,
    form: /\d{1,3}(?:\.\d{3}){2,3}|\d{6,10}/g,
    words: ['cédula', 'cedula', 'cédula de ciudadanía', 'cedula de ciudadania', 'c.c', 'cc no', 'cédula n'],
    examples: {
      match: ['cédula 1.013.066.246', 'cedula 71926827'],
      noMatch: ['1.013.066.246', 'cédula 123'],
    },
  }),
  idNumber({
    label: 'VE_RIF',
    digits: 9,
    form: /[VEJPG]-\d{8}-?\d/g,
    check: isRif,
    alone: 0.85,
    words: ['rif', 'r.i.f'],
    examples: { match: ['rif J-80386976-5', 'r.i.f V-512202957'], noMatch: ['rif J-83150249-3', 'rif 123'] },
  }),
  idNumber({
    label: 'VE_CEDULA',
    digits: 6,
    form: /[VE]-? ?\d{1,2}\.?\d{3}\.?\d{3}/g,
    words: ['cédula', 'cedula', 'cédula de identidad', 'ci', 'c.i', 'documento'],
    examples: {
      match: ['cédula V-19.930.640', 'cedula V-27904486'],
      noMatch: ['V-19.930.640', 'cédula 123'],
    },
  }),
  idNumber({
    label: 'UY_CEDULA',
    digits: 7,
    form: /\d\.\d{3}\.\d{3}-\d/g,
    check: isUruguayanId,
    alone: 0.8,
    words: ['cédula', 'cedula', 'ci', 'c.i', 'documento'],
    examples: { match: ['cédula 6.000.493-5'], noMatch: ['cédula 3.843.176-9', 'cédula 123'] },
  }),
  idNumber({
    label: 'UY_CEDULA',
    digits: 7,
    form: /\d{6,7}-?\d/g,
    check: isUruguayanId,
    words: ['cédula', 'cedula', 'cédula de identidad', 'ci', 'c.i'],
    examples: {
      match: ['cédula 4372828-9', 'cedula 78924606'],
      noMatch: ['4372828-9', 'cédula 3682821-3', 'cédula 123'],
    },
  }),
  idNumber({
    label: 'DO_CEDULA',
    digits: 11,
    form: /\d{3}-\d{7}-\d/g,
    check: isDominicanId,
    alone: 0.85,
    words: ['cédula', 'cedula'],
    examples: { match: ['cédula 001-4950168-6'], noMatch: ['cédula 001-7366136-7', 'cédula 123'] },
  }),
  idNumber({
    label: 'DO_CEDULA',
    digits: 11,
    form: /\d{11}/g,
    check: isDominicanId,
    words: ['cédula', 'cedula', 'cédula de identidad'],
    examples: {
      match: ['cédula 00191472851', 'cedula 40214494144'],
      noMatch: ['00191472851', 'cédula 00174542626', 'cédula 123'],
    },
  }),
  idNumber({
    label: 'CL_RUT',
    digits: 8,
    form: /\d{7,8}-[\dkK]|\d{8,9}/g,
    check: isRut,
    words: ['rut', 'run', 'rol único', 'rut n'],
    examples: {
      match: ['rut 11012414-7', 'run 7902765-0'],
      noMatch: ['11012414-7', 'rut 19519718-7', 'rut 123'],
    },
  }),
  idNumber({
    label: 'BR_PIS',
    digits: 11,
    form: /\d{3}\.\d{5}\.\d{2}-\d|\d{11}/g,
    check: isPis,
    words: ['pis', 'pasep', 'pis/pasep', 'nis', 'nit'],
    examples: {
      match: ['pis 189.45693.50-0', 'pasep 15406831503'],
      noMatch: ['189.45693.50-0', 'pis 120.92297.19-3', 'pis 123'],
    },
  }),
  idNumber({
    label: 'MX_NSS',
    digits: 11,
    form: /\d{11}|\d{2}-\d{2}-\d{2}-\d{4}-\d/g,
    check: isNss,
    words: ['nss', 'imss', 'número de seguridad social', 'número de seguro social', 'seguridad social'],
    examples: {
      match: ['nss 40487019206', 'imss 05-09-43-8040-8'],
      noMatch: ['40487019206', 'nss 22982439825', 'nss 123'],
    },
  }),
];
