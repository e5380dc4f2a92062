import { inspect } from 'node:util';
import { expect } from 'vitest';
import { CARD, CARD_DIGITS } from '../../ai-sdk/card.js';
import type { Kit } from './kit.js';

/** Everything of a value that anybody could find: hidden fields, symbols, maps, causes of errors. */
export function deepText(value: unknown): string {
  return inspect(value, { depth: 12, showHidden: true, maxArrayLength: null, maxStringLength: null });
}

/** The secret as it is, as digits, and as its last group, which no cut of it hides. */
const TRACES = [CARD, CARD_DIGITS, '1111-1111', '4111-1111', '11111111'];

/** Where a secret can be found in what was seen. */
export function traces(value: unknown): string[] {
  const text = deepText(value);
  return TRACES.filter((trace) => text.includes(trace)).map((trace) => {
    const at = text.indexOf(trace);
    return text.slice(Math.max(0, at - 200), at + 40);
  });
}

/** One call of a handler. */
interface Told {
  readonly method: string;
  readonly args: readonly unknown[];
  /** What there was of the secret when it was told. */
  readonly traces: readonly string[];
}

/** A handler of callbacks that sees everything. */
export interface Watcher {
  readonly handler: object;
  readonly told: readonly Told[];
}

const KINDS = ['LLM', 'ChatModel', 'Chain', 'Tool', 'Retriever'];
const WHENS = ['Start', 'End', 'Error', 'NewToken', 'Event', 'StreamEvent'];

/** Whether what a run starts with is looked at too; a prompt that is refused is known to tracers. */
export function watcher({ seesStarts = true }: { seesStarts?: boolean } = {}): Watcher {
  const told: Told[] = [];
  const handler: Record<string, unknown> = { name: 'watcher', awaitHandlers: true, raiseError: false };
  const methods = KINDS.flatMap((kind) => WHENS.map((when) => `handle${kind}${when}`));
  for (const method of [
    ...methods,
    'handleText',
    'handleCustomEvent',
    'handleAgentAction',
    'handleAgentEnd',
  ]) {
    // It would change how models are called.
    if (method === 'handleChatModelStreamEvent') continue;
    handler[method] = (...given: unknown[]) => {
      const isStart = method.endsWith('Start');
      if (isStart && !seesStarts) return;
      // A start tells first what is run: for a scripted model, with all its answers.
      const args = isStart ? given.slice(1) : given;
      told.push({ method, args, traces: traces(args) });
    };
  }
  return { handler, told };
}

/** Fails where handlers were told of the secret, or where it is in what was received. */
export function nothingIn(told: Watcher['told'], received: unknown): void {
  const leaks = told.flatMap(({ method, traces: own }) => own.map((text) => `${method}: ${text}`));
  const found = [...traces(received), ...leaks].join('\n');
  expect(found, found).toBe('');
}

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A value as plain data, to compare: classes by name, and without what differs from run to run. */
export function comparable(value: unknown): unknown {
  const seen = new Map<object, unknown>();
  const visit = (inner: unknown): unknown => {
    if (typeof inner === 'string') return TIME.test(inner) ? '<time>' : inner.replaceAll(UUID, '<uuid>');
    if (typeof inner === 'function') return '<function>';
    if (typeof inner !== 'object' || inner === null) return inner;
    const known = seen.get(inner);
    if (known !== undefined) return '<again>';
    if (Array.isArray(inner)) {
      const items: unknown[] = [];
      seen.set(inner, items);
      for (const item of inner) items.push(visit(item));
      seen.delete(inner);
      return items;
    }
    const made: Record<string, unknown> = { '<class>': inner.constructor?.name };
    seen.set(inner, made);
    if (inner instanceof Error) made['message'] = inner.message;
    for (const [key, item] of Object.entries(inner)) {
      if (item !== undefined && !VOLATILE.has(key)) made[key] = visit(item);
    }
    seen.delete(inner);
    return made;
  };
  return visit(value);
}

/** Fields that differ from run to run, and those that name the model's own callbacks. */
const VOLATILE: ReadonlySet<string> = new Set(['id', 'start_time', 'end_time', 'checkpoint_id', 'callbacks']);

/**
 * Without what differs on purpose: a provider's own events, which never pass a guard, and the chunk with the usage, which
 * ChatOpenAI 0.6 gives to the consumer but does not tell callbacks of.
 */
export function known(
  { version }: Kit,
  outcome: { readonly received?: unknown; readonly error?: unknown },
): unknown {
  const drops = (item: unknown): boolean => {
    const { event, data } = Object(item);
    const chunk = Array.isArray(item) ? item[0] : Object(data).chunk;
    const { content, usage_metadata, tool_call_chunks = [] } = Object(chunk);
    const isUsage = usage_metadata !== undefined && content === '' && tool_call_chunks.length === 0;
    return event === 'provider' || (version === '0.3.80' && isUsage);
  };
  const visit = (value: unknown): unknown =>
    Array.isArray(value) ? value.filter((item) => !drops(item)).map(visit) : value;
  return visit(outcome.received);
}
