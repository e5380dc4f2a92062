import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { JUDGED } from './growth-judged.js';
import { fingerprintOf, PATTERNS, STEPS } from './growth-steps.js';

// Judged by an analyser of regular expressions, not by a clock: bounded work for each character, whatever the text. It
// takes seconds for a pattern, so what it has judged is kept by what it was (`npm run generate:growth` judges all anew).
const known: ReadonlySet<string> = new Set(JUDGED.split(' '));
const unknown = PATTERNS.filter(
  (pattern) => process.env['GROWTH'] === 'all' || !known.has(fingerprintOf(pattern)),
);

describe('growth', () => {
  it.each(unknown)('of $name is linear', async ({ source, flags }) => {
    const { status } = await check(source, flags, STEPS);
    expect(status).toBe('safe');
  });

  it('has been judged of no pattern that is no longer there', () => {
    const there = new Set(PATTERNS.map(fingerprintOf));
    expect([...known].filter((fingerprint) => !there.has(fingerprint))).toEqual([]);
  });

  it('would be seen if it were not', async () => {
    const { status } = await check('[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+', 'g', STEPS);
    expect(status).toBe('vulnerable');
  });
});
