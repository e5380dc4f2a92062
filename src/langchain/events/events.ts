import type { CheckContext, Draft, Entry, Guardrail, Lane, Verifier } from '../../guard/index.js';
import { GROWING_FIELDS, STREAMED_TEXTS, type StreamedText } from '../content/block-kinds.js';
import { metadataTexts, saysSomething } from '../content/metadata.js';
import { isDraft } from '../fields.js';

/** An event of an answer, in LangChain's protocol of content blocks. */
export interface AnyEvent {
  readonly event: string;
  readonly [key: string]: unknown;
}

/** An event of an answer while it is held. */
export type HeldEvent = Entry<AnyEvent>;

/** The line in which the events of one answer are judged and wait. */
export interface EventLine {
  readonly guardrail: Guardrail;
  readonly context: CheckContext;
  readonly verifier: Verifier;
  /** Holds an event after all earlier ones. */
  hold(event: HeldEvent): void;
  /** Judges a text in a lane of its own. Returns no lane if the text is empty. */
  judge(text: string): Lane | undefined;
  /** Marks the answer as rewritten. */
  rewrite(): void;
}

/** Tells whether all of a text that is judged by itself may leave. */
export function hasPassed(lane: Lane | undefined): boolean {
  return lane === undefined || lane.releasedTo === lane.length;
}

/** A piece of the text of a block. */
export interface TextPiece {
  readonly kind: StreamedText;
  readonly text: string;
  /** The other contents of the event. */
  readonly beside: readonly Draft[];
  /** Builds the event with another text and without any other contents. */
  with(text: string): AnyEvent;
}

/** Reads the piece of text in a delta. Older versions of LangChain give it the shape of a block. */
export function pieceOf(event: AnyEvent): TextPiece | undefined {
  const key = event['delta'] ? 'delta' : 'content';
  const record = event[key];
  if (!isDraft(record)) return undefined;
  const kind = (key === 'delta' ? DELTAS : STREAMED_TEXTS).get(record['type']);
  const name = [kind?.name, kind?.kind].find((own) => own !== undefined && typeof record[own] === 'string');
  const text = name === undefined ? undefined : record[name];
  if (kind === undefined || name === undefined || typeof text !== 'string') return undefined;
  const rest = without(record, name);
  return {
    kind,
    text,
    beside: recordsOf({ ...event, [key]: rest }),
    with: (other) => ({ ...quiet(event), [key]: { ...stripped(rest), [name]: other } }),
  };
}

const DELTAS: ReadonlyMap<unknown, StreamedText> = new Map(
  [...STREAMED_TEXTS.values()].filter(({ name, kind }) => name === kind).map((kind) => [kind.delta, kind]),
);

/** Splits all contents of a block's event into records. */
export function recordsOf(event: AnyEvent): Draft[] {
  const { event: _, index: __, content, delta, ...rest } = event;
  const { fields, ...own } = isDraft(delta) ? delta : { fields: delta };
  return [rest, own, isDraft(fields) ? fields : { fields }, isDraft(content) ? content : { content }];
}

/** Returns an event of a block without contents beside the block. */
export function quiet(event: AnyEvent): AnyEvent {
  const { event: name, index, content, delta, ...rest } = event;
  return {
    ...stripped(rest),
    event: name,
    ...('index' in event && { index }),
    ...('content' in event && { content }),
    ...('delta' in event && { delta }),
  };
}

/** Returns the contents of a record that are not in the texts. */
export function newsIn(record: Draft, texts: readonly string[]): string {
  const known = new Set(texts);
  return Object.keys(record)
    .flatMap((name) => metadataTexts(name, record[name], known))
    .join('\n');
}

/** Returns a record without the fields that may contain text. */
export function stripped(record: Draft): Draft {
  return Object.fromEntries(Object.entries(record).filter(([name, value]) => !saysSomething(name, value)));
}

/** Returns a record without one field. */
export function without(record: Draft, name: string): Draft {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

/** Returns the beginning of a block, before any of its contents. */
export function bare(content: unknown): unknown {
  if (!isDraft(content)) return undefined;
  const fields = Object.entries(content).flatMap(([name, value]): [string, unknown][] => {
    if (GROWING_FIELDS.has(name) && typeof value === 'string') return [[name, '']];
    // The name of a tool is judged with its input.
    return name === 'name' || !saysSomething(name, value) ? [[name, value]] : [];
  });
  return Object.fromEntries(fields);
}
