import type { Rule } from '../../matcher/rule.js';
import { alnum, anyHex, keyFormat, patternRule, sampleOf } from '../secrets/format.js';

/** Credentials of Grafana. */
export const GRAFANA_RULES: readonly Rule[] = [
  patternRule({
    label: 'GRAFANA_TOKEN',
    trigger: { starts: ['glc_'] },
    pattern: /(?<![A-Za-z0-9])glc_[A-Za-z0-9+/]{24,400}={0,2}(?![A-Za-z0-9+/=])/g,
    match: [sampleOf('glc_eyJ', alnum(60), '=='), sampleOf('glc_eyJ', alnum(60))],
    noMatch: ['glc_short'],
  }),
  keyFormat('GRAFANA_TOKEN', ['glsa_'], [alnum(32), '_', anyHex(8)]),
  keyFormat('GRAFANA_TOKEN', ['eyJrIjoi'], [alnum(64, 400)]),
];
