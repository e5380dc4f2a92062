import type { Rule } from '../../matcher/rule.js';
import { alnum, base64url, digits, patternRule, sampleOf } from '../secrets/format.js';

/** Credentials of Discord. */
export const DISCORD_RULES: readonly Rule[] = [
  patternRule({
    label: 'DISCORD_BOT_TOKEN',
    trigger: { inside: '.' },
    // A user id in base64 (digits, so M, N or O comes first), a time, a signature.
    pattern: /(?<![\w.-])[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}(?![\w.-])/g,
    accept: (match) =>
      /\d/.test(match) && /[a-z]/.test(match) && /[A-Z]/.test(match.slice(1)) ? match.length : 0,
    match: [sampleOf('MTk4', base64url(20), '.', alnum(6), '.', base64url(27))],
    noMatch: [
      sampleOf('PTk4', base64url(20), '.', alnum(6), '.', base64url(27)),
      'NAMESPACE.module.function',
    ],
  }),
  patternRule({
    label: 'DISCORD_WEBHOOK_TOKEN',
    trigger: { starts: ['discord.com/', 'discordapp.com/'] },
    pattern:
      /(?<![A-Za-z0-9])discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{17,20}\/[\w-]{60,68}(?![\w-])/g,
    match: [sampleOf('https://discord.com/api/webhooks/', digits(18), '/', base64url(68))],
    noMatch: ['https://discord.com/api/webhooks/', sampleOf('https://discord.com/api/webhooks/', digits(18))],
  }),
];
