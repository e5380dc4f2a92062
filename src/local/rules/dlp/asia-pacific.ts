import {
  isAadhaar,
  isAbn,
  isAcn,
  isChineseId,
  isGstin,
  isHkid,
  isMedicare,
  isMyNumber,
  isNric,
  isRrn,
  isTaiwanId,
  isTfn,
  isThaiId,
} from '../../checks/asia-pacific.js';
import type { Rule } from '../rule.js';
import { idNumber, whole } from './id-number.js';

const AADHAAR_WORDS = ['aadhaar', 'aadhar', 'adhaar', 'uidai', 'uid', 'आधार', 'आधार संख्या', 'आधार नंबर'];
const PAN_WORDS = ['pan', 'pan card', 'pan number', 'pan no', 'permanent account number', 'income tax'];
const ABN_WORDS = ['abn', 'australian business number', 'business number'];
const RRN_WORDS = ['rrn', 'resident registration', '주민등록번호', '주민번호', '외국인등록번호', 'korean id'];
const THAI_WORDS = [
  'thai id',
  'thai national id',
  'national id',
  'เลขประจำตัวประชาชน',
  'บัตรประชาชน',
  'เลขบัตรประชาชน',
];

/** Identifiers of Asia and the Pacific. */
export const ASIA_PACIFIC_RULES: readonly Rule[] = [
  idNumber({
    label: 'IN_AADHAAR',
    digits: 12,
    form: /[2-9]\d{3}[ :-]?\d{4}[ :-]?\d{4}/g,
    check: isAadhaar,
    words: AADHAAR_WORDS,
    examples: {
      match: ['Aadhaar 2341 2341 2346', 'aadhar no: 234123412346'],
      noMatch: ['234123412346', 'Aadhaar 2341 2341 2347', 'Aadhaar 1341 2341 2346'],
    },
  }),
  {
    label: 'IN_AADHAAR',
    trigger: { digits: 12 },
    // Another group next to it would make it a part of a card number.
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|\d[ .-])[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?!_{0,2}[A-Za-z0-9]|[ .-]\d)/g,
    accept: whole(isAadhaar),
    confidence: 0.65,
    examples: {
      match: ['2341 2341 2346'],
      noMatch: ['2341 2341 2347', '2019 2020 2021', '2341 2341 2346 1234'],
    },
  },
  idNumber({
    label: 'IN_PAN',
    digits: 4,
    form: /[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]/g,
    alone: 0.75,
    words: PAN_WORDS,
    examples: {
      match: ['PAN ABCPE1234F', 'AAAPL1234C'],
      noMatch: ['ABCDE1234F', 'ABCPE12345', 'abcpe1234f', 'ABCPE1234FX'],
    },
  }),
  idNumber({
    label: 'IN_PAN',
    digits: 4,
    form: /[A-Z]{5}\d{4}[A-Z]/gi,
    words: PAN_WORDS,
    examples: { match: ['pan card abcde1234f'], noMatch: ['abcde1234f', 'pan abcde123f'] },
  }),
  idNumber({
    label: 'IN_GSTIN',
    digits: 6,
    form: /\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]/g,
    check: isGstin,
    alone: 0.95,
    words: ['gstin', 'gst number', 'gst no', 'gst'],
    examples: { match: ['GSTIN 27AAPFU0939F1ZV'], noMatch: ['27AAPFU0939F1ZA', '45AAPFU0939F1ZV'] },
  }),
  idNumber({
    label: 'AU_TFN',
    digits: 8,
    form: /\d{3}[ -]?\d{3}[ -]?\d{2,3}/g,
    check: isTfn,
    words: ['tfn', 'tax file', 'tax file number', 'tax file no'],
    examples: {
      match: ['TFN 123 456 782', 'tax file number: 123456782'],
      noMatch: ['123 456 782', 'TFN 123 456 783'],
    },
  }),
  idNumber({
    label: 'AU_MEDICARE',
    digits: 10,
    form: /[2-6]\d{3}[ -]?\d{5}[ -]?\d(?:[ /-]?[1-9])?/g,
    check: isMedicare,
    words: ['medicare', 'medicare card', 'medicare number', 'medicare no'],
    examples: {
      match: ['Medicare 2123 45670 1', 'Medicare card: 2123456701'],
      noMatch: ['2123 45670 1', 'Medicare 2123 45671 1', 'Medicare 9123 45670 1'],
    },
  }),
  idNumber({
    label: 'AU_ABN',
    digits: 11,
    form: /\d{11}|\d{2}[ -]\d{3}[ -]\d{3}[ -]\d{3}/g,
    check: isAbn,
    words: ABN_WORDS,
    examples: { match: ['ABN 51824753556'], noMatch: ['51824753556', 'ABN 51824753557'] },
  }),
  idNumber({
    label: 'AU_ABN',
    digits: 11,
    form: /\d{2} \d{3} \d{3} \d{3}/g,
    check: isAbn,
    alone: 0.75,
    words: ABN_WORDS,
    examples: { match: ['51 824 753 556'], noMatch: ['51 824 753 557', '1 824 753 556'] },
  }),
  idNumber({
    label: 'AU_ACN',
    digits: 9,
    form: /\d{3}[ -]?\d{3}[ -]?\d{3}/g,
    check: isAcn,
    words: ['acn', 'australian company number', 'company number'],
    examples: { match: ['ACN 004 085 616', 'acn: 004085616'], noMatch: ['004 085 616', 'ACN 004 085 617'] },
  }),
  idNumber({
    label: 'SG_NRIC',
    digits: 7,
    form: /[STFGM]\d{7}[A-Z]/gi,
    check: isNric,
    alone: 0.9,
    words: ['nric', 'fin', 'fin number', 'identity card'],
    examples: { match: ['NRIC S1234567D', 't1234567j'], noMatch: ['S1234567A', 'A1234567D', 'S123456D'] },
  }),
  idNumber({
    label: 'KR_RRN',
    digits: 13,
    form: /\d{6}-[1-8]\d{6}/g,
    check: isRrn,
    alone: 0.85,
    words: RRN_WORDS,
    examples: {
      match: ['주민등록번호 900101-1234568', '900101-1234568'],
      noMatch: ['901301-1234568', '900101-9234568', '900101-123456'],
    },
  }),
  idNumber({
    label: 'KR_RRN',
    digits: 13,
    form: /\d{6} ?[1-8]\d{6}/g,
    check: isRrn,
    words: RRN_WORDS,
    examples: { match: ['RRN 9001011234568'], noMatch: ['9001011234568', 'RRN 9013011234568'] },
  }),
  idNumber({
    label: 'CN_RESIDENT_ID',
    digits: 17,
    form: /[1-9]\d{16}[\dXx]/g,
    check: isChineseId,
    alone: 0.97,
    words: ['身份证', '身份证号', '身份证号码', 'resident identity'],
    examples: {
      match: ['身份证号 11010519491231002X'],
      noMatch: ['110105194912310021', '11010519491331002X'],
    },
  }),
  idNumber({
    label: 'HK_ID',
    digits: 6,
    form: /[A-Z]{1,2}\d{6}\([0-9A]\)/g,
    check: isHkid,
    alone: 0.95,
    words: ['hkid', 'hong kong id', '身份證', '身份證號碼'],
    examples: { match: ['HKID A123456(3)', 'AB987654(3)'], noMatch: ['A123456(4)', 'a123456(3)'] },
  }),
  idNumber({
    label: 'TW_ID',
    digits: 9,
    form: /[A-Z][1289]\d{8}/g,
    check: isTaiwanId,
    alone: 0.7,
    words: ['身分證', '身分證字號', '身份證字號', 'national id', 'taiwan id'],
    examples: { match: ['身分證字號 A123456789'], noMatch: ['A123456788', 'A323456789'] },
  }),
  idNumber({
    label: 'JP_MY_NUMBER',
    digits: 12,
    form: /\d{4}[ -]?\d{4}[ -]?\d{4}/g,
    check: isMyNumber,
    words: ['my number', 'mynumber', 'マイナンバー', '個人番号', 'マイナンバーは', '個人番号は'],
    examples: {
      match: ['マイナンバー: 1234 5678 9018', 'My Number 123456789018'],
      noMatch: ['123456789018', 'My Number 123456789017'],
    },
  }),
  idNumber({
    label: 'TH_ID',
    digits: 13,
    form: /\d-\d{4}-\d{5}-\d{2}-\d|\d \d{4} \d{5} \d{2} \d/g,
    check: isThaiId,
    alone: 0.95,
    words: THAI_WORDS,
    examples: { match: ['1-2345-67890-12-1'], noMatch: ['1-2345-67890-12-2', '0-2345-67890-12-1'] },
  }),
  idNumber({
    label: 'TH_ID',
    digits: 13,
    form: /[1-8]\d{12}/g,
    check: isThaiId,
    words: THAI_WORDS,
    examples: {
      match: ['Thai ID 1234567890121', 'เลขประจำตัวประชาชน 1234567890121'],
      noMatch: ['1234567890121', 'Thai ID 1234567890122'],
    },
  }),
];
