import { describe, expect, it } from 'vitest';
import { findSensitive } from '../../../src/local/index.js';

const found = (text: string): string[] =>
  findSensitive(text)
    .filter(({ detector }) => detector === 'secrets')
    .map(({ start, end }) => text.slice(start, end));

describe('assignments', () => {
  it.each([
    ['an env file', 'DB_PASSWORD=h7Kq2wZ9', 'h7Kq2wZ9'],
    ['JSON', '{"user":"app","password":"h7Kq2wZ9"}', 'h7Kq2wZ9'],
    ['JSON in a string', String.raw`"{\"password\":\"h7Kq2wZ9\"}"`, 'h7Kq2wZ9'],
    ['YAML', 'spring:\n  password: h7Kq2wZ9x4\n', 'h7Kq2wZ9x4'],
    ['a list of YAML', '- name: DB_PASSWORD\n  value: "h7Kq2wZ9"', 'h7Kq2wZ9'],
    ['XML', '<password>h7Kq2wZ9x4</password>', 'h7Kq2wZ9x4'],
    ['a comparison', "if (password === 'h7Kq2wZ9') {", 'h7Kq2wZ9'],
    ['a setter', 'config.setApiKey("q7Zt2RwB9nK4sLd8Vg1H")', 'q7Zt2RwB9nK4sLd8Vg1H'],
    ['a typed constant', "const secret: string = 'q7Zt2RwB9nK4sLd8Vg1H'", 'q7Zt2RwB9nK4sLd8Vg1H'],
    ['a query', 'https://api.test/v1?x=1&api_key=q7Zt2RwB9nK4sLd8Vg1H', 'q7Zt2RwB9nK4sLd8Vg1H'],
    ['a sentence', 'the password is h7Kq2wZ9, keep it', 'h7Kq2wZ9'],
  ])('gives the value alone in %s', (_name, text, value) => {
    expect(found(text)).toEqual([value]);
  });

  const key = ['q7zt2rwb9nk4sld8', 'vg1hcq7zt2rwb9nk'].join('');
  const uuid = '3e8b41fa-6c09-4d75-92e8-b41fa6c09d75';
  it.each([
    ['Go', `var acmeToken string = "${key}"`],
    ['a short declaration', `acmeAuth := "${key}"`],
    ['Rust', `const ACME_TOKEN: &str = "${key}";`],
    ['PHP', `$acmeToken .= '${key}';`],
    ['Ruby', `@acme_token ||= "${key}"`],
    ['a makefile', `ACME_TOKEN ?= ${key}`],
    ['an arrow', `acme_token -> "${key}"`],
    ['a dash', `acme token - '${key}'`],
    ['an element', `<acmeToken>${key}</acmeToken>`],
    ['an element over lines', `<acme-secret>\n  ${key}\n</acme-secret>`],
    ['a pair of elements', `<key>acmeToken</key>\n<string>${key}</string>`],
    ['a list of YAML', `acme_tokens:\n  - ${key}\n`],
    ['a block of YAML', `acme_token: |\n  ${key}\n`],
    ['an array', `"acmeKeys": ["${key}"]`],
    ['a default', `process.env.ACME_TOKEN ?? '${key}'`],
    ['a block of Terraform', `variable "acme_token" {\n  default = "${key}"\n}`],
    ['a header', `-H 'X-Acme-Key: ${key}'`],
    ['a table', `| acme token | ${key} |`],
    ['a sentence', `the acme api key is ${key} and works`],
    ['JSON in JSON', `{\\"acme_token\\":\\"${key}\\"}`],
  ])('finds a key in %s', (_name, text) => {
    expect(found(text)).toEqual([key]);
  });

  it.each([
    ['lower case alone', 'qzxkvbwjfpgmtrlqhdkwxzvb'],
    ['letters alone', 'qZxKvBwJfPgMtRlQhDkWxZvB'],
    ['a UUID', uuid],
    ['an id and a secret', `a1b2c3d4e5f6:${key}`],
  ])('takes %s for a key', (_name, value) => {
    expect(found(`acme_token = "${value}"`)).toEqual([value]);
    expect(found(`ACME_TOKEN=${value}`)).toEqual([value]);
  });

  it.each([
    `PublicKeyToken=${key.slice(0, 16)}`,
    `Idempotency-Key: ${uuid}`,
    `partitionKey: "user-${uuid}"`,
    `cache_key = "${key}"`,
    `<meta name="csrf-token" content="${key}">`,
    `<input name="__RequestVerificationToken" type="hidden" value="${key}">`,
    `credentialsId: '${uuid}'`,
    `"accessor": "${key}"`,
    `author = "${key}"`,
    `badge.svg?token=${key}`,
    `arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod-db-AbC1d2`,
    'password: Uint8Array',
    'token: zod_v3.z',
    'n[n.CloseToken=2]="CloseToken",n[n.OpenToken=3]="OpenToken"',
    'mongodb://<username>:<password>@cluster0.mongodb.net',
    'secret: correct-horse-battery-staple',
  ])('leaves %s alone', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    'password=changeme',
    'password: "********"',
    'api_key = "your-api-key-here"',
    'token = "<token>"',
    ['secret = "$', '{SECRET_1}"'].join(''),
    'password = "{{ vault_password_1 }}"',
    'api_key: example-key-123',
    'client_secret = "test-client-secret-1"',
    'password = "password123"',
    'secret = "AAAAAAAAAAAAAAAAAAAA"',
  ])('leaves the placeholder in %s alone', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('addresses with credentials', () => {
  it('covers scheme to host', () => {
    expect(found('see postgres://app:h7Kq2wZ9@db.test:5432/x')).toEqual([
      'postgres://app:h7Kq2wZ9@db.test:5432',
    ]);
    expect(found('redis://:h7Kq2wZ9@cache.test')).toEqual(['redis://:h7Kq2wZ9@cache.test']);
  });

  it('knows the samples of documentation', () => {
    expect(found('mysql://user:password@localhost/db https://mongodb:mongodb@h.test/')).toEqual([]);
  });
});

describe('private keys', () => {
  const header = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');

  it('run to their end, or to the end of the text', () => {
    const footer = ['-----END', 'PRIVATE KEY-----'].join(' ');
    const block = `${header}\nMIIEvQ\n${footer}`;
    expect(found(`a ${block} b`)).toEqual([block]);
    expect(found(`a ${header}\nMIIEvQ`)).toEqual([`${header}\nMIIEvQ`]);
  });

  it('are not begun by a mention', () => {
    expect(found(`A file that has ${header} in its first line is a key.`)).toEqual([]);
  });
});
