import { localScanner } from 'airs-guardrails/local';
import { type FakeScanner, type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarded, modelOf } from '../ai-sdk/battery/models.js';
import { CARD } from '../ai-sdk/card.js';
import { type AnyPart, collect, type Version, versions } from '../ai-sdk/versions.js';
import { atTurn, isWholeOn, numbered, runs } from '../support/extent.js';
import { CANARY, canaryScanner, readable } from './canaries.js';
import { called, type Guarding, pieces } from './heard.js';
import { SPELLINGS } from './json-spellings.js';

/** Words that say nothing, so that something leaves in front of what must not. */
const PLAIN = 'plain words that say nothing of the kind and go on for a good while yet, '.repeat(4);

/** The parts that leave of an answer whose parts come one by one, with time for scans in between. */
async function leaving(version: Version, guarding: Guarding, parts: readonly AnyPart[]): Promise<AnyPart[]> {
  const { model } = modelOf(version, () => [...parts, version.finish('tool-calls')], 'in turns');
  const tools = [{ type: 'function', name: 'confirm', inputSchema: {} }];
  const { stream } = await guarded(version, model, guarding).doStream({ prompt: [], tools });
  return collect(stream);
}

const deltasOf = (parts: readonly AnyPart[]): string =>
  parts.map(({ type, delta }) => (type === 'tool-input-delta' ? String(delta) : '')).join('');

/** What a consumer of JSON may have of a text that was cut off. */
function decoded(text: string): string {
  let said = text;
  for (let level = 0; level < 8; level += 1) {
    said = said.replace(/\\u([\da-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    said = said.replace(/\\+(["\\/])/g, '$1');
  }
  return `${text}\n${said}`;
}

/** Blocks an input once it holds all of some words, in what is scanned as one. */
function blocking(...words: readonly string[]): FakeScanner {
  return fakeScanner({
    verdicts: ({ toolEvent }): FakeVerdict =>
      toolEvent !== undefined && words.every((word) => toolEvent.input?.includes(word))
        ? { action: 'block', toolDetected: { injection: true } }
        : {},
  });
}

describe.each(versions)('the input of a tool that $name gets as it comes', (version) => {
  it('leaves before it is whole, in the very parts that came', async () => {
    const parts = called('c', pieces(JSON.stringify({ body: PLAIN }), 8));
    const seen: number[] = [];
    let given = 0;
    const counted = function* (): Generator<AnyPart> {
      for (const part of [...parts, version.finish('tool-calls')]) {
        given += 1;
        yield part;
      }
    };
    const { model } = modelOf(version, counted, 'in turns');
    const { stream } = await guarded(version, model, { scanner: fakeScanner() }).doStream({ prompt: [] });
    const out: AnyPart[] = [];
    for await (const part of stream) {
      out.push(part as AnyPart);
      seen.push(given);
    }
    expect(out.slice(0, parts.length)).toEqual(parts);
    // The start left while most of the input was still to come.
    expect(seen[0]).toBeLessThan(parts.length / 2);
  });

  const spellings = numbered(SPELLINGS);
  it.each(spellings)('holds what nobody may have, with %s', async (_, spell, turn) => {
    const leaks: string[] = [];
    for (const size of atTurn([1, 3, 7, 40], isWholeOn(version.name), turn, 4)) {
      const hidden = spell(CANARY);
      for (const input of [
        hidden,
        `{"a":"${PLAIN}","b":${hidden}}`,
        `{"a":"${PLAIN}\\n","b":"${PLAIN}"} ${hidden}`,
      ]) {
        const parts = await leaving(version, { scanner: canaryScanner() }, called('c', pieces(input, size)));
        if (decoded(deltasOf(parts)).includes(CANARY)) leaks.push(`${size}: ${input.length}`);
        if (parts.some(({ type }) => type === 'tool-call')) leaks.push(`${size}: the call`);
        if (!parts.some(({ type }) => type === 'error')) leaks.push(`${size}: no error`);
      }
    }
    expect(leaks).toEqual([]);
  });

  it.each([
    ['strict', 'strict'],
    ['balanced', 'balanced'],
    ['redacting', 'redact'],
    ['with a vault', { preset: 'redact', redaction: { style: 'vault' } }],
  ] as const)('holds a number that is cut anywhere, where the policy is %s', async (_, policy) => {
    const scanner = localScanner({ profile: { detectors: { injection: 'off' } } });
    await fc.assert(
      fc.asyncProperty(fc.nat(120), fc.integer({ min: 1, max: 30 }), async (before, size) => {
        const input = JSON.stringify({
          q: `${PLAIN.slice(0, before)} the card is ${CARD} and so on. ${PLAIN}`,
        });
        const parts = await leaving(version, { scanner, policy }, called('c', pieces(input, size)));
        expect(readable(parts)).not.toContain(CARD);
        expect(deltasOf(parts)).not.toContain(CARD.slice(0, 12));
      }),
      { numRuns: runs(25) },
    );
  });

  it('holds what is completed by a later delta, whatever stands between', async () => {
    for (const between of [`","b":"`, '\\n', '', `${' '.repeat(20)}`]) {
      const input = `{"a":"${PLAIN} one${between}two ${PLAIN}"}`;
      const parts = await leaving(
        version,
        { scanner: blocking('one', 'two') },
        called('c', pieces(input, 2)),
      );
      const text = deltasOf(parts);
      expect([text.includes(`one${between}two`), text.length > 50]).toEqual([false, true]);
    }
  });

  it('refuses the call for what only the whole says, though its words left', async () => {
    const input = JSON.stringify({ a: `first ${PLAIN}${PLAIN}${PLAIN}`, b: 'last' });
    const parts = await leaving(
      version,
      { scanner: blocking('first', 'last') },
      called('c', pieces(input, 9)),
    );
    const types = parts.map(({ type }) => type);
    expect(deltasOf(parts).length).toBeGreaterThan(100);
    expect(types).not.toContain('tool-call');
    // The consumer is told of an error, and of the end of the input that it has begun to show.
    expect(types.slice(-3)).toEqual(['error', 'tool-input-end', 'finish']);
  });

  it('holds what is said beside it, and a name that is nobody’s', async () => {
    const clean = called('c', pieces(JSON.stringify({ body: PLAIN }), 8));
    const [start, first, ...rest] = clean as [AnyPart, AnyPart, ...AnyPart[]];
    const more = { providerMetadata: { x: { note: `see ${CANARY} here` } } };
    for (const parts of [
      [{ ...start, ...more }, first, ...rest],
      [start, { ...first, ...more }, ...rest],
      [start, first, ...rest.slice(0, 9), { ...first, ...more }, ...rest.slice(9)],
      clean.map((part) => ('toolName' in part ? { ...part, toolName: CANARY } : part)),
    ]) {
      const out = await leaving(version, { scanner: canaryScanner() }, parts);
      expect(readable(out.filter(({ type }) => type !== 'error'))).not.toContain(CANARY);
      expect(out.some(({ type }) => type === 'tool-call')).toBe(false);
    }
  });

  it('says no more than that it goes on, where it may be rewritten', async () => {
    const text = `${PLAIN} my card is ${CARD} ${PLAIN}`;
    const scanner = localScanner({ profile: { detectors: { injection: 'off' } } });
    const parts = called('c', pieces(JSON.stringify({ text }), 8));
    const out = await leaving(version, { scanner, policy: 'redact' }, parts);
    const deltas = out.filter(({ type }) => type === 'tool-input-delta').map(({ delta }) => String(delta));
    const signs = deltas.filter((delta) => delta === ' ');
    expect(signs.length).toBeGreaterThan(3);
    expect(deltas.slice(0, signs.length)).toEqual(signs);
    const input = String(out.find(({ type }) => type === 'tool-call')?.['input']);
    expect(JSON.parse(deltas.join(''))).toEqual(JSON.parse(input));
    expect(input).toContain('CREDIT_CARD');
    // A short one says nothing of the kind.
    const short = called('c', pieces('{"city":"Paris"}', 3));
    expect((await leaving(version, { scanner, policy: 'redact' }, short)).slice(0, -1)).toEqual(short);
  });

  it('costs one scan where it is short, and few where it is long', async () => {
    const scansOf = async (input: string, stream = {}) => {
      const scanner = fakeScanner();
      await leaving(version, { scanner, stream }, called('c', pieces(input, 4)));
      return scanner.requests.filter(({ toolEvent }) => toolEvent !== undefined).length;
    };
    expect(await scansOf('{"city":"Paris"}')).toBe(1);
    const long = JSON.stringify({ body: PLAIN.repeat(4) });
    expect(await scansOf(long, { minWindow: 400 })).toBeLessThan(6);
    expect(await scansOf(long, { mode: 'buffer' })).toBe(1);
  });
});
