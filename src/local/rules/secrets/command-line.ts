import type { Rule } from '../../matcher/rule.js';
import { isSampleUserInfo } from './connections.js';
import { charactersOf } from './entropy.js';
import { patternRule } from './format.js';
import { isPlaceholder } from './placeholder.js';

/** Returns the length of `-u user:password` on a command line. */
function acceptUserOption(match: string): number {
  const info = match.slice(match.search(/[^\s"'=-][^\s]{0,256}$/));
  const colon = info.indexOf(':');
  const password = info.slice(colon + 1);
  return isSampleUserInfo(info.slice(0, colon), password) || /^\/\/|^\d{1,5}$/.test(password)
    ? 0
    : match.length;
}

/** Returns the length of a match whose last word is no sample or template, without quotes; else 0. */
function acceptLastWord(match: string): number {
  const value = match.slice(
    Math.max(match.lastIndexOf(' '), match.lastIndexOf('"'), match.lastIndexOf("'")) + 1,
  );
  const { digit, symbol, caseChanges } = charactersOf(value);
  return !isPlaceholder(value) && digit + symbol + caseChanges > 1 ? match.length : 0;
}

/** Returns the length of `-p` with the password directly after it, as MySQL clients accept it. */
function acceptGluedPassword(match: string): number {
  const value = match.replace(/^-p["']?/, '');
  const { lower, upper, digit, symbol, caseChanges } = charactersOf(value);
  const mixed = lower + upper > 0 && digit + symbol + caseChanges > 1;
  return mixed && !isPlaceholder(value) ? match.length : 0;
}

/** Rules for credentials on command lines. */
export const COMMAND_LINE_RULES: readonly Rule[] = [
  patternRule({
    label: 'USER_PASSWORD',
    trigger: { starts: ['-u ', '--user ', '--user='] },
    pattern:
      /(?<![^\s])(?:-u|--user)[ =]["']?[^\s"'`:$<>{}()\\/]{1,64}:[^\s"'`:$<>{}()\\]{4,128}(?![^\s"'`])/g,
    accept: acceptUserOption,
    context: { words: ['curl', 'http', 'https', 'wget', 'docker', 'mysql'], within: 64, confidence: 0.85 },
    confidence: 0,
    match: [
      'curl -s -u svc-app:h7Kq2wZ9 https://api.test',
      'curl --user "svc-app:h7Kq2wZ9" https://api.test',
    ],
    noMatch: [
      'curl -u user:password https://api.test',
      'docker run -u 1000:1000 image',
      'sort -u svc-app:h7Kq2wZ9',
    ],
  }),
  patternRule({
    label: 'COMMAND_LINE_PASSWORD',
    trigger: {
      starts: [
        '--password ',
        '--pass ',
        '--passwd ',
        '--token ',
        '--api-key ',
        '--apikey ',
        '--secret ',
        '--secret-key ',
        '--passphrase ',
        '--access-token ',
        '--auth-token ',
        '--client-secret ',
        '--oauth2-bearer ',
      ],
    },
    pattern:
      /(?<![A-Za-z0-9])--(?:password|passwd|passphrase|pass|token|api-?key|secret|secret-key|access-token|auth-token|client-secret|oauth2-bearer) ["']?[^\s"'`$<>{}()\\-][^\s"'`$<>{}()\\]{5,255}(?![^\s"'`])/g,
    accept: acceptLastWord,
    match: ['mysql --user app --password h7Kq2wZ9', 'tool --api-key "h7Kq2wZ9x4"'],
    noMatch: [
      '--password your-password',
      'the --password option is',
      '--token --verbose',
      '--password password123',
    ],
  }),
  patternRule({
    label: 'COMMAND_LINE_PASSWORD',
    trigger: { starts: ['-p'] },
    pattern: /(?<![^\s])-p["']?[^\s"'`$<>{}()\\=-][^\s"'`$<>{}()\\]{4,63}(?![^\s"'`])/g,
    accept: acceptGluedPassword,
    context: {
      words: ['mysql', 'mysqldump', 'mysqladmin', 'mysqlimport', 'mariadb', 'mariadb-dump'],
      within: 64,
      confidence: 0.85,
    },
    confidence: 0,
    match: ['mysql -ph7Kq2wZ9 -u root', 'mysqldump -uroot -ph7Kq2wZ9 db'],
    noMatch: ['mysql -p db1_backup', 'mysql -pPASSWORD', 'tar -ph7Kq2wZ9', 'mysql -p"$PW1"', 'mysql -pinit'],
  }),
  patternRule({
    label: 'NETRC_PASSWORD',
    trigger: { starts: ['machine '] },
    pattern:
      /(?<![A-Za-z0-9])machine\s{1,4}[\w.-]{1,64}\s{1,4}login\s{1,4}[^\s]{1,64}\s{1,4}password\s{1,4}[^\s]{6,128}/g,
    accept: acceptLastWord,
    match: ['machine api.test login svc-app password h7Kq2wZ9'],
    noMatch: ['machine learning login page', 'machine api.test login me password <password>'],
  }),
  patternRule({
    label: 'COMMAND_LINE_PASSWORD',
    trigger: { starts: ['sshpass ', 'redis-cli ', 'net user ', 'ConvertTo-SecureString '] },
    pattern:
      /(?<![A-Za-z0-9])(?:sshpass -p ?|redis-cli (?:-h [\w.-]{1,64} )?(?:-p \d{1,5} )?-a |net user [\w.-]{1,32} |ConvertTo-SecureString (?:-String )?(?:-Force )?)["']?[^\s"'`$<>{}()\\/-][^\s"'`$<>{}()\\]{5,127}(?![^\s"'`])/g,
    accept: acceptLastWord,
    match: [
      'sshpass -p h7Kq2wZ9 ssh root@host',
      'redis-cli -h cache.test -a h7Kq2wZ9',
      'net user bob h7Kq2wZ9 /add',
    ],
    noMatch: ['sshpass -p password', 'net user /domain', 'redis-cli -h cache.test'],
  }),
];
