import { type AnyPart, collect, type Version } from '../versions.js';

/** The promises of a stream's result that all three versions have, or some of them. */
const PROMISES = [
  'content',
  'text',
  'reasoning',
  'reasoningText',
  'files',
  'sources',
  'toolCalls',
  'toolResults',
  'dynamicToolCalls',
  'dynamicToolResults',
  'finishReason',
  'rawFinishReason',
  'usage',
  'totalUsage',
  'warnings',
  'steps',
  'response',
  'providerMetadata',
] as const;

const CALLBACKS = ['onChunk', 'onError', 'onFinish', 'onStepFinish', 'onAbort'] as const;

/** All that an application can get of one call. */
export interface Seen {
  readonly full: readonly AnyPart[];
  readonly ui: readonly AnyPart[];
  readonly text: readonly string[];
  readonly told: Readonly<Record<(typeof CALLBACKS)[number], readonly unknown[]>>;
  readonly settled: Readonly<Record<string, unknown>>;
}

/** Tools that a model's calls may name: one that runs, and one that only the client knows. `ran` gets the inputs. */
export function toolsOf({ sdk }: Version, ran: unknown[] = []): object {
  const inputSchema = sdk.jsonSchema({ type: 'object' });
  const execute = async (input: unknown): Promise<string> => {
    ran.push(input);
    return 'sunny';
  };
  return {
    lookup: sdk.tool({ inputSchema, execute }),
    confirm: sdk.tool({ inputSchema }),
  };
}

/** What the SDK makes up, known again. */
function made(): object {
  const counter = (): (() => string) => {
    let count = 0;
    return () => {
      count += 1;
      return `made ${count}`;
    };
  };
  return {
    generateId: counter(),
    generateCallId: counter(),
    now: () => 0,
    currentDate: () => new Date(0),
  };
}

/** Streams text and takes in everything that can be had, to the last promise. */
export async function consume(version: Version, model: unknown, options: object = {}): Promise<Seen> {
  const told = { onChunk: [], onError: [], onFinish: [], onStepFinish: [], onAbort: [] } as Record<
    (typeof CALLBACKS)[number],
    unknown[]
  >;
  const listeners = Object.fromEntries(
    CALLBACKS.map((name) => [name, (event: unknown) => void told[name].push(event)]),
  );
  const result = version.sdk.streamText({
    model,
    prompt: 'hi',
    includeRawChunks: true,
    _internal: made(),
    ...listeners,
    ...options,
  });
  const caught = (stream: AsyncIterable<AnyPart>): Promise<AnyPart[]> =>
    collect(stream).catch((error: unknown) => [{ type: 'broken', error }]);
  const [full, ui, text] = await Promise.all([
    caught(result.fullStream),
    caught(result.toUIMessageStream({ sendSources: true, sendReasoning: true })),
    collect<string>(result.textStream).catch((error: unknown) => [`broken: ${String(error)}`]),
  ]);
  const names = PROMISES.filter((name) => name in result);
  const values = await Promise.allSettled(names.map(async (name) => result[name]));
  const settled = Object.fromEntries(
    values.map((outcome, index) => [
      names[index],
      outcome.status === 'fulfilled' ? outcome.value : { rejected: outcome.reason },
    ]),
  );
  return { full, ui, text, told, settled };
}

/** What SDKs measure of a step. */
const MEASURED: ReadonlySet<string> = new Set(['performance', 'responseTimeMs', 'timeToFirstChunkMs']);

/** Ids that the SDK makes up, in an order that is its own. */
const MADE_UP = /^(?:aitxt-.*|made \d+)$/;

/** A value as plain data, without what the guard says of itself and what the SDK measures. */
export function plain(value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (value instanceof Date || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'function') return 'function';
  if (typeof value === 'string' && MADE_UP.test(value)) return 'made up';
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (inner === undefined || MEASURED.has(key)) return [];
    if (key === 'providerMetadata' && typeof inner === 'object' && inner !== null) {
      const { guardrail: _, ...rest } = { guardrail: undefined, ...inner };
      return Object.keys(rest).length === 0 ? [] : [[key, plain(rest)]];
    }
    return [[key, plain(inner)]];
  });
  return Object.fromEntries(entries);
}

/** Parts that the guard lets pass at once, or holds to the end: their place among the others differs. */
const PLACELESS: ReadonlySet<string> = new Set(['error', 'raw', 'ping', 'response-metadata']);

/** Errors of the provider overtake those that the SDK makes of what is held. */
const unordered = (errors: readonly unknown[]): readonly unknown[] => {
  const key = (error: unknown): string => JSON.stringify(plain(error));
  return errors.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
};

/** All of it as plain data; parts whose place among the others may differ are listed apart, in their own order. */
export function compared({ full, ui, text, told, settled }: Seen): unknown {
  const split = (parts: readonly unknown[]): unknown => {
    const typeOf = (part: unknown): string =>
      typeof part === 'object' && part !== null && 'type' in part ? String(part.type) : '';
    return {
      placed: parts.filter((part) => !PLACELESS.has(typeOf(part))),
      errors: unordered(parts.filter((part) => typeOf(part) === 'error')),
      raw: parts.filter((part) => typeOf(part) === 'raw'),
    };
  };
  const chunks = told.onChunk.map((event) =>
    typeof event === 'object' && event !== null && 'chunk' in event ? event.chunk : event,
  );
  return plain({
    full: split(full),
    ui: split(ui),
    text: text.join(''),
    told: { ...told, onChunk: split(chunks), onError: unordered(told.onError) },
    ...settled,
  });
}
