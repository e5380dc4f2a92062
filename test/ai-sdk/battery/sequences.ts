import fc from 'fast-check';
import type { AnyPart, Version } from '../versions.js';

/** Metadata of a provider, or none. */
const metadata = fc.option(
  fc.record({ google: fc.record({ thoughtSignature: fc.string({ maxLength: 4 }) }) }),
  { nil: undefined, freq: 2 },
);

const attached = (providerMetadata: object | undefined): object =>
  providerMetadata === undefined ? {} : { providerMetadata };

/** Texts of characters that no marker has, JSON and escapes among them. */
export const words = fc.oneof(
  fc.stringMatching(/^[a-z ]{0,24}$/),
  fc.stringMatching(/^[a-z ]{0,24}$/),
  fc.constantFrom('{"a":"b c"}', '[1,2', '"\\u0061"', '😀 é', '\n\n', ' ', '{"q":', '<think>'),
);

const ids = fc.constantFrom('a', 'b', 'c', '0', 'constructor', 'x y');

/** A block in deltas, empty ones among them. */
function block(kind: 'text' | 'reasoning'): fc.Arbitrary<AnyPart[]> {
  return fc
    .record({
      id: ids,
      deltas: fc.array(fc.tuple(words, metadata), { maxLength: 5 }),
      start: metadata,
      end: metadata,
    })
    .map(({ id, deltas, start, end }) => [
      { type: `${kind}-start`, id, ...attached(start) },
      ...deltas.map(([delta, own]) => ({ type: `${kind}-delta`, id, delta, ...attached(own) })),
      { type: `${kind}-end`, id, ...attached(end) },
    ]);
}

const inputs = fc.constantFrom('{}', '{"q":"sun"}', '{ "q" : [1, 2] }', '{"q":"\\u0061"}', '{"q":', '');

/** The call of a tool with its input in deltas, or without them; run by the client, or by the provider with its result. */
function tool(index: number): fc.Arbitrary<AnyPart[]> {
  return fc
    .record({
      input: inputs,
      cut: fc.nat(10),
      inDeltas: fc.boolean(),
      mode: fc.constantFrom('client', 'none', 'provider', 'unknown tool'),
      own: metadata,
    })
    .map(({ input, cut, inDeltas, mode, own }) => {
      const id = `call ${index}`;
      const toolName = mode === 'client' ? 'lookup' : mode === 'none' ? 'confirm' : 'web';
      const byProvider = mode === 'provider' ? { providerExecuted: true, dynamic: true } : {};
      const call = { type: 'tool-call', toolCallId: id, toolName, input, ...byProvider, ...attached(own) };
      const deltas = [input.slice(0, cut), input.slice(cut)].map((delta) => ({
        type: 'tool-input-delta',
        id,
        delta,
      }));
      return [
        ...(inDeltas
          ? [
              { type: 'tool-input-start', id, toolName, ...byProvider, ...attached(own) },
              ...deltas,
              { type: 'tool-input-end', id },
            ]
          : []),
        call,
        ...(mode === 'provider'
          ? [
              {
                type: 'tool-result',
                toolCallId: id,
                toolName,
                result: { pages: ['sun', { rain: 1 }] },
                ...byProvider,
              },
            ]
          : []),
      ];
    });
}

/** Parts that come whole, of each specification. */
function wholes(spec: Version['spec']): readonly AnyPart[] {
  const png = spec === 'v4' ? { type: 'data', data: 'iVBORw0KGgo=' } : 'iVBORw0KGgo=';
  return [
    { type: 'source', sourceType: 'url', id: 's1', url: 'https://example.com/', title: 'Example' },
    {
      type: 'source',
      sourceType: 'document',
      id: 's2',
      mediaType: 'text/plain',
      title: 'D',
      filename: 'd.txt',
    },
    { type: 'file', mediaType: 'image/png', data: png },
    { type: 'response-metadata', id: 'r1', modelId: 'm1', timestamp: new Date(0) },
    { type: 'error', error: new Error('the provider is busy') },
    { type: 'raw', rawValue: { chunk: [1, 'two'] } },
    ...(spec === 'v4' ? [{ type: 'ping' }, { type: 'custom', kind: 'x.y' }] : []),
  ];
}

/** Parts of one lane after the other are kept in order, the lanes are woven into each other anyhow. */
function woven(lanes: readonly (readonly AnyPart[])[]): fc.Arbitrary<AnyPart[]> {
  const total = lanes.reduce((sum, lane) => sum + lane.length, 0);
  return fc.infiniteStream(fc.nat(1_000)).map((picks) => {
    const rest = lanes.map((lane) => [...lane]);
    const merged: AnyPart[] = [];
    for (const pick of picks) {
      if (merged.length === total) break;
      const open = rest.filter((lane) => lane.length > 0);
      const part = open[pick % open.length]?.shift();
      if (part !== undefined) merged.push(part);
    }
    return merged;
  });
}

/** Two blocks of one kind and id are not open at the same time. */
function apart(blocks: readonly (readonly AnyPart[])[]): AnyPart[][] {
  const lanes = new Map<string, AnyPart[]>();
  for (const parts of blocks) {
    const key = `${parts[0]?.type} ${parts[0]?.['id']}`;
    lanes.set(key, [...(lanes.get(key) ?? []), ...parts]);
  }
  return [...lanes.values()];
}

/** Valid streams of a version, without their finish. `more` is woven in, in order. */
export function sequences(
  version: Version,
  more: fc.Arbitrary<readonly AnyPart[]> = fc.constant([]),
): fc.Arbitrary<AnyPart[]> {
  const blocks = fc.array(fc.oneof(block('text'), block('text'), block('reasoning')), { maxLength: 4 });
  const tools = fc.subarray([0, 1]).chain((list) => fc.tuple(...list.map(tool)));
  const whole = fc.subarray([...wholes(version.spec)]);
  return fc
    .tuple(blocks, tools, whole, more)
    .chain(([said, called, others, extra]) =>
      woven([...apart(said), ...called, ...others.map((part) => [part]), extra]),
    )
    .map((parts) => [{ type: 'stream-start', warnings: [{ type: 'other', message: 'beware' }] }, ...parts]);
}
