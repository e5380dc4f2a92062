import type { Rule, Trigger } from '../../matcher/rule.js';
import { patternRule } from './format.js';
import { acceptSpokenPassword, acceptStrongPassword } from './secret-value.js';

/** Makes the trigger for sentences: the value follows a blank, a quote or an opening bracket. */
const spoken = (names: readonly string[]): Trigger => ({ names, after: ' \t\n"\'`(/:' });

const NAMES = [
  'passw',
  'passphrase',
  'passcode',
  'kennwort',
  'pwd',
  'mot de passe',
  'contrase',
  'clave',
  'senha',
  'palavra-passe',
  'parola',
  'wachtwoord',
];

const WORDS =
  "password|passphrase|passcode|passwort|kennwort|pwd|mot de passe|contraseña|clave|senha|palavra-passe|parola d[’']ordine|wachtwoord";

/** Beginnings of the words in other languages. */
const OTHER_WORDS =
  'парол лозинка κωδικός hasło heslo lösenord adgangskode passord kata şifre mật salasana jelszó lozinka 密码 密碼 口令 パスワード 비밀번호 كلمة رمز סיסמה รหัสผ่าน पासवर्ड পাসওয়ার্ড கடவுச்சொல்';

const VALUE = '[^\\s"\'`“”«»<>(){}]{6,64}';

/** Rules for passwords that people tell one another. */
export const SPOKEN_PASSWORD_RULES: readonly Rule[] = [
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: spoken(NAMES),
    pattern: new RegExp(
      `(?<=(?:${WORDS})(?:['’]s| (?:is|was|are|to|lautet|ist|est|es|é|è))(?::| set to| now)? ["'“«]?)${VALUE}(?![^\\s"'”».,;!?)])`,
      'gi',
    ),
    accept: acceptSpokenPassword,
    confidence: 0.6,
    match: [
      'the password is h7Kq2wZ9 now',
      'Das Passwort lautet "tr0ub4dor&3".',
      "my password's h7Kq2wZ9",
      'La password è tr0ub4dor&3',
      'my password is maple7',
    ],
    noMatch: [
      'the password is required',
      'the password is 12 characters',
      'password is password123 ',
      'the password is 8-characters long',
    ],
  }),
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: spoken([...NAMES, 'pw', 'pass']),
    // Without a verb: after a dash, or next to the word as in `username a password b`.
    pattern: new RegExp(
      `(?<=(?:${WORDS}|pass|pw)(?:(?: for [\\w.@-]{2,32})?:? ?[-–—]? ))(?<![A-Za-z]pw:? ?[-–—]? )${VALUE}(?![^\\s"'”».,;!?)])`,
      'gi',
    ),
    accept: acceptStrongPassword,
    confidence: 0.6,
    match: ['Password - h7Kq2wZ9', 'username bob password tr0ub4dor&3x please', 'password for bob: h7Kq2wZ9'],
    noMatch: [
      'Password - at least 8 characters',
      'password reset2023',
      'The password policy-v2 applies',
      'pass 3/4 of it',
      'password RFC2898',
    ],
  }),
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: spoken([
      'login',
      'log in',
      'credential',
      'anmeldedaten',
      'zugangsdaten',
      'user/',
      'username/',
      'name /',
    ]),
    // `admin / Winter2024!`: a name with its password, in a sentence that says what they are.
    pattern: new RegExp(
      `(?<=(?:(?:log ?in|credentials?|anmeldedaten|zugangsdaten)(?: is| are| with|:)? [\\w.@+-]{2,32} / |user(?:name)? ?/ ?pass(?:word)?(?: is|:) [\\w.@+-]{2,32} ?/ ?))${VALUE}(?![^\\s"'”».,;!?)])`,
      'gi',
    ),
    accept: acceptStrongPassword,
    confidence: 0.6,
    match: [
      'the login is admin / Maple2024!',
      'credentials: bob@mail.test / tr0ub4dor&3',
      'user/pass: bob/h7Kq2wZ9',
    ],
    noMatch: [
      'login page / section 2024',
      'users: admin / guest',
      'https://avatars.usercontent.test/u/19718818?v=4',
      'https://x.test/account/login/Step2',
    ],
  }),
  patternRule({
    label: 'GENERIC_PASSWORD',
    trigger: { digits: 1, words: OTHER_WORDS.split(' ') },
    // Languages whose words are not ASCII, so that no name can trigger them, or are not among the names above.
    pattern:
      /(?<![A-Za-z0-9!@#$%^&*_+.?~-])(?<=(?:парол[ьяю]|парола|лозинка|κωδικός|hasło|heslo|lösenord|adgangskode|passord|kata sandi|şifre|mật khẩu|salasana|jelszó|lozinka|密码|密碼|口令|パスワード|비밀번호|كلمة المرور|كلمة السر|رمز عبور|סיסמה|รหัสผ่าน|पासवर्ड|পাসওয়ার্ড|கடவுச்சொல்)(?:是|为|為|は|는|은| is| to| jest| je| är| er| là| adalah| هي| هو| است| היא| คือ| है| হল|)(?: ?[:：=–-]|)(?: |))[A-Za-z0-9!@#$%^&*_+.?~-]{6,64}(?![A-Za-z0-9@/])/gi,
    accept: acceptSpokenPassword,
    confidence: 0.6,
    match: [
      'пароль: h7Kq2wZ9',
      '密码是h7Kq2wZ9。',
      'パスワードはh7Kq2wZ9です',
      'hasło to h7Kq2wZ9',
      'كلمة المرور هي h7Kq2wZ9',
      'पासवर्ड h7Kq2wZ9 है',
      'Lösenordet: lösenord - h7Kq2wZ9',
    ],
    noMatch: ['пароль: password1', '密码是123456', 'пароль из 12 символов', 'heslo: h7Kq2wZ9/x'],
  }),
  patternRule({
    label: 'PIN_CODE',
    trigger: { names: ['pin is', 'pin:', 'pin ='], after: ' :=' },
    // The word must be in capitals and have a verb or a sign after it. Electronic parts have pins too, and PIN is also
    // a postcode in India.
    pattern: /(?<=[ \n\t(]PIN(?: is|:| =) ?)\d{4,6}(?![\w.-]?\d|[A-Za-z_])/g,
    confidence: 0.6,
    match: ['My PIN is 4821 and', 'the PIN: 482193'],
    noMatch: ['the pin 4821', 'SPIN: 4821', 'PIN code 560001', 'PIN 13'],
  }),
];
