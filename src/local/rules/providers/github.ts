import type { Rule } from '../../matcher/rule.js';
import { alnum, keyFormat, patternRule, sampleOf, word } from '../secrets/format.js';

/** Credentials of GitHub. */
export const GITHUB_RULES: readonly Rule[] = [
  keyFormat('GITHUB_TOKEN', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], [word(36, 255)]),
  keyFormat('GITHUB_TOKEN', ['github_pat_'], [word(36, 255)]),
  patternRule({
    label: 'GITHUB_APP_TOKEN',
    trigger: { starts: ['ghs_'] },
    pattern: /(?<![\w.-])ghs_\d{1,12}_eyJ[\w-]{8,1024}\.[\w-]{8,2048}\.[\w-]{16,1024}(?![\w-])/g,
    match: [sampleOf('ghs_123_eyJ', alnum(20), '.eyJ', alnum(30), '.', alnum(43))],
    noMatch: ['ghs_123_eyJ', sampleOf('ghs_123_', alnum(20))],
  }),
];
