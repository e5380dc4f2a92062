import { describe, expect, it } from 'vitest';
import { findSensitive } from '../../../src/local/index.js';

/** What the whole engine takes out of a text as credentials. */
const found = (text: string): string[] =>
  findSensitive(text)
    .filter(({ detector }) => detector === 'secrets')
    .map(({ start, end }) => text.slice(start, end));

const PASSWORD = ['tr0ub4dor', '3Xk'].join('&');

describe('passwords among people', () => {
  it.each([
    `PW: ${PASSWORD}`,
    `Password - ${PASSWORD}`,
    `username bob password ${PASSWORD} please log in`,
    `the login is bob / ${PASSWORD}`,
    `use these credentials: bob@mail.test / ${PASSWORD}`,
    `password for bob: ${PASSWORD}`,
    `La password è ${PASSWORD}`,
    `Le mot de passe est ${PASSWORD}`,
    `A senha é ${PASSWORD}`,
    `Das Passwort lautet ${PASSWORD}`,
    `كلمة المرور هي ${PASSWORD}`,
    `पासवर्ड ${PASSWORD} है`,
    `Пароль - ${PASSWORD}`,
    `密码：${PASSWORD}`,
    `salasana on: salasana ${PASSWORD}`,
  ])('are found in %s', (text) => {
    expect(found(text)).toEqual([PASSWORD]);
  });

  it.each([
    ['my password is maple7', 'maple7'],
    ['user: bob pass: maple-lamp-9-river', 'maple-lamp-9-river'],
    ['My PIN is 4821 and', '4821'],
  ])('may be weak where the sentence says what they are: %s', (text, value) => {
    expect(found(text)).toEqual([value]);
  });

  it.each([
    'Password - at least 8 characters',
    'the password is 8-64 characters long',
    'password reset2023 and login page2',
    'I forgot my password again, user 42 / account 7',
    'https://avatars.usercontent.test/u/19718818?v=4',
    'Press the PIN button, PIN code 560001',
    'пароль из 12 символов',
    'password = PasswordStrength.Level3',
  ])('are not seen in %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('what signs in beside a password', () => {
  const seed = ['JBSWY3DP', 'EHPK3PXP'].join('');
  const phrase = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  const session = ['q7zt2rwb9nk4sld8', 'vg1hcq7zt2rwb9nk'].join('');

  it.each([
    [
      `scan otpauth://totp/acme:bob?secret=${seed}&issuer=acme now`,
      `otpauth://totp/acme:bob?secret=${seed}&issuer=acme`,
    ],
    [`totp_secret = ${seed}${seed}`, seed + seed],
    [`authenticator setup key: jbsw y3dp ehpk 3pxp`, 'jbsw y3dp ehpk 3pxp'],
    ['{"recovery_codes":["f7k2-9xq1-m3p8","a8d2-77xk-1qzz"]}', 'f7k2-9xq1-m3p8","a8d2-77xk-1qzz'],
    ['Backup codes:\n- 8f3k-29xm\n- 77ab-c0d1\nKeep them.', '8f3k-29xm\n- 77ab-c0d1'],
    [`seed phrase: ${phrase}. Thanks`, phrase],
    [`mnemonic: "${phrase}"`, phrase],
    [`Set-Cookie: session=${session}; Path=/`, session],
    [`Cookie: theme=dark; JSESSIONID=${session}`, session],
  ])('is found in %s', (text, value) => {
    expect(found(text)).toEqual([value]);
  });

  it.each([
    'the otpauth:// scheme of authenticator apps',
    'recovery codes: 2024-01-15 and later',
    'a seed phrase: eleven or more of the words that were given to you when it was made',
    'Set-Cookie: session=deleted; Path=/',
    `Cookie: theme=${session}`,
    seed,
  ])('is not seen in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('is a phrase of 12, 15, 18, 21 or 24 words, no fewer', () => {
    const words = phrase.split(' ');
    expect(found(`seed phrase: ${words.slice(0, 11).join(' ')}`)).toEqual([]);
    expect(found(`seed phrase: ${[...words, 'lamp'].join(' ')}`)).toEqual([phrase]);
  });
});
