import type { Rule } from '../../matcher/rule.js';
import { looksRandom } from './entropy.js';
import { alnum, base64url, patternRule, sampleOf } from './format.js';
import { isMasked, isPlaceholder } from './placeholder.js';

const DATABASE_SCHEMES = [
  'mongodb',
  'mongodb+srv',
  'postgres',
  'postgresql',
  'mysql',
  'mysqlx',
  'mysql2',
  'mariadb',
  'redis',
  'rediss',
  'amqp',
  'amqps',
  'mssql',
  'sqlserver',
  'oracle',
  'clickhouse',
  'cockroachdb',
  'couchdb',
  'couchbase',
  'cassandra',
  'neo4j',
  'neo4j+s',
  'bolt',
  'nats',
  'kafka',
  'mqtt',
  'mqtts',
  'ldap',
  'ldaps',
  'smtp',
  'smtps',
  'imap',
  'imaps',
  'snowflake',
  'influxdb',
  'elasticsearch',
  'db2',
  'presto',
  'trino',
  'hive',
  'postgresql+psycopg2',
  'postgresql+asyncpg',
  'mysql+pymysql',
  'mysql+mysqldb',
  'mysql+mysqlconnector',
  'mssql+pyodbc',
  'oracle+cx_oracle',
];

const WEB_SCHEMES = [
  'http',
  'https',
  'ftp',
  'ftps',
  'sftp',
  'ssh',
  'git',
  'ws',
  'wss',
  'socks5',
  'svn',
  'webdav',
  'smb',
];

/** Passwords that documentation uses as placeholders for the reader's own. */
const SAMPLE_PASSWORDS: ReadonlySet<string> = new Set([
  'pass',
  'password',
  'passwd',
  'passw0rd',
  'pwd',
  'pw',
  'mypassword',
  'mypass',
  'yourpassword',
  'secret',
  'mysecret',
  'token',
  'mytoken',
  'test',
  'changeme',
  'example',
]);

/** Tells whether user and password of an address are samples, masks or templates. */
export function isSampleUserInfo(user: string, password: string): boolean {
  const lower = password.toLowerCase();
  if (password.length < 4 || SAMPLE_PASSWORDS.has(lower) || user.toLowerCase() === lower) return true;
  if (/[{}<>$()[\]]/.test(password) || /[{}<>$()[\]]/.test(user)) return true;
  // In an address even `secret123` is somebody's password.
  return (
    isMasked(password) || (!/\d/.test(password) && isPlaceholder(password)) || new Set(password).size < 3
  );
}

/** Returns the length of a URL whose user information holds a real password, or 0 for samples and templates. */
function acceptUserInfo(match: string): number {
  const info = match.slice(match.indexOf('://') + 3);
  const colon = info.indexOf(':');
  const at = info.indexOf('@', colon);
  return isSampleUserInfo(info.slice(0, colon), info.slice(colon + 1, at)) ? 0 : match.length;
}

const escaped = (text: string): string => text.replaceAll('+', '\\+');

const withUserInfo = (label: string, schemes: readonly string[], confidence: number): Rule =>
  patternRule({
    label,
    trigger: { chars: '@' },
    // A password may hold a raw @. The class of the host then takes its rest.
    pattern: new RegExp(
      `(?<![A-Za-z0-9])(?:${schemes.map(escaped).join('|')}):\\/\\/[^\\s:/@"'<>\\\\\`]{0,64}:[^\\s/@"'<>\\\\\`]{3,128}@[\\w.@!%:[\\]-]{1,128}`,
      'gi',
    ),
    accept: acceptUserInfo,
    confidence,
    match: schemes
      .slice(0, 3)
      .map((scheme) => sampleOf(`${scheme}://svc_app:`, alnum(12), '@db.internal.test/x')),
    noMatch: [
      `${schemes[0]}://db.internal.test:8080/a@b`,
      `${schemes[0]}://username:password@host.test/`,
      [`${schemes[0]}://$`, '{USER}:$', '{PASS}@host.test'].join(''),
      `${schemes[0]}://<user>:<password>@host.test`,
    ],
  });

/** Returns the length of a bearer token, or 0 for a word that follows "bearer" in prose. */
function acceptBearer(match: string): number {
  const value = match.slice(match.search(/\s[^\s]/) + 1);
  return !isPlaceholder(value) && looksRandom(value) ? match.length : 0;
}

/** Returns the length of a Basic credential: base64 of `user:password` in printable characters. */
function acceptBasic(match: string): number {
  const encoded = match.slice(match.search(/\s[^\s]/) + 1);
  try {
    const decoded = globalThis.atob(encoded);
    const colon = decoded.indexOf(':');
    const printable = !/[^\x20-\x7e\xa0-\xff]/.test(decoded);
    if (!printable || colon < 0) return 0;
    return isSampleUserInfo(decoded.slice(0, colon), decoded.slice(colon + 1)) ? 0 : match.length;
  } catch {
    return 0;
  }
}

const BASIC = globalThis.btoa('svc-app:h7Kq2.wZ9');

/** Rules for addresses with credentials and for authorisation headers. */
export const CONNECTION_RULES: readonly Rule[] = [
  withUserInfo('CONNECTION_STRING', DATABASE_SCHEMES, 0.95),
  withUserInfo('BASIC_AUTH_CREDENTIALS', WEB_SCHEMES, 0.9),
  patternRule({
    label: 'BEARER_TOKEN',
    trigger: { starts: ['Bearer '] },
    pattern:
      /(?<![A-Za-z0-9])Bearer\s(?:[A-Za-z0-9_.~+/-]{8,64}:)?[A-Za-z0-9_.~+/-]{16,1024}={0,2}(?![A-Za-z0-9_.~+/=-])/gi,
    accept: acceptBearer,
    match: [sampleOf('Authorization: Bearer ', base64url(40)), sampleOf('bearer ', alnum(32))],
    noMatch: [
      'bearer of good news',
      'Bearer your-access-token-goes-here1',
      'Bearer token_authentication_scheme',
    ],
  }),
  patternRule({
    label: 'BASIC_AUTH_TOKEN',
    trigger: { starts: ['Basic '] },
    pattern: /(?<![A-Za-z0-9])Basic\s[A-Za-z0-9+/]{8,512}={0,2}(?![A-Za-z0-9+/=])/gi,
    accept: acceptBasic,
    match: [`Authorization: Basic ${BASIC}`],
    noMatch: ['Basic training', 'basic authentication', `Basic ${globalThis.btoa('username:password')}`],
  }),
  patternRule({
    label: 'AUTHORIZATION_TOKEN',
    trigger: {
      starts: ['Token ', 'ApiKey ', 'Api-Key ', 'GenieKey ', 'SSWS ', 'DeepL-Auth-Key ', 'Key ', 'Bot '],
    },
    pattern:
      /(?<=Authorization["']?\s?[:=,]\s?["'`]?)(?:Token|Api-?Key|GenieKey|SSWS|DeepL-Auth-Key|Key|Bot)\s[A-Za-z0-9_.~+/-]{16,512}={0,2}(?![A-Za-z0-9_.~+/=-])/gi,
    accept: acceptBearer,
    match: [
      sampleOf('Authorization: Token ', alnum(40)),
      sampleOf('"Authorization": "ApiKey ', alnum(40), '"'),
    ],
    noMatch: [sampleOf('Token ', alnum(40)), 'Authorization: Token your_api_token_123'],
  }),
];
