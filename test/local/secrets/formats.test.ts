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

describe('a credential on more than one line', () => {
  const rest = ['q7Zt2RwB9nK4sLd8Vg1HcX', 'Wm5Pj3Yf6'].join('');
  const start = ['sk-proj-', 'q7Zt2RwB9nK4sLd8Vg1Hc'.repeat(3)].join('');
  const header = ['eyJ', 'hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9'].join('');
  const claims = ['eyJ', 'zdWIiOiI0ODMwOTE3MjY1In0'].join('');

  it.each(['\n', '\r\n', '\n  '])('is taken whole', (border) => {
    const key = `${start}${border}${rest}`;
    expect(found(`key ${key}\nand more text`)).toEqual([key]);
    const token = `${header}.${claims.slice(0, 14)}${border}${claims.slice(14)}.${rest}${border}${rest}`;
    expect(found(`${token}\nThanks`)).toEqual([token]);
  });

  it.each(['and then we wrote', 'OPENAI_MODEL', 'identifier_of_the_model_that_we_use'])(
    'ends where the next line has words: %s',
    (line) => {
      expect(found(`${start}\n${line}`)).toEqual([start]);
      expect(found(`${header}.${claims}.${rest}\n${line}`)).toEqual([`${header}.${claims}.${rest}`]);
    },
  );
});

describe('what belongs to a label', () => {
  const id = ['AKIA', 'Q7ZT2RWB9NK4SLD8'].join('');
  const secret = ['q7Zt2RwB9nK4sLd8Vg1H', 'cX/Wm5Pj3Yf6+Tb0Ke2Q'].join('');

  it.each([
    `${id}\n${secret}`,
    `Access key ID,Secret access key\njane,${id},${secret}`,
    `My access key is ${id} and the secret is ${secret}`,
    `{"a":"${id}","b":"x"} secret "${secret}"`,
  ])('goes with it', (text) => {
    expect(found(text)).toContain(id);
    expect(found(text)).toContain(secret);
  });

  it('is no digest', () => {
    expect(found(`${id}\n${'3e8b41fa6c09d752'.repeat(3).slice(0, 40)}`)).toEqual([id]);
  });

  it('covers a private key with other ends of lines, and one in base64', () => {
    const body = 'q7Zt2RwB9nK4sLd8Vg1Hc'.repeat(8);
    for (const end of ['<br>\n', '%0A', '\\n', '&#10;']) {
      const key = [
        ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' '),
        body,
        ['-----END RSA', 'PRIVATE KEY-----'].join(' '),
      ].join(end);
      expect(found(`a ${key} b`)).toEqual([key]);
      const encoded = btoa(key);
      expect(found(`tls.key: ${encoded}\n`)).toEqual([encoded]);
    }
    expect(found(`tls.crt: ${btoa(`-----BEGIN CERTIFICATE-----\n${body}`)}`)).toEqual([]);
  });
});
