/** Words that stand in place of a credential, or that name one. A value of only such words is not a credential. */
const PLACEHOLDER_WORDS = [
  'password',
  'passwort',
  'passphrase',
  'passwd',
  'passcode',
  'credentials',
  'credential',
  'authorization',
  'authentication',
  'placeholder',
  'undefined',
  'required',
  'optional',
  'redacted',
  'replaced',
  'replace',
  'changeit',
  'changeme',
  'change',
  'provided',
  'provide',
  'example',
  'generated',
  'generate',
  'username',
  'account',
  'insert',
  'sample',
  'testing',
  'default',
  'secret',
  'secure',
  'service',
  'database',
  'postgres',
  'mongodb',
  'private',
  'public',
  'access',
  'refresh',
  'session',
  'bearer',
  'client',
  'invalid',
  'expired',
  'missing',
  'correct',
  'wrong',
  'string',
  'hidden',
  'masked',
  'random',
  'tokens',
  'token',
  'oauth',
  'basic',
  'value',
  'dummy',
  'valid',
  'admin',
  'guest',
  'hello',
  'world',
  'super',
  'mysql',
  'redis',
  'server',
  'enter',
  'github',
  'openai',
  'azure',
  'google',
  'stripe',
  'input',
  'field',
  'there',
  'where',
  'false',
  'mock',
  'fake',
  'fixture',
  'stub',
  'demo',
  'test',
  'todo',
  'your',
  'user',
  'name',
  'pass',
  'keys',
  'auth',
  'none',
  'null',
  'true',
  'here',
  'with',
  'this',
  'that',
  'real',
  'some',
  'from',
  'root',
  'type',
  'data',
  'code',
  'text',
  'json',
  'base',
  'qwerty',
  'foo',
  'bar',
  'baz',
  'env',
  'key',
  'api',
  'app',
  'new',
  'old',
  'the',
  'not',
  'sha',
  'hmac',
  'utf',
  'jwt',
  'url',
  'aws',
  'abc',
  'pwd',
  'put',
  'add',
  'my',
  'md',
  'id',
  'me',
  'is',
  'or',
  'an',
  'in',
  'of',
  'to',
];

const PLACEHOLDER_PATTERN = new RegExp(PLACEHOLDER_WORDS.join('|'), 'g');

/** Words that no random text contains by chance, so one of them is enough. */
const TELLING_WORDS =
  /your|changeme|change_me|placeholder|redacted|insert|replace|example[-_.]?(?:key|token|secret|only)|notarealkey|dummy|fake/i;

/** Runs of a character that marks a gap to fill in. */
const MASK = /x{6}|X{6}|\*{3}|\.{4}|•{3}|#{4}|_{4}|\?{3}|0{12}/;

/** Beginnings of text that a template engine, a shell or a formatter fills in. */
const TEMPLATE =
  /^(?:[<[(]|\$[{(A-Za-z_]|%[({sd]|#\{|@\{|__)|[$#]\{[\w.:?'" -]{1,64}\}|\{\{[^{}]{0,64}\}\}|\$\([^()]{0,64}\)|%s|<[a-zA-Z][^<>]{0,64}>|^%[A-Za-z_]{1,64}%$|^\{[^{}]{0,64}\}$/;

/** Tells whether a text in the format of a credential is a mask or a sample for readers (`xxxxxxxx`, `your-key`). */
export function isMasked(text: string): boolean {
  return MASK.test(text) || TELLING_WORDS.test(text);
}

/**
 * Tells whether the value of a credential is a placeholder: a mask, a variable or template, or only words that
 * documentation and tests use (`changeme`, `<your-key>`, `${TOKEN}`, `my-secret-token-1`).
 */
export function isPlaceholder(value: string): boolean {
  if (new Set(value).size < 4 || isMasked(value) || TEMPLATE.test(value)) return true;
  const rest = value
    .toLowerCase()
    .replaceAll(/[^a-z]/g, ' ')
    .replaceAll(PLACEHOLDER_PATTERN, '');
  return rest.replaceAll(' ', '').length <= 2 && rest.length < value.length;
}
