import { createGuardrail, type DetectedSpan, GuardrailViolationError, type Verifier } from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../support/extent.js';

type Release = () => void;

/** Waits until a scan is due no more, or for some turns of the event loop. */
async function idle(verifier: Verifier, release: Release, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    void verifier.work();
    await Promise.resolve();
    release();
  }
}

/** What leaves of an answer in blocks, each cut into chunks; every chunk is followed by some turns of waiting. */
async function released(
  verifier: Verifier,
  blocks: readonly string[],
  sizes: readonly number[],
  waits: readonly number[],
): Promise<string> {
  const lanes: { lane: ReturnType<Verifier['openLane']>; left: number }[] = [];
  let out = '';
  const release = (): void => {
    for (const entry of lanes) {
      const { lane, left } = entry;
      out += lane.take(left, lane.releasedTo);
      entry.left = lane.releasedTo;
      if (entry.left < lane.length) return;
    }
  };
  let step = 0;
  for (const text of blocks) {
    const lane = verifier.openLane('text');
    lanes.push({ lane, left: 0 });
    for (let at = 0; at < text.length; ) {
      const size = sizes[step % sizes.length] ?? 1;
      lane.push(text.slice(at, at + size));
      at += size;
      await idle(verifier, release, waits[step % waits.length] ?? 0);
      step += 1;
    }
    lane.close();
    await idle(verifier, release, waits[step % waits.length] ?? 0);
  }
  verifier.end();
  for (let work = verifier.work(); work !== undefined; work = verifier.work()) {
    await work;
    release();
  }
  release();
  return out;
}

const list = (max: number) => fc.array(fc.integer({ min: 1, max }), { minLength: 1, maxLength: 5 });
const words = fc.constantFrom('the quick brown fox ', 'jumps. ', 'over 12 dogs, ', '\n\n', 'x', '');
const cutInBlocks = (pieces: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.array(fc.oneof(pieces, words), { minLength: 1, maxLength: 6 }).map((all) => all.join('')),
      fc.array(fc.nat(200), { maxLength: 4 }),
    )
    .map(([text, points]) => {
      const at = [0, ...points.map((point) => point % (text.length + 1)).sort((a, b) => a - b), text.length];
      return at.slice(1).map((end, index) => text.slice(at[index], end));
    });

/** Answers late: after as many turns as are next in a list. */
const late = (turns: readonly number[], verdict: (text: string) => FakeVerdict) => {
  const fake = fakeScanner({ verdicts: ({ response = '' }) => verdict(response) });
  let scan = 0;
  return {
    name: 'late',
    scan: async (...args: Parameters<typeof fake.scan>) => {
      const count = turns[scan % turns.length] ?? 0;
      scan += 1;
      for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
      return fake.scan(...args);
    },
  };
};

const TICKET = /#\d{4}-\d{4}#/g;
const finds =
  (pattern: RegExp, label: string) =>
  (text: string): FakeVerdict => {
    const spans = [...text.matchAll(pattern)].map(
      ({ index, 0: match }): DetectedSpan => ({
        field: 'response',
        start: index,
        end: index + match.length,
        detector: 'dlp',
        label,
      }),
    );
    return spans.length === 0
      ? {}
      : { action: 'block', severity: 'HIGH', responseDetected: { dlp: true }, spans };
  };

const tickets = finds(TICKET, 'TICKET');

describe('an answer in several blocks of text', () => {
  it.each(['label', 'hash'] as const)(
    'is redacted as the whole text is by the embedded engine, in the style %s',
    async (style) => {
      const guardrail = createGuardrail({
        scanner: localScanner(),
        policy: {
          preset: 'redact',
          redaction: style === 'hash' ? { style, secret: 'a secret that is long enough for it' } : { style },
        },
      } as never);
      const findings = fc.constantFrom(
        'card 4111 1111 1111 1111 ',
        'mail jane.doe@example.com, ',
        '4111 1111 ',
        // The name of a key block is that of its first line: the rest is not waited for.
        ...(style === 'hash'
          ? []
          : [
              '-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----\n',
              '-----BEGIN PRIVATE KEY-----\nMII',
            ]),
      );
      await fc.assert(
        fc.asyncProperty(cutInBlocks(findings), list(40), list(6), async (blocks, sizes, waits) => {
          const text = blocks.join('');
          const whole = text === '' ? '' : (await guardrail.checkResponse(text)).text;
          expect(await released(guardrail.openResponse(), blocks, sizes, waits)).toBe(whole);
        }),
        { numRuns: runs(150) },
      );
    },
  );

  it('is redacted as the whole text is by the offsets of a scanner that has no stream of its own', async () => {
    const findings = fc.constantFrom('#1234-5678#', '#1234-', '#99', 'see #1111-2222#. ');
    await fc.assert(
      fc.asyncProperty(
        cutInBlocks(findings),
        list(40),
        list(6),
        list(30),
        async (blocks, sizes, waits, turns) => {
          const guardrail = createGuardrail({ scanner: late(turns, tickets), policy: 'redact' });
          const out = await released(guardrail.openResponse(), blocks, sizes, waits);
          expect(out).toBe(blocks.join('').replace(TICKET, '[TICKET]'));
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('lets no character of a violation over a border out', async () => {
    const mark = '♠♡♢♣♤♥♦♧';
    const verdict = (text: string): FakeVerdict =>
      text.includes(mark) ? { action: 'block', responseDetected: { toxicContent: true } } : {};
    await fc.assert(
      fc.asyncProperty(
        cutInBlocks(fc.constant(mark)).filter((blocks) => blocks.join('').includes(mark)),
        list(40),
        list(6),
        list(30),
        async (blocks, sizes, waits, turns) => {
          let out = '';
          const verifier = createGuardrail({ scanner: late(turns, verdict) }).openResponse();
          const lanes: ReturnType<Verifier['openLane']>[] = [];
          const watched: Verifier = {
            ...verifier,
            openLane(kind) {
              const lane = verifier.openLane(kind);
              lanes.push(lane);
              return lane;
            },
          };
          await expect(released(watched, blocks, sizes, waits)).rejects.toBeInstanceOf(
            GuardrailViolationError,
          );
          out = lanes.map((lane) => lane.read(0, lane.releasedTo)).join('');
          expect(out).not.toMatch(/[♠-♧]/);
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it('holds what may still be growing when a tool is called, and replaces it whole', async () => {
    const guardrail = createGuardrail({ scanner: late([0], tickets), policy: 'redact' });
    const verifier = guardrail.openResponse();
    const first = verifier.openLane('text');
    const begin = 'Here is everything that I could find out about it: the ticket is ';
    first.push(`${begin}#1234-`);
    first.close();
    // A call of a tool: the words before it need not wait.
    verifier.settleBlocks();
    await verifier.work();
    expect(first.releasedTo).toBeGreaterThan(0);
    expect(first.releasedTo).toBeLessThanOrEqual(begin.length);
    const second = verifier.openLane('text');
    second.push('5678# and so on');
    verifier.end();
    for (let work = verifier.work(); work !== undefined; work = verifier.work()) await work;
    expect(first.take(0, first.length) + second.take(0, second.length)).toBe(`${begin}[TICKET] and so on`);
  });

  it('refuses a finding of which a part has left', async () => {
    const guardrail = createGuardrail({
      scanner: late([0], finds(/a hidden word/g, 'WORD')),
      policy: 'redact',
    });
    const verifier = guardrail.openResponse();
    const first = verifier.openLane('text');
    first.push('It is a hidden');
    first.close();
    verifier.settleBlocks();
    await verifier.work();
    expect(first.releasedTo).toBe(first.length);
    verifier.openLane('text').push(' word and so on');
    verifier.end();
    await expect(verifier.work()).rejects.toBeInstanceOf(GuardrailViolationError);
  });
});
