import { describe, expect, it } from 'vitest';
import { isMasked, isPlaceholder } from '../../../src/local/rules/secrets/placeholder.js';

describe('isMasked', () => {
  it.each(['xxxxxxxx', 'abc****', 'your-key-123', 'REPLACE_ME', '00000000000000'])('holds for %s', (text) =>
    expect(isMasked(text)).toBe(true),
  );
  it.each(['q7Zt2RwB9nK4', 'AKIAIOSFODNN7', 'xoxb'])('does not hold for %s', (text) =>
    expect(isMasked(text)).toBe(false),
  );
});

describe('isPlaceholder', () => {
  it.each([
    'changeme',
    'my-secret-token-1',
    'password123',
    'YOUR_API_KEY',
    ['$', '{VAR}'].join(''),
    '{{ secret }}',
    '<token>',
    '%(password)s',
    '$PASSWORD',
    'aaaaaaa',
  ])('holds for %s', (text) => expect(isPlaceholder(text)).toBe(true));
  it.each(['h7Kq2wZ9', 'tr0ub4dor&3', 'ilovecats123', 'Summer2023!'])('does not hold for %s', (text) =>
    expect(isPlaceholder(text)).toBe(false),
  );
});
