import type { Rule } from './rule.js';

/** A sample key: assembled at run time, so that secret scanners do not take this file for a leak. */
const key = (prefix: string, unit: string, times: number): string => prefix + unit.repeat(times);

const secret = (
  label: string,
  pattern: RegExp,
  match: readonly string[],
  noMatch: readonly string[],
): Rule => ({
  label,
  pattern,
  trigger: { chars: '-_.AaEeSs' },
  confidence: 0.95,
  examples: { match, noMatch },
});

const PEM_HEADER = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ');
const PEM_FOOTER = ['-----END RSA', 'PRIVATE KEY-----'].join(' ');
const PEM_BODY = key('MIIE', 'abcd1234', 7);

/** Credentials by their published formats. */
export const SECRET_RULES: readonly Rule[] = [
  secret(
    'AWS_ACCESS_KEY_ID',
    /(?<![A-Za-z0-9])A(?:KI|SI)A[A-Z2-7]{16}(?![A-Za-z0-9])/g,
    [key('AKIA', 'ABCD2345', 2), `id=${key('ASIA', 'ABCD2345', 2)};`],
    [key('AKIA', 'ABCD', 2), key('xAKIA', 'ABCD2345', 2)],
  ),
  secret(
    'GITHUB_TOKEN',
    /(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})(?![A-Za-z0-9_])/g,
    [key('ghp_', 'a1B2', 9), key('gho_', 'a1B2', 9), key('github_pat_', 'a1B2', 20)],
    ['ghp_short', key('ghx_', 'a1B2', 9)],
  ),
  secret(
    'GITLAB_TOKEN',
    /(?<![\w-])gl(?:pat|dt|rt|ptt)-[\w-]{20,255}(?![\w-])/g,
    [key('glpat-', 'a1B2c', 4)],
    ['glpat-short'],
  ),
  secret(
    'SLACK_TOKEN',
    /(?<![\w-])xox[abeoprs]-[A-Za-z0-9-]{10,255}(?![\w-])/g,
    [key('xoxb-', '1234567890-', 3).concat('abc')],
    ['xoxb-1', key('xoxz-', '1234567890', 2)],
  ),
  secret(
    'STRIPE_KEY',
    /(?<![\w-])(?:sk|rk)_live_[A-Za-z0-9]{16,255}(?![A-Za-z0-9])/g,
    [key('sk_live_', 'a1B2', 6), key('rk_live_', 'a1B2', 6)],
    [key('sk_test_', 'a1B2', 6), 'sk_live_short'],
  ),
  secret(
    'ANTHROPIC_API_KEY',
    /(?<![\w-])sk-ant-[\w-]{24,255}(?![\w-])/g,
    [key('sk-ant-api03-', 'a1B2', 20)],
    ['sk-ant-short'],
  ),
  secret(
    'OPENAI_API_KEY',
    /(?<![\w-])sk-(?:(?:proj|svcacct|admin)-[\w-]{20,255}|[A-Za-z0-9]{32,64})(?![\w-])/g,
    [key('sk-proj-', 'a1B2', 12), key('sk-', 'a1B2', 12)],
    ['sk-learn', 'sk-proj-short', 'sk-toggleable'],
  ),
  secret(
    'GOOGLE_API_KEY',
    /(?<![\w-])AIza[\w-]{35}(?![\w-])/g,
    [key('AIza', 'a1B2c', 7)],
    [key('AIza', 'a1B2', 7)],
  ),
  secret(
    'NPM_TOKEN',
    /(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/g,
    [key('npm_', 'a1B2', 9)],
    ['npm_config_registry'],
  ),
  secret(
    'JWT',
    /(?<![\w.-])eyJ[\w-]{8,4096}\.eyJ[\w-]{8,8192}\.[\w-]{16,2048}(?![\w-])/g,
    [[key('eyJ', 'hbGci', 4), key('eyJ', 'zdWIi', 4), key('', 'a1B2', 10)].join('.')],
    ['eyJ.eyJ.x', `${key('eyJ', 'hbGci', 4)}.abc`],
  ),
  {
    ...secret(
      'PRIVATE_KEY',
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g,
      [`${PEM_HEADER}\n${PEM_BODY}\n${PEM_FOOTER}`, `${PEM_HEADER}\n${PEM_BODY}\n${PEM_BODY}`],
      ['-----BEGIN PUBLIC KEY-----', '-----BEGIN CERTIFICATE-----'],
    ),
    until: /-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g,
  },
  secret(
    'TWILIO_API_KEY',
    /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/g,
    [key('SK', '0a1b', 8)],
    [key('SK', '0A1B', 8), 'SK0a1b'],
  ),
  secret(
    'SENDGRID_API_KEY',
    /(?<![\w.-])SG\.[\w-]{16,32}\.[\w-]{32,64}(?![\w-])/g,
    [[`SG`, key('a1', 'B2c3', 5), key('abc', 'a1B2', 10)].join('.')],
    ['SG.short.short'],
  ),
];
