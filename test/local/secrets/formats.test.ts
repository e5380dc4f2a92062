import { describe, expect, it } from 'vitest';
import { findSensitive } from '../../../src/local/index.js';
import { compileRule } from '../../../src/local/matcher/compile.js';
import { alnum, base64url, hex, keyFormat, sampleOf, uuid } from '../../../src/local/rules/secrets/format.js';
import { SECRET_RULES } from '../../../src/local/rules/secrets/index.js';

/** Labels of what is found in a text, as the whole engine finds it: by triggers, with the rules beside each other. */
const labels = (text: string): string[] => findSensitive(text).map(({ label }) => label ?? '');

/** What the whole engine takes out of a text. */
const found = (text: string): string[] => findSensitive(text).map(({ start, end }) => text.slice(start, end));

describe('keyFormat', () => {
  const rule = keyFormat('X_TOKEN', ['xt_', 'xu_'], [alnum(10, 12), '-', hex(4)]);

  it('puts beginnings, parts and borders into one pattern', () => {
    const key = sampleOf('xt_', alnum(10), '-', hex(4));
    expect(`a ${key}.`.match(rule.pattern)).toEqual([key]);
    expect(`a${key}`.match(rule.pattern)).toBeNull();
    expect(`${key}a`.match(rule.pattern)).toBeNull();
  });

  it('escapes what means something in a pattern', () => {
    expect('x.t_'.match(keyFormat('X', ['a.b'], [hex(4)]).pattern)).toBeNull();
    expect(sampleOf('a.b', hex(4)).match(keyFormat('X', ['a.b'], [hex(4)]).pattern)).not.toBeNull();
  });

  it('refuses masks behind the beginning', () => {
    expect(rule.accept?.('xt_xxxxxxxxxx-0000')).toBe(0);
    expect(rule.accept?.(sampleOf('xt_', alnum(10), '-', hex(4)))).toBeGreaterThan(0);
  });
});

describe('the table of secrets', () => {
  it('has rules that the matcher can follow through a stream', () => {
    for (const rule of SECRET_RULES) expect(() => compileRule(rule, 'secrets'), rule.label).not.toThrow();
  });

  it('finds every example of every rule by its trigger', () => {
    const missed = SECRET_RULES.flatMap(({ label, examples }) =>
      (examples?.match ?? [])
        .filter((text) => labels(text).length === 0)
        .map((text) => `${label}: ${text.slice(0, 12)}`),
    );
    expect(missed).toEqual([]);
  });

  it('says what is what', () => {
    expect(labels(sampleOf('ghp_', alnum(36)))).toEqual(['GITHUB_TOKEN']);
    expect(labels(sampleOf('export OPENAI_API_KEY=sk-proj-', base64url(80)))).toEqual(['OPENAI_API_KEY']);
    expect(labels(sampleOf('glpat-', base64url(20)))).toEqual(['GITLAB_TOKEN']);
  });

  it.each([
    ['a commit', sampleOf('commit ', hex(40))],
    ['a digest', sampleOf('sha256:', hex(64))],
    ['a UUID', sampleOf('"id": "', uuid, '"')],
    ['an integrity hash', sampleOf('"integrity": "sha512-', alnum(86), '=="')],
    ['an inline image', sampleOf('src="data:image/png;base64,iVBORw0KGgo', alnum(80), '"')],
    ['a lookup', 'const apiKey = process.env.SERVICE_API_KEY_2;'],
    ['a call', 'token = await getAccessTokenSilently2(user1);'],
    ['a form', '<input type="password" name="password1" placeholder="Password" />'],
    ['a type', 'password: string; token?: string; secret: Buffer'],
    ['a route', '"token_endpoint": "https://auth.test/oauth2/v2.0/token"'],
    ['prose', 'The token is 20 characters long; the password must have 1 digit and 8 letters.'],
    ['markup', 'class="chunk-1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d"'],
    ['minified code', 'var t=e.key,n=t.token||r.secret,o=a(n),i=o.passwd?1:0;'],
  ])('leaves %s alone', (_name, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('a telling beginning', () => {
  it('lets what follows have letters that hexadecimal digits have not', () => {
    const token = ['dop_v1_', 'k7zt2rwb9nk4sld8'.repeat(4)].join('');
    expect(found(`DO=${token}`)).toEqual([token]);
  });

  it('does not let it be shorter, or a mask', () => {
    expect(found(['dop_v1_', 'k7zt2rwb9nk4sld8'.repeat(3)].join(''))).toEqual([]);
    expect(found(['dop_v1_', 'x'.repeat(64)].join(''))).toEqual([]);
  });

  it('is no short word', () => {
    expect(found(['key-', 'k7zt2rwb9nk4sld8'.repeat(2)].join(''))).toEqual([]);
  });
});

describe('SQL', () => {
  it.each([
    "IDENTIFIED BY 'h7Kq2wZ9'",
    'IDENTIFIED BY h7Kq2wZ9;',
    "CREATE ROLE app LOGIN PASSWORD 'h7Kq2wZ9'",
  ])('gives the password in %s', (text) => {
    expect(found(text)).toEqual(['h7Kq2wZ9']);
  });
});
