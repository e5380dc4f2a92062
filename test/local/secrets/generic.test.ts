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
