import type { AnyPart } from '../ai-sdk/versions.js';
import { type Random, weave } from './random.js';
import { cut, type Texts } from './texts.js';

/** What the parts of an answer are made with. `spec`: 2, 3 or 4. */
export interface PartSource {
  readonly random: Random;
  readonly texts: Texts;
  readonly spec: number;
  /** Leaves out what the SDK does not take, such as deltas behind an end. */
  readonly isValid: boolean;
}

const PROVIDERS = ['openai', 'google', 'anthropic', 'made-up'] as const;
const OWN_FIELDS = ['annotations', 'groundingMetadata', 'citedText', 'logprobs', 'itemId', 'trace'] as const;

/** What a provider attaches to a part, or nothing. */
export function attached({ random, texts }: PartSource, name = 'providerMetadata'): object {
  if (!random.chance(0.15)) return {};
  const fields = random.some(2, () => {
    const field = random.chance(0.7) ? random.pick(OWN_FIELDS) : texts.name();
    const value =
      field === 'itemId'
        ? 'msg_1'
        : field === 'logprobs'
          ? cut(random, texts.plain()).map((token) => ({ token, logprob: -1 }))
          : texts.value();
    return [field, value] as const;
  });
  return { [name]: { [random.pick(PROVIDERS)]: Object.fromEntries(fields) } };
}

/** A block in deltas; its start or its end may be missing, and deltas may come behind it. */
function block(source: PartSource, kind: string, id: string, pieces: readonly string[]): AnyPart[] {
  const { random, isValid } = source;
  const isOdd = !isValid && random.chance(0.1);
  return [
    ...(isOdd && random.chance(0.3) ? [] : [{ type: `${kind}-start`, id, ...attached(source) }]),
    ...pieces.map((delta) => ({ type: `${kind}-delta`, id, delta, ...attached(source) })),
    ...(isOdd && random.chance(0.5) ? [] : [{ type: `${kind}-end`, id, ...attached(source) }]),
    ...(isOdd ? [{ type: `${kind}-delta`, id, delta: random.chance(0.5) ? '' : source.texts.plain() }] : []),
  ];
}

/** A text in blocks: one after the other, or its pieces in turns, so that only the order of arrival makes sense. */
function blocks(source: PartSource, kind: string, name: string): AnyPart[] {
  const { random, texts } = source;
  const text = texts.any() + (random.chance(0.5) ? texts.any() : '');
  const pieces = cut(random, text);
  const count = random.pick([1, 1, 2, 3]);
  if (count === 1) return block(source, kind, name, pieces);
  if (random.chance(0.5)) {
    const size = Math.ceil(pieces.length / count);
    return Array.from({ length: count }, (_, index) =>
      block(source, kind, `${name}${index}`, pieces.slice(index * size, (index + 1) * size)),
    ).flat();
  }
  const ids = Array.from({ length: count }, (_, index) => `${name}${index}`);
  return [
    ...ids.map((id) => ({ type: `${kind}-start`, id })),
    ...pieces.map((delta) => ({ type: `${kind}-delta`, id: ids[random.int(count)] ?? name, delta })),
    ...ids.map((id) => ({ type: `${kind}-end`, id, ...attached(source) })),
  ];
}

/** The call of a tool, by the client or by the provider with its result. */
function tool(source: PartSource, id: string): AnyPart[] {
  const { random, texts, isValid } = source;
  const input = isValid || random.chance(0.9) ? texts.json() : texts.any();
  const isOther = !isValid && random.chance(0.1);
  const toolName = isOther ? `tool ${texts.plain()}` : 'lookup';
  const own = random.chance(0.3) ? { providerExecuted: true, ...(source.spec > 2 && { dynamic: true }) } : {};
  const call = { type: 'tool-call', toolCallId: id, toolName, input, ...own, ...attached(source) };
  const deltas = cut(random, isValid || random.chance(0.9) ? input : texts.json());
  const inDeltas = [
    { type: 'tool-input-start', id, toolName, ...own },
    ...deltas.map((delta) => ({ type: 'tool-input-delta', id, delta, ...attached(source) })),
    { type: 'tool-input-end', id, ...attached(source) },
  ];
  const result = random.chance(0.5) ? texts.value() : { pages: [texts.value()] };
  return [
    ...(random.chance(0.6) ? inDeltas : []),
    ...(isValid || random.chance(0.9) ? [call] : []),
    ...('providerExecuted' in own
      ? [{ type: 'tool-result', toolCallId: id, toolName, result, ...own, ...attached(source) }]
      : []),
  ];
}

/** A file of an answer: bytes that are text, as base64. */
function file(source: PartSource): AnyPart {
  const { texts, spec, random } = source;
  const data = Buffer.from(`a,b\n${texts.plain()}\n`).toString('base64');
  const mediaType = random.pick(['text/csv', 'application/json', 'text/plain', 'application/octet-stream']);
  return { type: 'file', mediaType, data: spec === 4 ? { type: 'data', data } : data, ...attached(source) };
}

/** Parts that come whole. */
function whole(source: PartSource): AnyPart {
  const { random, texts, isValid } = source;
  const url = `https://example.com/${random.chance(0.3) ? encodeURI(texts.plain()) : ''}`;
  const kind = random.int(isValid ? 4 : 7);
  if (kind === 0)
    return { type: 'source', sourceType: 'url', id: 's1', url, title: texts.plain(), ...attached(source) };
  if (kind === 1)
    return {
      type: 'source',
      sourceType: 'document',
      id: 's2',
      mediaType: 'text/plain',
      title: texts.plain(),
      filename: texts.plain(),
      ...attached(source),
    };
  if (kind === 2) return file(source);
  if (kind === 3) return { type: 'raw', rawValue: texts.value() };
  if (kind === 4) return { type: 'error', error: random.chance(0.5) ? texts.any() : texts.value() };
  if (kind === 5)
    return {
      type: 'response-metadata',
      id: 'r1',
      modelId: 'm1',
      ...(random.chance(0.1) && { note: texts.value() }),
    };
  return { type: 'custom-kind', kind: 'a.b', href: url, [texts.name()]: texts.value(), ...attached(source) };
}

/** The provider's own chunks of a text. */
function rawChunks({ random, texts }: PartSource): AnyPart[] {
  return cut(random, texts.any()).map((delta) => ({ type: 'raw', rawValue: { choices: [{ delta }] } }));
}

/** All parts of a stream, without its finish. */
export function streamParts(source: PartSource): AnyPart[] {
  const { random, texts } = source;
  const lanes = [
    ...random.some(2, (index) => blocks(source, 'text', `t${index}`)),
    ...(random.chance(0.3) ? [blocks(source, 'reasoning', 'r')] : []),
    ...(random.chance(0.4) ? random.some(2, (index) => tool(source, `call_${index}`)) : []),
    ...random.some(2, () => [whole(source)]),
    ...(random.chance(0.1) ? [rawChunks(source)] : []),
  ];
  const parts = random.chance(0.4) ? lanes.flat() : weave(random, lanes);
  const warning = random.chance(0.1) ? [{ type: 'other', message: texts.plain() }] : [];
  return [{ type: 'stream-start', warnings: warning }, ...parts];
}

/** The finish of a stream, with whatever a provider sends along, and seldom something behind it. */
export function ending(source: PartSource, finish: AnyPart): AnyPart[] {
  const stray = !source.isValid && source.random.chance(0.05);
  return [
    { ...finish, ...attached(source) },
    ...(stray ? [{ type: 'text-delta', id: 'late', delta: source.texts.any() }] : []),
  ];
}

/** The content of an answer that comes at once. */
export function contentParts(source: PartSource): AnyPart[] {
  const { random, texts } = source;
  return random
    .some(5, (index) => {
      const kind = random.int(6);
      if (kind < 2) {
        const quoted = { citedText: texts.plain(), source: { type: 'url', url: 'https://example.com/' } };
        return [
          {
            type: 'text',
            text: texts.any(),
            ...(source.spec === 4 && random.chance(0.2) && { citations: [quoted] }),
            ...attached(source),
          },
        ];
      }
      if (kind === 2) {
        // A text whose end is cut anywhere.
        const text = texts.any();
        const at = random.int(text.length + 1);
        return [text.slice(0, at), text.slice(at)].map((part) => ({ type: 'text', text: part }));
      }
      if (kind === 3) return [{ type: 'reasoning', text: texts.any(), ...attached(source) }];
      if (kind === 4)
        return tool(source, `call_${index}`).filter(({ type }) => !type.startsWith('tool-input'));
      return [whole(source)].filter(({ type }) => !['raw', 'error', 'response-metadata'].includes(type));
    })
    .flat();
}
