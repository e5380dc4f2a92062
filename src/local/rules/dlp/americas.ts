import { isCnpj, isCpf, isCuit, isCurp, isRut } from '../../checks/americas.js';
import { isSin } from '../../checks/north-america.js';
import type { Rule } from '../rule.js';
import { idNumber } from './id-number.js';

const CPF_WORDS = ['cpf', 'cadastro de pessoas físicas', 'contribuinte', 'documento'];
const CNPJ_WORDS = ['cnpj', 'cadastro nacional'];

/** Identifiers of the Americas other than the United States. */
export const AMERICAS_RULES: readonly Rule[] = [
  idNumber({
    label: 'CA_SIN',
    digits: 9,
    form: /\d{3}[ -]\d{3}[ -]\d{3}|\d{9}/g,
    check: isSin,
    words: [
      'sin',
      'sin number',
      'social insurance',
      'social insurance number',
      'assurance sociale',
      "numéro d'assurance sociale",
      'nas',
    ],
    examples: {
      match: ['SIN 046 454 286', 'social insurance number: 046454286', 'NAS 130-692-544'],
      noMatch: ['046 454 286', 'SIN 046 454 287', 'SIN 846 454 286'],
    },
  }),
  idNumber({
    label: 'BR_CPF',
    digits: 11,
    form: /\d{3}\.\d{3}\.\d{3}-\d{2}/g,
    check: isCpf,
    alone: 0.95,
    words: CPF_WORDS,
    examples: { match: ['CPF 529.982.247-25'], noMatch: ['529.982.247-26', '111.111.111-11'] },
  }),
  idNumber({
    label: 'BR_CPF',
    digits: 11,
    form: /\d{11}|\d{9}-\d{2}|\d{3} \d{3} \d{3}[ -]\d{2}/g,
    check: isCpf,
    words: CPF_WORDS,
    examples: {
      match: ['cpf: 52998224725', 'CPF 529982247-25'],
      noMatch: ['52998224725', 'CPF 52998224726'],
    },
  }),
  idNumber({
    label: 'BR_CNPJ',
    digits: 2,
    form: /[A-Z0-9]{2}\.[A-Z0-9]{3}\.[A-Z0-9]{3}\/[A-Z0-9]{4}-\d{2}/g,
    check: isCnpj,
    alone: 0.97,
    words: CNPJ_WORDS,
    examples: {
      match: ['CNPJ 11.222.333/0001-81', '12.ABC.345/01DE-35'],
      noMatch: ['11.222.333/0001-82', '00.000.000/0000-00'],
    },
  }),
  idNumber({
    label: 'BR_CNPJ',
    digits: 14,
    form: /\d{14}|\d{8}\/\d{4}-\d{2}/g,
    check: isCnpj,
    words: CNPJ_WORDS,
    examples: { match: ['CNPJ: 11222333000181'], noMatch: ['11222333000181', 'CNPJ 11222333000182'] },
  }),
  idNumber({
    label: 'AR_CUIT',
    digits: 11,
    form: /\d{2}-\d{8}-\d/g,
    check: isCuit,
    alone: 0.85,
    words: ['cuit', 'cuil'],
    examples: { match: ['CUIT 20-12345678-6'], noMatch: ['20-12345678-7', '45-12345678-6'] },
  }),
  idNumber({
    label: 'CL_RUT',
    digits: 7,
    form: /\d{1,2}\.\d{3}\.\d{3}-[\dKk]/g,
    check: isRut,
    alone: 0.85,
    words: ['rut', 'run', 'rol único'],
    examples: { match: ['RUT 12.345.678-5', '30.686.957-4'], noMatch: ['12.345.678-6'] },
  }),
  idNumber({
    label: 'MX_CURP',
    digits: 7,
    form: /[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d/gi,
    check: isCurp,
    alone: 0.97,
    words: ['curp', 'clave única'],
    examples: { match: ['CURP BOXW310820HNERXN09'], noMatch: ['BOXW310820HNERXN08', 'BOXW319920HNERXN09'] },
  }),
  idNumber({
    label: 'MX_RFC',
    digits: 6,
    form: /[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}/gi,
    words: ['rfc', 'registro federal de contribuyentes'],
    examples: { match: ['RFC: GODE561231GR8'], noMatch: ['GODE561231GR8', 'RFC 2616', 'RFC GODE5612'] },
  }),
];
