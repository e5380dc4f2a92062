import { compact, startsWithDate } from '../../checks/digits.js';
import { passesMod112 } from '../../checks/iso7064.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a Chinese resident identity number: region, birth date, ISO/IEC 7064 MOD 11-2 (GB 11643). Takes the 18
 * characters.
 */
export function isChineseId(text: string): boolean {
  const id = compact(text);
  return id.length === 18 && startsWithDate(id.slice(6)) && passesMod112(id);
}

/** Identifiers of China. */
export const CHINA_RULES: readonly Rule[] = [
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
];
