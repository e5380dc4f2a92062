import type { Rule } from '../../matcher/rule.js';
import { alnum, base64, keyFormat, patternRule, sampleOf, uuid } from '../secrets/format.js';

/** Credentials of npm. */
export const NPM_RULES: readonly Rule[] = [
  keyFormat('NPM_TOKEN', ['npm_'], [alnum(36)]),
  patternRule({
    label: 'NPM_TOKEN',
    trigger: { names: ['authtoken', '_auth', '_password'], after: '="' },
    // The registry's line in the configuration. Legacy tokens are plain UUIDs.
    pattern: /(?<=\/:_(?:authToken|auth|password)\s?=\s?"?)[A-Za-z0-9_=+/-]{11,128}(?![A-Za-z0-9_=+/-])/g,
    match: [sampleOf('//registry.npmjs.org/:_authToken=', uuid), sampleOf('//r.test/:_auth = ', base64(24))],
    noMatch: [['//registry.npmjs.org/:_authToken=$', '{NPM_TOKEN}'].join(''), sampleOf('_authToken ', uuid)],
  }),
];
