import type { Rule, Trigger } from '../rule.js';
import { patternRule } from './format.js';
import { acceptSpokenPassword } from './secret-value.js';

/** In sentences: what follows a blank, a quote or an opening bracket. */
const spoken = (names: readonly string[]): Trigger => ({ names, after: ' \t\n"\'`(' });

/** Passwords as people tell them to one another. */
export const SPOKEN_PASSWORD_RULES: readonly Rule[] = [
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
