import type { Rule, Trigger } from '../../matcher/rule.js';
import { BEFORE_BARE, BEFORE_NEXT, BEFORE_QUOTE, NEXT_ELEMENT } from './assignment.js';
import { patternRule } from './format.js';
import { acceptBarePassword, acceptPassword } from './secret-value.js';

/**
 * The text that may follow the keyword in a name: `password_prod`, `password_01`. Names with other endings
 * (`password_hint`) have no password as their value.
 */
const NAME_REST =
  '(?:[_-]?(?:secure|prod|production|dev|staging|stage|live|value|val|primary|secondary|default|main|string|str|text|plain|base64|b64|old|new|admin|root|user|db|confirm(?:ation)?))?[_-]?\\d{0,3}';

/** Keywords whose values are passwords, including misspelled ones. */
const PASSWORD_NAMES =
  'pa?ss?w(?:or|r|o)?ds?|passphrase|passcode|passwort|kennwort|contrase(?:ñ|n)a|mot[ _-]?de[ _-]?passe|senha|clave|pass|pwd|dbpw|pw';

/** Parts, one of which is in each of these names. */
const PASSWORD_PARTS = [
  'pass',
  'pasw',
  'psw',
  'pssw',
  'pwd',
  'kennwort',
  'contrase',
  'motde',
  'mot_de',
  'mot-de',
  'mot de',
  'senha',
  'clave',
  'pw',
];

const named = (after: string): Trigger => ({ names: PASSWORD_PARTS, after });

/** Returns a look-behind for these names. `pw` counts only as a word, because it is part of too many others. */
const behind = (between: string): string =>
  `(?<=(?:${PASSWORD_NAMES})${NAME_REST}${between})(?<![a-z0-9]pw${between})`;

const BARE_CHARACTER = '[A-Za-z0-9_+/.~!@#$%^&*?-]';

/** Rules for passwords by the name to which they are assigned. The match is the value alone. */
export const GENERIC_PASSWORD_RULES: readonly Rule[] = [
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: named('"\'`;'),
    pattern: new RegExp(`${behind(BEFORE_QUOTE)}[^\\s"'\`\\\\]{6,128}(?=["'\`\\\\])`, 'gi'),
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
      '#define PASSWORD "h7Kq2wZ9"',
      'os.environ.get("PASSWORD") or "h7Kq2wZ9"',
      'passwords: ["h7Kq2wZ9"]',
      '<key>db.password</key>\n  <string>h7Kq2wZ9</string> password "h7Kq2wZ9"',
      'static_password_01 := "maple77street"',
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
    trigger: named('=:> \t'),
    pattern: new RegExp(`${behind(BEFORE_BARE)}${BARE_CHARACTER}{6,128}={0,2}(?![\\w([{])`, 'gi'),
    accept: acceptBarePassword,
    confidence: 0.65,
    match: [
      'DB_PASSWORD=h7Kq2wZ9',
      'password: tr0ub4dor&3',
      '<password>h7Kq2wZ9</password>',
      'Pwd=h7Kq2wZ9;',
      'Mot de passe : h7Kq2wZ9',
      'user bob, pw: h7Kq2wZ9',
      'PW: h7Kq2wZ9',
      'PASSWRD:=h7Kq2wZ9',
    ],
    noMatch: [
      'password = getPassword2()',
      'PASSWORD=changeme',
      'password = os.environ.db1',
      ['PASSWORD=$', '{DB_PASS1}'].join(''),
      'pass = user1_input[0]',
      'password: string',
      'password: Uint8Array',
      'mongodb://<username>:<password>@cluster0.mongodb.test',
    ],
  }),
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: { names: ['pass', 'pwd'], after: '=:>- \t\n' },
    pattern: new RegExp(
      `(?<=(?:password|passwd|pass|pwd)s?\\d?${BEFORE_NEXT})${BARE_CHARACTER}{6,128}={0,2}(?![\\w([{])`,
      'gi',
    ),
    accept: acceptBarePassword,
    confidence: 0.65,
    match: [
      '<key>db.password</key>\n  <string>h7Kq2wZ9</string>',
      '- name: DB_PASSWORD\n  value: h7Kq2wZ9',
      'passwords:\n  - h7Kq2wZ9',
    ],
    noMatch: ['password:\n  min: 8characters', '- name: DB_PASSWORD\n  value: changeme'],
  }),
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: named('=>'),
    // Settings and elements have no code, so a word with a number is enough.
    pattern: new RegExp(
      `(?<=(?:${PASSWORD_NAMES})${NAME_REST}(?:[=>]|${NEXT_ELEMENT}))(?<![a-z0-9]pw[=>])[a-z]{3,24}\\d{1,6}(?![^\\s<&"'])`,
      'gi',
    ),
    accept: acceptPassword,
    confidence: 0.55,
    match: ['SSH_PASSWORD=maple77', '<pwd>maple77</pwd>', '?user=bob&amp;password=maple77"'],
    noMatch: ['login(password=maple77, user=x)', 'password=user1;', '<pwd>test1</pwd>', 'password=test77x'],
  }),
];
