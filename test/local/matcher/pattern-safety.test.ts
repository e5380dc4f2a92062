import { describe, expect, it } from 'vitest';
import { assertUnambiguous } from '../../../src/local/matcher/pattern-safety.js';
import { PatternError, parsePattern } from '../../../src/local/matcher/pattern-syntax.js';

const judged = ({ source, flags }: RegExp) => assertUnambiguous(parsePattern(source).body, flags);

describe('assertUnambiguous', () => {
  it.each([
    /(a+)+/,
    /(a*)*b/,
    /(?:a{2,9}){3}/,
    /(\d+)*-/,
    /(?:\w+\s?)+/,
    /(?:(?:[a-z]+_?)+@)+/,
    /(?:a+|b+)+/,
    /(?:[ab]{1,9}b)+/,
    /(?:\d+(?:-|\d))+/,
    /(?:\d+(?:-){0,2})+/,
    /(?:\p{L}+\p{M}?)+/u,
    /(?:[a-z]+K)+/i,
  ])('refuses %s: its rounds cannot be told apart', (pattern) => {
    expect(() => judged(pattern)).toThrow(PatternError);
    expect(() => judged(pattern)).toThrow(/pattern repeats \S+ inside a repetition/);
  });

  it.each([
    [/\d+\d+/, '\\d and \\d'],
    [/.*a.*b.*c/, '. and .'],
    [/\w+-?\w+/, '\\w and \\w'],
    [/\s*x?\s*y/, '\\s and \\s'],
    [/\w{1,100}\d{0,100}/, '\\w and \\d'],
    [/(?:no\s+)\S?\s+/, '\\s and \\s'],
    [/\p{L}+[a-z]+/u, '\\p{L} and [a-z]'],
    [/[é-ü]+[à-ö]+/, '[é-ü] and [à-ö]'],
    [/[a-z]+[A-Z]+/i, '[a-z] and [A-Z]'],
    [/x(?:a+b?)a+/, 'a and a'],
  ])('refuses %s for %s side by side', (pattern, both) => {
    expect(() => judged(pattern)).toThrow(
      new PatternError(`pattern repeats ${both} side by side over the same characters`),
    );
  });

  it('names what it refuses', () => {
    expect(() => judged(/x(?:[a-f]+)+/)).toThrow('[a-f]');
  });

  it.each([
    /\bPROJ-\d{1,6}\b/,
    /\bEMP\d{5,8}\b/i,
    /(?<!\w)ORD-\d{4}-\d{6}(?!\w)/,
    /[A-Z]{2,10}-\d+/,
    /CUST[-_ ]?\d{8}/,
    /\b[A-Z]{3}\d{3}[A-Z]?\b/,
    /INV\/\d{4}\/\d{2}\/\d+/,
    /#\d{3,7}/,
    /[a-z0-9-]+\.corp\.example\.com/i,
    /(?:[a-z0-9-]+\.)+internal/,
    /(?:db|web|app)-(?:prod|stage)-\d{2,3}/,
    /srv\d+\.(?:ams|fra)\.example\.net/,
    /https?:\/\/wiki\.example\.com\/\S+/,
    /[\w.+-]+@example\.com/,
    /[\w-]+\.[\w-]+\.[\w-]+/,
    /\bv\d+\.\d+\.\d+\b/,
    /\$[\d,]+(?:\.\d{2})?/,
    /\d{1,3}(?:,\d{3})*(?:\.\d+)?/,
    /(?:\d{4}[- ]?){3}\d{4}/,
    /(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/i,
    /(?:[A-Za-z0-9]+_)*SECRET/,
    /"api_key":\s*"[^"]+"/,
    /api[_-]?key\s*[:=]\s*\S+/i,
    /C:\\Users\\[^\\\s]+/,
    /\/home\/[\w-]+\//,
    /<secret>[^<]*<\/secret>/,
    /Project\s+(?:Falcon|Condor)/i,
    /\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/u,
    /[a-z]+[A-Z]+/,
    /\w{1,64}-?\w{1,64}/,
  ])('takes %s', (pattern) => {
    expect(() => judged(pattern)).not.toThrow();
  });
});
