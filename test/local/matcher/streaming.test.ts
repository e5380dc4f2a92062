import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Redactor } from '../../../src/local/matcher/redactor.js';
import type { Rule } from '../../../src/local/matcher/rule.js';
import { dlpRules, sensitiveGroups } from '../../../src/local/sensitive.js';
import { runs } from '../../support/extent.js';

const rules: readonly Rule[] = dlpRules;
const groups = sensitiveGroups(rules);
const allowed = new Set(['+1 (415) 555-0132', 'jane@b.io', '4111 1111 1111 1111', '192.0.2.1']);
const redactors = [new Redactor(groups), new Redactor(groups, { isAllowed: (match) => allowed.has(match) })];
const [redactor = new Redactor([])] = redactors;
const untriggered = new Redactor(
  groups.map(({ detector, rules: own }) => ({
    detector,
    rules: own.map(({ trigger: _, ...rule }) => rule),
  })),
);

const samples = rules.flatMap((rule) => [...(rule.examples?.match ?? []), ...(rule.examples?.noMatch ?? [])]);
const glue = fc.constantFrom(
  '',
  '',
  ' ',
  '\n',
  '-',
  '.',
  ', ',
  '=',
  ': "',
  '\u00a0',
  '\u200b',
  '\uff11',
  '\u{1d7d8}',
  '😀',
  '1',
  '4',
  'a',
  '@',
  '-----',
  'password: ',
  'passport no. ',
  '\\n',
  '\\\\t',
  '\\',
  '\ud835',
  '+1 (415) 555-0132',
  '4111 1111 1111 1111 ',
  '::ffff:192.0.2.1',
  '-----END PRIVATE KEY-----',
  '{"type":"service_account"',
  '}',
);
/** A piece of an example, whole or cut at both ends: what is nearly a finding is what goes wrong. */
const piece = fc
  .tuple(fc.constantFrom(...samples), fc.nat(12), fc.nat(12), fc.integer({ min: 0, max: 3 }))
  .map(([text, front, back, kind]) =>
    kind === 0 ? text.slice(front) : kind === 1 ? text.slice(0, Math.max(0, text.length - back)) : text,
  );
const words = fc.constantFrom(
  'the quick brown fox ',
  'In 2019 we met 12 people, ',
  'call me at ',
  'Rechnung über 12,50 € ',
  'const x = y[0];\n',
);
const text = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: piece },
      { weight: 2, arbitrary: glue },
      { weight: 1, arbitrary: words },
    ),
    {
      minLength: 1,
      maxLength: 7,
    },
  )
  .map((parts) => parts.join(''));

const LONE_HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function streamed(redactor: Redactor, whole: string, sizes: readonly number[]): string {
  const stream = redactor.stream();
  let out = '';
  let at = 0;
  for (let index = 0; at < whole.length; index += 1) {
    const size = Math.max(1, sizes[index % sizes.length] ?? 1);
    const piece = stream.push(whole.slice(at, at + size));
    // A consumer may encode each piece by itself.
    if (!LONE_HALF.test(whole)) expect(LONE_HALF.test(piece)).toBe(false);
    out += piece;
    at += size;
  }
  return out + stream.end();
}

describe('a stream', () => {
  it('leaves as the whole text does, cut anywhere into two', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const expected = redactor.redact(whole);
        for (let cut = 0; cut <= whole.length; cut += 1) {
          const stream = redactor.stream();
          const out = stream.push(whole.slice(0, cut)) + stream.push(whole.slice(cut)) + stream.end();
          expect(out).toBe(expected);
        }
      }),
      { numRuns: runs(150) },
    );
  });

  it('leaves as the whole text does, cut anyhow', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        (whole, sizes) => {
          for (const redactor of redactors) {
            const expected = redactor.redact(whole);
            expect(streamed(redactor, whole, sizes)).toBe(expected);
            expect(streamed(redactor, whole, [1])).toBe(expected);
          }
        },
      ),
      { numRuns: runs(300) },
    );
  });
});

describe('triggers', () => {
  it('change nothing that is found', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(redactor.find(whole)).toEqual(untriggered.find(whole));
      }),
      { numRuns: runs(1500) },
    );
  });
});

describe('findings', () => {
  it('are what the redacted text lacks', () => {
    fc.assert(
      fc.property(text, (whole) => {
        let expected = '';
        let at = 0;
        for (const { start, end, label } of redactor.find(whole)) {
          expected += `${whole.slice(at, start)}[${label}]`;
          at = end;
        }
        expect(redactor.redact(whole)).toBe(expected + whole.slice(at));
      }),
      { numRuns: runs(1000) },
    );
  });
});
