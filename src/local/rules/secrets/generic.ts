import type { Rule, Trigger } from '../rule.js';
import { isHex, looksRandom, profileOf, shannonEntropy } from './entropy.js';
import { alnum, hex, patternRule, sampleOf, uuid } from './format.js';
import { isPlaceholder } from './placeholder.js';

/** What may follow the keyword in a name: `password_prod`, `apiKey2`. Others (`token_url`, `secretName`) name no value. */
const NAME_REST =
  '(?:[_-]?(?:secure|prod|production|dev|staging|stage|live|value|val|primary|secondary|default|main|string|str|text|plain|base64|b64|old|new|admin|root|user|db))?\\d?';

/** Keywords whose values are passwords. */
const PASSWORD_NAMES =
  'password|passwd|passphrase|passcode|passwort|kennwort|contrase(?:ñ|n)a|mot[ _-]?de[ _-]?passe|senha|clave|[\\s"\'{(,;_-]pw|pass|pwd|pswd|dbpw';

/** Keywords whose values are keys or tokens. */
const KEY_NAMES =
  'secrete?|token|authorization|credentials?|(?:api|app|access|auth|private|secret|account|storage|encryption|signing|master|admin|service|session|license|webhook|consumer|subscription|application|integration|server|client|deploy|rest|write)[_.-]?key|(?:access|key)[_-]?id';

const QUOTE = '["\'`]';

/** Between name and value: `=`, `:`, `:=`, `=>`, comparisons, a call, XML and YAML's name-value pairs; types are skipped. */
const OPERATOR =
  '(?:\\s{0,4}(?::\\s{0,2}[A-Za-z]{3,10}\\s{0,2})?(?:[:=!]?={1,3}|:|=>|->)|\\.?[A-Za-z]{0,8}\\(|\\s?,|\\s{1,3}value\\s?=|[ \\t]{0,2}\\r?\\n[ \\t]{0,12}value:|\\s{1,2}(?:is|to|by))\\s{0,3}';

/** What each of these names holds somewhere. */
const PASSWORD_PARTS = [
  'pass',
  'pwd',
  'pswd',
  'kennwort',
  'contrase',
  'motde',
  'mot_de',
  'mot-de',
  'senha',
  'clave',
  'pw',
];
const KEY_PARTS = ['secret', 'token', 'authorization', 'credential', 'key', 'access'];

const quoted = (names: readonly string[]): Trigger => ({ names, after: '"\'`' });
const bare = (names: readonly string[]): Trigger => ({ names, after: '=:>' });
const either = (names: readonly string[]): Trigger => ({ names, after: '=:>"\'`' });

/** In sentences: what follows a blank, a quote or an opening bracket. */
const spoken = (names: readonly string[]): Trigger => ({ names, after: ' \t\n"\'`(' });

const quotedAfter = (names: string): string =>
  `(?<=(?:${names})${NAME_REST}\\\\?(?:${QUOTE}\\]?)?${OPERATOR}(?:[bru@]{0,1})\\\\?${QUOTE})`;

const bareAfter = (names: string): string =>
  `(?<=(?:${names})${NAME_REST}(?:${QUOTE}\\]?)?(?:\\s{0,4}(?::=|=>|==|[=:])\\s?|>))`;

/** Addresses, paths, mail addresses, dates and code: what stands beside a keyword without being its value. */
const NO_SECRET =
  /^pk_|:\/\/|^\.{0,2}\/[\w-]{1,64}(?:\/|$)|^[A-Za-z]:\\|@[\w-]{1,64}\.[a-z]{2,}$|^\d{4}-\d{2}-\d{2}|\w\([^()]{0,64}\)$|\|[a-z]{2,}|^[A-Za-z]{1,32}(?:\.[A-Za-z_]{1,32}){1,8}$|^(?:process|os|env|config|settings|self|this|vault|secrets|data|arn|urn|projects|op|file)[.:]/;

/** Length of a value in quotes that may be a password: not words alone, not a placeholder, path, address or code. */
function acceptPassword(value: string): number {
  if (NO_SECRET.test(value) || isPlaceholder(value)) return 0;
  const { lower, upper, digit, symbol, ascending } = profileOf(value);
  const letters = lower + upper;
  if (ascending > 0.8) return 0;
  // Signs beside letters, but not one at the end: that is a label ("Password?").
  const inner = profileOf(value.slice(0, -1)).symbol;
  if (letters > 0 && digit > 0) return value.length;
  if (letters > 0 && inner > 0 && symbol >= 1) return value.length;
  return letters === 0 && digit >= 6 && symbol > 0 ? value.length : 0;
}

/** Length of a value without quotes that may be a password: as in quotes, but code has more of these, so mixed more. */
function acceptBarePassword(value: string): number {
  const { lower, upper, digit, symbol, digitChanges } = profileOf(value);
  if (/^[A-Za-z_]\w{0,64}\.[A-Za-z_]/.test(value)) return 0;
  const mixedEnough =
    (digit > 0 && (symbol > 0 || digitChanges >= 2)) || (symbol > 0 && upper > 0 && lower > 0);
  return mixedEnough || (digit > 0 && upper > 0 && lower > 0) ? acceptPassword(value) : 0;
}

/** Length of a value that may be a key: random, or long and rich in symbols. */
function acceptKey(value: string): number {
  if (NO_SECRET.test(value) || isPlaceholder(value)) return 0;
  if (value.length >= 16 && looksRandom(value)) return value.length;
  const { lower, upper, digit, symbol } = profileOf(value);
  if (value.length >= 8 && value.length < 16) {
    return digit >= 2 && lower + upper >= 3 && looksRandom(value) ? value.length : 0;
  }
  return symbol >= 3 && lower + upper + digit >= 8 && shannonEntropy(value) >= 3.5 ? value.length : 0;
}

/** Length of a key where nothing but its name speaks for it: long and random, no digest of a well-known length alone. */
function acceptLongKey(value: string): number {
  if (value.length < 24 || NO_SECRET.test(value) || isPlaceholder(value) || isEncodedText(value)) return 0;
  return looksRandom(value) ? value.length : 0;
}

/** Whether a value is base64 of plain text, as settings carry it. */
function isEncodedText(value: string): boolean {
  try {
    return !/[^\t\r\n\x20-\x7e]/.test(globalThis.atob(value));
  } catch {
    return false;
  }
}

/** Length of a random text after words such as "api key": with digits and both cases, or a digest. */
function acceptLooseKey(value: string): number {
  const { lower, upper, digit } = profileOf(value);
  if (digit < 3 || !looksRandom(value) || isPlaceholder(value)) return 0;
  if (isHex(value)) return [32, 40, 48, 64].includes(value.length) ? value.length : 0;
  return lower + upper >= 6 ? value.length : 0;
}

/** Length of a password named in a sentence. */
function acceptSpokenPassword(value: string): number {
  const { lower, upper, digit, symbol } = profileOf(value);
  if (digit === 0 || lower + upper < 2) return 0;
  return upper > 0 || symbol > 0 || value.length >= 8 ? acceptPassword(value) : 0;
}

const QUOTED_VALUE = '[^\\s"\'`\\\\]';
/** Without `=`: in `key=key=key=` each value would else reach to the end. */
const BARE_VALUE = '[A-Za-z0-9_+/.~!@#$%^&*?-]';

/** Credentials known by the name they are assigned to, whatever their format. The match is the value alone. */
export const GENERIC_RULES: readonly Rule[] = [
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: quoted(PASSWORD_PARTS),
    pattern: new RegExp(`${quotedAfter(PASSWORD_NAMES)}${QUOTED_VALUE}{6,128}(?=["'\`\\\\])`, 'gi'),
    accept: acceptPassword,
    confidence: 0.75,
    match: [
      'password = "h7Kq2wZ9"',
      '"db_password": "tr0ub4dor&3"',
      "DB_PASS='str0ng#pw'",
      'if (user.password == "h7Kq2wZ9")',
      'setPassword("h7Kq2wZ9")',
      'password: string = "h7Kq2wZ9"',
      String.raw`{\"password\":\"h7Kq2wZ9\"}`,
    ],
    noMatch: [
      'password = "changeme"',
      'password = "password123"',
      'password = ""',
      ['password = "$', '{DB_PASSWORD}"'].join(''),
      'password = "<your-password>"',
      'placeholder="password" type="h7Kq2wZ9"',
      "'password' => 'required|min:8'",
      'password_field = "user1_input"',
      'password = "/run/secrets/db1"',
    ],
  }),
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: bare(PASSWORD_PARTS),
    pattern: new RegExp(`${bareAfter(PASSWORD_NAMES)}${BARE_VALUE}{6,128}={0,2}(?![\\w([{])`, 'gi'),
    accept: acceptBarePassword,
    confidence: 0.65,
    match: [
      'DB_PASSWORD=h7Kq2wZ9',
      'password: tr0ub4dor&3',
      '<password>h7Kq2wZ9</password>',
      'Pwd=h7Kq2wZ9;',
      'Mot de passe : h7Kq2wZ9',
      'user bob, pw: h7Kq2wZ9',
    ],
    noMatch: [
      'password = getPassword2()',
      'PASSWORD=changeme',
      'password = os.environ.db1',
      ['PASSWORD=$', '{DB_PASS1}'].join(''),
      'pass = user1_input[0]',
      'password: string',
    ],
  }),
  patternRule({
    label: 'GENERIC_SECRET',
    trigger: quoted(KEY_PARTS),
    pattern: new RegExp(`${quotedAfter(KEY_NAMES)}${QUOTED_VALUE}{8,512}(?=["'\`\\\\])`, 'gi'),
    accept: acceptKey,
    confidence: 0.75,
    match: [
      sampleOf('api_key = "', alnum(32), '"'),
      sampleOf('"clientSecret": "', alnum(24), '"'),
      sampleOf("'access_token' => '", hex(40), "'"),
      sampleOf('<add key="ApiKey" value="', alnum(32), '" />'),
      sampleOf('const token: string = `', alnum(32), '`'),
    ],
    noMatch: [
      'api_key = "YOUR_API_KEY_HERE"',
      'token_url = "https://auth.test/oauth2/v1/token"',
      'secret_name = "prod/db/credentials"',
      'token: "Bearer"',
      'apiKey = "sk-xxxxxxxxxxxxxxxxxxxxxxxx"',
      'secret = "correct-horse-battery-staple"',
    ],
  }),
  patternRule({
    label: 'GENERIC_SECRET',
    trigger: bare(KEY_PARTS),
    pattern: new RegExp(`${bareAfter(KEY_NAMES)}${BARE_VALUE}{12,512}={0,2}(?![\\w([{])`, 'gi'),
    accept: acceptKey,
    confidence: 0.7,
    match: [
      sampleOf('API_KEY=', alnum(32)),
      sampleOf('client_secret: ', alnum(24)),
      sampleOf('x-api-key: ', hex(32)),
    ],
    noMatch: [
      'token = tokenizer.next_token1',
      'API_KEY=your_api_key_12345',
      'secret: correct-horse-battery',
      'api_key = API_KEY_1',
    ],
  }),
  patternRule({
    label: 'GENERIC_API_KEY',
    trigger: either(['key']),
    // A bare `key` names many things: only long random values count.
    pattern:
      /(?<=(?:[\s"'`{(,;&?]|[abd-z0-9][_-])key(?:["']\]?)?\s{0,4}(?::=|=>|[=:])\s?["'`]?)[A-Za-z0-9_+/-]{24,128}={0,2}(?![\w([{.+/=-])/gi,
    accept: acceptLongKey,
    confidence: 0.55,
    match: [sampleOf('Using Key=', alnum(32)), sampleOf('ibm_key: "', alnum(44), '"')],
    noMatch: ['key = "user_preferences_cache_v1"', 'primaryKey=1', sampleOf('monkey=', alnum(12))],
  }),
  patternRule({
    label: 'GENERIC_API_KEY',
    trigger: either(['key', 'secret', 'password', 'token']),
    // A UUID is a credential only where the name says so.
    pattern: new RegExp(
      `(?<=(?:${'api[_-]?key|secret|password|auth[_-]?token|access[_-]?token|token|client[_-]?secret'})(?:["']\\]?)?\\s{0,4}(?::=|=>|[=:])\\s?["'\`]?)${uuid.source}(?![\\w-])`,
      'gi',
    ),
    confidence: 0.7,
    match: [sampleOf('api_key = "', uuid, '"'), sampleOf('HEROKU_API_KEY=', uuid)],
    noMatch: [sampleOf('id = "', uuid, '"'), sampleOf('client_id: ', uuid)],
  }),
  patternRule({
    label: 'GENERIC_API_KEY',
    trigger: spoken(['key', 'token', 'secret']),
    pattern: /(?<=[ \t\n"'`(])[A-Za-z0-9][A-Za-z0-9_-]{22,126}[A-Za-z0-9](?![\w+/.@-])/g,
    accept: acceptLooseKey,
    context: {
      words: [
        'api key',
        'apikey',
        'api token',
        'access token',
        'auth token',
        'secret key',
        'secret token',
        'access key',
        'client secret',
        'bearer token',
      ],
      within: 40,
      confidence: 0.6,
    },
    confidence: 0,
    match: [sampleOf('my api key is ', alnum(32)), sampleOf('the secret token ', hex(40))],
    noMatch: [
      sampleOf('commit ', hex(40)),
      'the api key is stored_in_the_keychain_of_the_device1',
      sampleOf('digest ', alnum(43)),
    ],
  }),
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: spoken([
      'passw',
      'passphrase',
      'passcode',
      'kennwort',
      'pwd',
      'mot de passe',
      'contrase',
      'clave',
      'senha',
    ]),
    pattern:
      /(?<=(?:password|passphrase|passcode|passwort|kennwort|pwd|mot de passe|contraseña|clave|senha)(?:['’]s| (?:is|was|are|to|lautet|ist|est|es|é))(?::| set to| now)? ["'“«]?)[^\s"'`“”«»<>(){}]{6,64}(?![^\s"'”».,;!?)])/gi,
    accept: (match) => acceptSpokenPassword(match.replace(/[.,;!?]{1,3}$/, '')),
    confidence: 0.6,
    match: ['the password is h7Kq2wZ9 now', 'Das Passwort lautet "tr0ub4dor&3".', "my password's h7Kq2wZ9"],
    noMatch: ['the password is required', 'the password is 12 characters', 'password is password123 '],
  }),
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: { digits: 1 },
    // Languages whose words for it are no ASCII, so that no name can trigger them, or are not among the names above.
    pattern:
      /(?<![A-Za-z0-9!@#$%^&*_+.?~-])(?<=(?:парол[ьяю]|парола|κωδικός|hasło|heslo|lösenord|şifre|mật khẩu|wachtwoord|salasana|密码|密碼|パスワード|비밀번호|كلمة المرور|סיסמה|รหัสผ่าน)(?:是|为|為|は|는| is| to| jest| je| är| là|)(?:[:：=]|)(?: |))[A-Za-z0-9!@#$%^&*_+.?~-]{6,64}(?![A-Za-z0-9@/])/gi,
    accept: (match) => acceptSpokenPassword(match.replace(/[.,;!?]{1,3}$/, '')),
    confidence: 0.6,
    match: ['пароль: h7Kq2wZ9', '密码是h7Kq2wZ9。', 'パスワードはh7Kq2wZ9です', 'hasło to h7Kq2wZ9'],
    noMatch: ['пароль: password1', '密码是123456', 'пароль из 12 символов', 'heslo: h7Kq2wZ9/x'],
  }),
];
