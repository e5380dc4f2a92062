import type { Rule } from '../../matcher/rule.js';
import { base64, base64url, keyFormat, lowerAlnum, patternRule, sampleOf } from '../secrets/format.js';
import { named } from '../secrets/named-value.js';

/** Credentials of Docker. */
export const DOCKER_RULES: readonly Rule[] = [
  keyFormat('DOCKER_HUB_TOKEN', ['dckr_pat_', 'dckr_oat_'], [base64url(24, 40)]),
  keyFormat('DOCKER_SWARM_TOKEN', ['SWMTKN-1-'], [lowerAlnum(50), '-', lowerAlnum(25)]),
  keyFormat('DOCKER_SWARM_KEY', ['SWMKEY-1-'], [base64(43)]),
  patternRule({
    label: 'DOCKER_AUTH_TOKEN',
    trigger: named(['auth']),
    pattern: /(?<="auth"\s?:\s?")[A-Za-z0-9+/]{20,400}={0,2}(?=")/g,
    match: [sampleOf('{"auths":{"r.test":{"auth":"', base64(32), '"}}}')],
    noMatch: ['{"auth":"none"}'],
  }),
];
