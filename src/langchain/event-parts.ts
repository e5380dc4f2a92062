import type { Draft } from '../guard/index.js';
import { clonePlain, isDraft } from './message-fields.js';
import { metadataTexts, saysSomething } from './metadata-texts.js';
import type { Replacement } from './model-call.js';

/** An event of an answer, by LangChain's protocol of content blocks. */
export interface AnyEvent {
  readonly event: string;
  readonly [key: string]: unknown;
}

/** How blocks of one type keep their text. */
export interface TextKind {
  readonly kind: 'text' | 'reasoning';
  /** The field. */
  readonly name: string;
  /** What their deltas are called. */
  readonly delta: string;
}

/** Where blocks of text and of thoughts keep them, and what their deltas are called. */
export const TEXTS: ReadonlyMap<unknown, TextKind> = new Map([
  ['text', { kind: 'text', name: 'text', delta: 'text-delta' }],
  ['reasoning', { kind: 'reasoning', name: 'reasoning', delta: 'reasoning-delta' }],
  ['thinking', { kind: 'reasoning', name: 'thinking', delta: 'reasoning-delta' }],
]);

/** A replacement as the end of an answer, or as all of it. */
export function replacedEvents({ text, metadata }: Replacement, begun: boolean): AnyEvent[] {
  // An index that no block of a model has.
  const index = 1_000_000;
  return [
    ...(begun ? [] : [{ event: 'message-start' }]),
    { event: 'content-block-start', index, content: { type: 'text', text: '' } },
    { event: 'content-block-delta', index, delta: { type: 'text-delta', text } },
    { event: 'content-block-finish', index, content: { type: 'text', text } },
    { event: 'message-finish', reason: 'content_filter', ...(metadata && { responseMetadata: metadata }) },
  ];
}

/** What a record says that is not in the texts. */
export function newsIn(record: Draft, texts: readonly string[]): string {
  const own = Object.keys(record).flatMap((name) => metadataTexts(name, record[name]));
  if (own.length === 0) return '';
  const joined = texts.join('\n\n');
  return own.filter((text) => !joined.includes(text)).join('\n');
}

/** A record without the fields that say something. */
export function stripped(record: Draft): Draft {
  return Object.fromEntries(Object.entries(record).filter(([name, value]) => !saysSomething(name, value)));
}

/** A record without one field. */
export function without(record: Draft, name: string): Draft {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

/** The beginning of a block, before anything of it is said. */
export function bare(content: unknown): unknown {
  const copy = clonePlain(content);
  if (!isDraft(copy)) return copy;
  for (const name of ['args', 'input', 'arguments']) if (typeof copy[name] === 'string') copy[name] = '';
  return copy;
}
