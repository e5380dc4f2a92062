import type { Rule } from '../../matcher/rule.js';
import {
  alnum,
  base64url,
  digits,
  hex,
  keyFormat,
  lowerAlnum,
  patternRule,
  sampleOf,
  upperAlnum,
  uuid,
  word,
} from '../secrets/format.js';

/** Credentials of further chat, mail and telephone services, by published format. */
export const MESSAGING_SERVICES_RULES: readonly Rule[] = [
  patternRule({
    label: 'TELEGRAM_BOT_TOKEN',
    trigger: { inside: ':' },
    pattern: /(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-])/g,
    match: [
      sampleOf(digits(9), ':AA', base64url(33)),
      sampleOf('/bot', digits(10), ':AA', base64url(33), '/x'),
    ],
    noMatch: [sampleOf(digits(9), ':AA', base64url(20)), sampleOf(digits(5), ':AA', base64url(33))],
  }),
  patternRule({
    label: 'TEAMS_WEBHOOK_TOKEN',
    trigger: { chars: '@' },
    pattern:
      /(?<=webhook\.office\.com\/webhookb2\/|outlook\.office\.com\/webhook\/)[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-f]{32}\/[0-9a-f-]{36}/g,
    match: [
      sampleOf(
        'https://x.webhook.office.com/webhookb2/',
        uuid,
        '@',
        uuid,
        '/IncomingWebhook/',
        hex(32),
        '/',
        uuid,
      ),
    ],
    noMatch: [sampleOf('https://x.webhook.office.com/webhookb2/', uuid)],
  }),
  patternRule({
    label: 'WEB3_API_KEY',
    trigger: { starts: ['alchemy.com/v2/', 'infura.io/v3/', 'infura.io/ws/v3/'] },
    pattern: /(?<![A-Za-z0-9])(?:alchemy\.com\/v2|infura\.io\/(?:ws\/)?v3)\/[A-Za-z0-9_-]{30,34}(?![\w-])/g,
    match: [
      sampleOf('https://mainnet.infura.io/v3/', hex(32)),
      sampleOf('wss://x.g.alchemy.com/v2/', alnum(32)),
    ],
    noMatch: ['https://mainnet.infura.io/v3/PROJECT-ID'],
  }),
  patternRule({
    label: 'WEBHOOK_TOKEN',
    trigger: { starts: ['hooks.zapier.com/', 'maker.ifttt.com/', 'hook.eu', 'hook.us'] },
    pattern:
      /(?<![A-Za-z0-9])(?:hooks\.zapier\.com\/hooks\/catch\/\d{4,10}\/\w{6,24}|maker\.ifttt\.com\/(?:use|trigger\/\w{1,40}\/with\/key)\/[\w-]{20,48}|hook\.(?:eu|us)[12]\.make\.com\/[a-z0-9]{32})(?![\w-])/g,
    match: [sampleOf('https://hooks.zapier.com/hooks/catch/', digits(7), '/', lowerAlnum(7), '/')],
    noMatch: ['https://hooks.zapier.com/hooks/catch/', 'https://maker.ifttt.com/use/'],
  }),
  keyFormat('MAILGUN_API_KEY', ['key-'], [hex(32)]),
  patternRule({
    label: 'MAILGUN_SIGNING_KEY',
    trigger: { inside: '-' },
    pattern: /(?<![A-Za-z0-9-])[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9-])/g,
    match: [sampleOf(hex(32), '-', hex(8), '-', hex(8))],
    noMatch: [sampleOf(hex(32), '-', hex(8))],
  }),
  patternRule({
    label: 'MAILCHIMP_API_KEY',
    trigger: { inside: '-' },
    pattern: /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/g,
    match: [sampleOf(hex(32), '-us12')],
    noMatch: [sampleOf(hex(32), '-al32'), sampleOf(hex(15), '-us2')],
  }),
  keyFormat('MANDRILL_API_KEY', ['md-'], [base64url(22)]),
  keyFormat('BREVO_API_KEY', ['xkeysib-', 'xsmtpsib-'], [hex(64), '-', alnum(16)]),
  keyFormat('RESEND_API_KEY', ['re_'], [alnum(8), '_', alnum(24)]),
  keyFormat('COURIER_API_KEY', ['pk_prod_', 'pk_test_'], [upperAlnum(28)]),
  keyFormat('KLAVIYO_API_KEY', ['pk_'], [hex(34)]),
  keyFormat('BEAMER_API_KEY', ['b_'], [base64url(44)]),
  patternRule({
    label: 'ABLY_API_KEY',
    trigger: { inside: ':' },
    pattern: /(?<![\w.-])[\w-]{6}\.[\w-]{6}:[\w-]{43}(?![\w-])/g,
    match: [sampleOf(alnum(6), '.', alnum(6), ':', base64url(43))],
    noMatch: [sampleOf(alnum(6), '.', alnum(6), ':', base64url(30))],
  }),
  keyFormat('INTERCOM_ACCESS_TOKEN', ['dG9rO'], [word(40, 60)]),
];
