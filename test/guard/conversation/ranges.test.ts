import { describe, expect, it } from 'vitest';
import {
  isSelfContained,
  rangesOf,
  sharesOf,
  textOf,
  unitedRedactions,
  unitsOf,
} from '../../../src/guard/conversation/ranges.js';

const unitsFor = (texts: readonly string[]) =>
  unitsOf(
    texts.map((text, message) => ({
      kind: 'words' as const,
      role: message % 2 === 0 ? 'user' : 'assistant',
      message,
      segments: [{ text }],
    })),
  );
const redaction = (start: number, end: number) => ({ label: 'X', start, end, placeholder: '[X]' });

describe('ranges of a conversation', () => {
  it('are what is new with what stands before it; with many gaps, all between', () => {
    const units = unitsFor(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);
    const texts = (fresh: string) => rangesOf(units, ({ text }) => fresh.includes(text)).map(textOf);
    expect(texts('')).toEqual([]);
    expect(texts('ab')).toEqual(['a\n\nb']);
    expect(texts('bcf')).toEqual(['a\n\nb\n\nc', 'e\n\nf']);
    expect(texts('bdfh')).toHaveLength(4);
    expect(texts('bdfhj')).toEqual([units.map(({ text }) => text).join('\n\n')]);
  });

  it('reach over messages of one role as far as a key', () => {
    const of = (texts: readonly string[], fresh: string, kind: 'words' | 'system' = 'words') => {
      const role = kind === 'words' ? 'user' : 'system';
      const units = unitsOf(texts.map((text, message) => ({ kind, role, message, segments: [{ text }] })));
      return rangesOf(units, ({ text }) => fresh === text).map(textOf);
    };
    expect(of(['a', 'b', '', 'c', 'd'], 'd')).toEqual(['a\n\nb\n\nc\n\nd']);
    expect(of(['a', 'b', 'c', 'd'], 'a')).toEqual(['a\n\nb\n\nc\n\nd']);
    expect(of(['a', 'b', 'c', 'd'], 'd', 'system')).toEqual(['a\n\nb\n\nc\n\nd']);
    const long = 'x'.repeat(5000);
    expect(of(['a', 'b', long, 'd'], 'd')).toEqual([`${long}\n\nd`]);
    expect(of(['a', long, 'c', 'd'], 'a')).toEqual([`a\n\n${long}`]);
  });

  it('share out redactions and put them together again', () => {
    const units = unitsFor(['one', 'x', 'three']);
    const [range] = rangesOf(units, ({ text }) => text !== 'one');
    if (range === undefined) throw new Error('no range');
    // "one\n\nx\n\nthree": one in the words before, one over all three.
    const shares = sharesOf(range, [redaction(0, 2), redaction(2, 10)]);
    expect(shares).toEqual([[redaction(-5, -3)], [redaction(-6, 2)]]);
    expect(range.map((unit, index) => isSelfContained(unit, shares[index] ?? []))).toEqual([true, false]);
    const share = new Map(range.map((unit, index) => [unit, shares[index] ?? []]));
    expect(unitedRedactions(units, (unit) => share.get(unit) ?? [])).toEqual([
      redaction(0, 2),
      redaction(2, 10),
    ]);
    expect(unitedRedactions(units, () => [redaction(0, 2), redaction(1, 3)])).toEqual([
      redaction(0, 3),
      redaction(5, 8),
      redaction(8, 11),
    ]);
  });
});
