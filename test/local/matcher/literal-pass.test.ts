import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldCase } from '../../../src/local/matcher/fold-case.js';
import { type LiteralOptions, LiteralPass } from '../../../src/local/matcher/literal-pass.js';

type Literal = LiteralOptions & { readonly literal: string };

function visited(literals: readonly Literal[], text: string, from = 0, to = text.length): string[] {
  const pass = new LiteralPass<number>();
  for (const [number, { literal, ...options }] of literals.entries()) pass.add(literal, options, number);
  const found: string[] = [];
  pass.scan(text, from, (number, index) => found.push(`${index} ${number}`), to);
  return found.sort();
}

const isWord = (character: string | undefined): boolean => /^[A-Za-z0-9]$/.test(character ?? '');
const folded = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => String.fromCharCode(foldCase(text.charCodeAt(at)))).join('');

/** What a look at each place finds. */
function expected(literals: readonly Literal[], text: string, from = 0, to = text.length): string[] {
  const found: string[] = [];
  for (const [number, { literal, ignoreCase, bounded, closed }] of literals.entries()) {
    for (let index = from; index < to; index += 1) {
      const there = text.slice(index, index + literal.length);
      const matches = ignoreCase ? folded(there) === folded(literal) : there === literal;
      if (!matches || (bounded && isWord(text[index - 1]))) continue;
      if (closed && isWord(text[index + literal.length])) continue;
      found.push(`${index} ${number}`);
    }
  }
  return found.sort();
}

const PIECES = [
  'a',
  'B',
  'k',
  'K',
  '\u212a',
  's',
  '\u017f',
  '1',
  '0',
  ' ',
  '-',
  '.',
  'é',
  'É',
  'ж',
  'Ж',
  '护',
  '照',
  '💡',
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join(''));
const literal = fc.record({
  literal: fc
    .array(fc.constantFrom(...PIECES), { minLength: 2, maxLength: 5 })
    .map((pieces) => pieces.join('').toLowerCase()),
  ignoreCase: fc.boolean(),
  bounded: fc.boolean(),
  closed: fc.boolean(),
});

describe('a pass for literals', () => {
  it('visits what a look at each place finds', () => {
    fc.assert(
      fc.property(fc.array(literal, { maxLength: 12 }), text, (literals, read) => {
        expect(visited(literals, read)).toEqual(expected(literals, read));
      }),
    );
  });

  it('visits the part it is asked for', () => {
    fc.assert(
      fc.property(
        fc.array(literal, { maxLength: 6 }),
        text,
        fc.nat(24),
        fc.nat(24),
        (literals, read, one, other) => {
          const [from = 0, to = 0] = [one, other]
            .map((at) => Math.min(at, read.length))
            .sort((a, b) => a - b);
          expect(visited(literals, read, from, to)).toEqual(expected(literals, read, from, to));
        },
      ),
    );
  });

  it('finds a literal at the very end', () => {
    const plain = { ignoreCase: true, bounded: true, closed: true };
    expect(visited([{ literal: 'id', ...plain }], 'my ID')).toEqual(['3 0']);
    expect(visited([{ literal: 'tel', ...plain }], 'tel')).toEqual(['0 0']);
    expect(visited([{ literal: '护照', ...plain }], '护照')).toEqual(['0 0']);
  });

  it('looks closely at few places of ordinary text', async () => {
    const { workOf } = await import('../../../src/local/matcher/work-meter.js');
    const { sensitiveData } = await import('../../../src/local/index.js');
    const prose = 'The harbour was quiet, and the ships lay at anchor until the morning of the 3rd. '.repeat(
      40,
    );
    const work = workOf(() => sensitiveData().find(prose));
    expect(work.candidates).toBeLessThan(prose.length / 5);
  });
});
