import type { Rule } from '../../matcher/rule.js';
import { hasDigits } from '../secrets/entropy.js';
import { alnum, base64url, keyFormat, patternRule, sampleOf } from '../secrets/format.js';
import { named } from '../secrets/named-value.js';

/** Credentials of Microsoft Azure. */
export const AZURE_RULES: readonly Rule[] = [
  keyFormat('AZURE_DEVOPS_TOKEN', ['AzDo'], [alnum(76, 84)]),
  patternRule({
    label: 'AZURE_CLIENT_SECRET',
    trigger: { chars: '~' },
    pattern: /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g,
    match: [sampleOf('abC', '8Q~', base64url(34)), sampleOf('x.Z', '7Q~', base64url(31))],
    noMatch: [sampleOf('abC', '8Q~', base64url(20)), sampleOf('abC', 'xQ~', base64url(34))],
  }),
  // Azure keys carry a fixed signature near their end: +ASt storage, +AMC media, +ARm, ACDb Cosmos, AzFu functions.
  patternRule({
    label: 'AZURE_KEY',
    trigger: { chars: '=' },
    pattern:
      /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}(?:\+ASt|\+ABa|\+AMC|\+ARm|ACDb|APIm|AACs)[A-Za-z0-9+/]{4,6}={0,2}(?![A-Za-z0-9+/])/g,
    accept: (match) => (match.endsWith('=') ? match.length : 0),
    match: [sampleOf(alnum(76), '+ASt', alnum(6), '=='), sampleOf(alnum(76), 'ACDb', alnum(4), '==')],
    noMatch: [sampleOf(alnum(70), '+ASt', alnum(6), '=='), sampleOf(alnum(76), '+QQt', alnum(6), '==')],
  }),
  patternRule({
    label: 'AZURE_FUNCTION_KEY',
    trigger: { chars: '=' },
    pattern: /(?<![\w-])[\w-]{44}AzFu[\w-]{6}={1,2}/g,
    match: [sampleOf(base64url(44), 'AzFu', base64url(6), '==')],
    noMatch: [sampleOf(base64url(40), 'AzFu', base64url(6), '==')],
  }),
  patternRule({
    label: 'AZURE_AI_KEY',
    trigger: { digits: 4 },
    accept: (match) => (hasDigits(match, 4) ? match.length : 0),
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{52}J(?:QQJ|Hep)?99[A-L0-9]{2}[A-Za-z0-9]{19,26}(?![A-Za-z0-9])/g,
    match: [sampleOf(alnum(52), 'JQQJ99', 'BA', alnum(24))],
    noMatch: [sampleOf(alnum(52), 'JQQJ98', 'BA', alnum(24)), sampleOf(alnum(40), 'JQQJ99', 'BA', alnum(24))],
  }),
  patternRule({
    label: 'AZURE_SAS_TOKEN',
    trigger: { names: ['sig='], after: '=' },
    pattern: /(?<=[?&;]sig=)[A-Za-z0-9%+/]{40,70}={0,1}(?![A-Za-z0-9%+/=])/g,
    match: [sampleOf('https://x.blob.core.windows.net/c?sv=1&sig=', alnum(43), '%3D&se=1')],
    noMatch: [sampleOf('?sig=', alnum(20)), sampleOf('design=', alnum(43))],
  }),
  patternRule({
    label: 'AZURE_STORAGE_KEY',
    trigger: named(['key']),
    pattern:
      /(?<=(?:Account|SharedAccess|Access|Primary|Secondary)Key\s?[=:]\s?["']?)[A-Za-z0-9+/]{42,88}={1,2}(?![A-Za-z0-9+/=])/gi,
    match: [sampleOf('AccountKey=', alnum(86), '=='), sampleOf('SharedAccessKey=', alnum(43), '=')],
    noMatch: [sampleOf('AccountKey=', alnum(20), '=='), sampleOf('AccountName=', alnum(43), '=')],
  }),
];
