import { type FakeScanner, fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import type { AnyPart } from '../versions.js';
import { words } from './sequences.js';

/** What must not get out; none of its characters is anywhere else. */
export const MARKER = '♠♡♢♣♤♥♦♧';

/** Any character of the marker, as it is or as an escape of JSON, and the media type of the file that holds it. */
export const TRACE = /[♠-♧]|\\u266|text\/csv/i;

/** Blocks the marker as a whole, in an answer or a tool's input or output. */
export function markerScanner(): FakeScanner {
  return fakeScanner({
    verdicts: ({ response, toolEvent }) =>
      `${response}${toolEvent?.input}${toolEvent?.output}`.includes(MARKER)
        ? { action: 'block', responseDetected: { dlp: true } }
        : {},
  });
}

const escaped = [...MARKER].map((unit) => `\\u${unit.charCodeAt(0).toString(16)}`).join('');

/** A text in pieces, cut anywhere. */
export function cut(text: string, points: readonly number[]): string[] {
  const at = [0, ...points.map((point) => point % (text.length + 1)).sort((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.slice(at[index], end));
}

const cuts = fc.array(fc.nat(10_000), { maxLength: 6 });

function blockOf(kind: 'text' | 'reasoning', id: string, pieces: readonly string[]): AnyPart[] {
  return [
    { type: `${kind}-start`, id },
    ...pieces.map((delta) => ({ type: `${kind}-delta`, id, delta })),
    { type: `${kind}-end`, id },
  ];
}

const saying = fc
  .record({ kind: fc.constantFrom('text', 'reasoning'), before: words, after: words, cuts })
  .map(({ kind, before, after, cuts: points }) =>
    blockOf(kind, 'bad', cut(`${before}${MARKER}${after}`, points)),
  );

/** JSON whose escapes spell the marker. */
const escaping = cuts.map((points) => blockOf('text', 'bad', cut(`{"a":"${escaped}"}`, points)));

const calling = fc
  .record({
    spelled: fc.constantFrom(MARKER, escaped),
    inDeltas: fc.constantFrom('not', 'same', 'only there'),
    toolName: fc.constantFrom('lookup', 'confirm', 'web'),
    cuts,
  })
  .map(({ spelled, inDeltas, toolName, cuts: points }): AnyPart[] => {
    const input = `{"q":"${spelled}"}`;
    const called = inDeltas === 'only there' ? '{}' : input;
    const call = { type: 'tool-call', toolCallId: 'bad', toolName, input: called };
    if (inDeltas === 'not') return [call];
    return [
      { type: 'tool-input-start', id: 'bad', toolName },
      ...cut(input, points).map((delta) => ({ type: 'tool-input-delta', id: 'bad', delta })),
      { type: 'tool-input-end', id: 'bad' },
      call,
    ];
  });

const providerTool = (result: unknown): AnyPart[] => {
  const own = { toolCallId: 'bad', toolName: 'web', providerExecuted: true, dynamic: true };
  return [
    { type: 'tool-call', input: '{}', ...own },
    { type: 'tool-result', result, ...own },
  ];
};

const base64 = Buffer.from(`a,b\n1,${MARKER}\n`).toString('base64');

/** A violation in parts of its own, with a raw chunk that says it once more. */
export function violations(spec: 'v2' | 'v3' | 'v4'): fc.Arbitrary<AnyPart[]> {
  const whole: AnyPart[][] = [
    providerTool(`page ${MARKER}`),
    providerTool({ pages: [{ deep: [MARKER] }] }),
    providerTool({ [MARKER]: 1 }),
    [{ type: 'source', sourceType: 'url', id: 'bad', url: `https://example.com/?q=${MARKER}` }],
    [{ type: 'source', sourceType: 'url', id: 'bad', url: 'https://example.com/', title: MARKER }],
    [{ type: 'source', sourceType: 'document', id: 'bad', mediaType: 'a/b', title: 'x', filename: MARKER }],
    [{ type: 'file', mediaType: 'text/csv', data: spec === 'v4' ? { type: 'data', data: base64 } : base64 }],
  ];
  const raw: AnyPart = { type: 'raw', rawValue: { said: MARKER } };
  return fc
    .oneof(saying, saying, escaping, calling, fc.constantFrom(...whole))
    .map((parts) => [raw, ...parts, raw]);
}

/** The marker over two blocks of text, one behind the other. */
export const straddling = fc
  .record({
    kind: fc.constantFrom('text', 'reasoning'),
    at: fc.integer({ min: 1, max: MARKER.length - 1 }),
    cuts,
  })
  .map(({ kind, at, cuts: points }) => [
    ...blockOf(kind, 'one', cut(`so ${MARKER.slice(0, at)}`, points)),
    ...blockOf(kind, 'two', cut(`${MARKER.slice(at)} ${'and so on '.repeat(9)}`, points)),
  ]);
