import { isGuardrailError } from '../scan/index.js';
import type { CheckContext } from './check-context.js';
import { refusalOf } from './errors.js';
import type { Guardrail } from './guardrail.js';
import { dataText } from './segments/file-text.js';
import { joinSegments, type Segment, writeRedactions } from './segments/segments.js';
import type { ToolCheck } from './tool-event.js';

/** The decision on what a tool threw. */
export interface ThrownDecision {
  /**
   * `passed`: the thrown value itself. `rewritten`: a new error with only the words of the original. `refused`: the
   * refusal.
   */
  readonly outcome: 'passed' | 'rewritten' | 'refused';
  readonly error: unknown;
}

/** The most values in the fields of an error. An error with more is replaced by one without fields. */
const MAX_VALUES = 20_000;
/** The most characters in the fields of an error. An error with more is replaced by one without fields. */
const MAX_CHARACTERS = 200_000;

/**
 * Evaluates what a tool threw as its output: its words, its fields, the result of its `toJSON`, and its causes. An
 * error that passes is thrown unchanged, so that retry code knows its class. It is replaced by an error with the same
 * name and words, and nothing else, if the policy redacts it, if it reads differently the second time, or if it is too
 * large to judge. Errors of this package hold no content and pass.
 * @throws the abort reason
 */
export async function evaluateThrown(
  guardrail: Pick<Guardrail, 'checkTool'>,
  error: unknown,
  tool: Pick<ToolCheck, 'name' | 'server'>,
  context: CheckContext,
): Promise<ThrownDecision> {
  if (isGuardrailError(error) || context.signal?.aborted === true) return { outcome: 'passed', error };
  const { words, beside, isWhole } = readThrown(error);
  let said = words;
  const segments: Segment[] = [
    {
      text: words,
      write: (redacted) => {
        said = redacted;
        return true;
      },
    },
    // The fields are not written back.
    { text: beside, write: () => true },
  ];
  const decision = await guardrail.checkTool({ ...tool, output: joinSegments(segments) }, context);
  if (decision.outcome === 'block') return { outcome: 'refused', error: refusalOf(decision) };
  if (decision.outcome === 'redact') {
    if (!writeRedactions(segments, decision.redactions)) {
      const refused = { ...decision, outcome: 'block', text: '', redactions: [] } as const;
      return { outcome: 'refused', error: refusalOf({ ...refused, reason: 'redaction_failed' }) };
    }
    return { outcome: 'rewritten', error: errorOf(said) };
  }
  return isWhole ? { outcome: 'passed', error } : { outcome: 'rewritten', error: errorOf(words) };
}

/** Everything that a catcher may read of a thrown value. */
interface ThrownText {
  /** The value as a text, which is what a model is told. */
  readonly words: string;
  /** The rest of what can be read of it. */
  readonly beside: string;
  /** Whether this is everything, and the same at every reading. */
  readonly isWhole: boolean;
}

function readThrown(error: unknown): ThrownText {
  const first = readFields(error);
  const second = readFields(error);
  const isSame = first.words === second.words && first.beside === second.beside;
  return isSame
    ? first
    : { words: first.words, beside: `${first.beside}\n${second.words}\n${second.beside}`, isWhole: false };
}

function readFields(error: unknown): ThrownText {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  const pending: (readonly [name: string, value: unknown])[] = [['', error]];
  let isWhole = true;
  let characters = 0;
  let values = 0;
  const ask = (question: () => unknown): unknown => {
    try {
      return question();
    } catch {
      isWhole = false;
      return undefined;
    }
  };
  const words = textOf(error, ask);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [name, value] = next;
    values += 1;
    if (values > MAX_VALUES || characters > MAX_CHARACTERS) {
      isWhole = false;
      break;
    }
    if (typeof value !== 'object' || value === null) {
      const said = typeof value === 'symbol' || typeof value === 'function' ? '' : String(value ?? '');
      const line = name === '' ? said : `${name}: ${said}`;
      if (!words.includes(said) || name === '' || !NAMED.has(name)) {
        characters += line.length;
        if (line !== words) lines.push(line);
      }
      continue;
    }
    if (seen.has(value)) continue;
    seen.add(value);
    for (const child of childrenOf(value, ask).reverse()) pending.push(child);
  }
  return { words, beside: lines.join('\n'), isWhole };
}

/** Fields that the words already contain. */
const NAMED: ReadonlySet<string> = new Set(['name', 'message', 'stack']);

type Ask = (question: () => unknown) => unknown;
type Child = readonly [name: string, value: unknown];

function childrenOf(value: object, ask: Ask): Child[] {
  if (ArrayBuffer.isView(value)) return [['bytes', dataText(value)]];
  if (value instanceof ArrayBuffer) return [['bytes', dataText(new Uint8Array(value))]];
  const isError = value instanceof Error;
  const children: Child[] = [];
  for (const key of Reflect.ownKeys(value)) {
    const isListed = Reflect.getOwnPropertyDescriptor(value, key)?.enumerable === true;
    // Loggers also read fields of an error that are not enumerable.
    if (!isListed && !isError) continue;
    const field: unknown = ask(() => Reflect.get(value, key));
    const name = typeof key === 'symbol' ? (key.description ?? '') : key;
    children.push([name, name === 'stack' && typeof field === 'string' ? withoutFrames(field) : field]);
  }
  if (isError)
    for (const key of ['name', 'message']) children.push([key, ask(() => Reflect.get(value, key))]);
  for (const [name, item] of entriesOf(value, ask)) children.push([name, item]);
  const toJSON: unknown = ask(() => Reflect.get(value, 'toJSON'));
  if (typeof toJSON === 'function') children.push(['', ask(() => Reflect.apply(toJSON, value, ['']))]);
  return children;
}

/** Returns the entries of maps, sets, headers and similar values. */
function entriesOf(value: object, ask: Ask): Child[] {
  const isKnown =
    value instanceof Map ||
    value instanceof Set ||
    ENTRIES.some((kind) => typeof kind === 'function' && value instanceof kind);
  if (!isKnown) return [];
  const entries: unknown = ask(() => [...(value as Iterable<unknown>)]);
  if (!Array.isArray(entries)) return [];
  return entries.map((entry: unknown): Child => {
    if (!Array.isArray(entry) || entry.length !== 2 || typeof entry[0] !== 'string') return ['', entry];
    return [entry[0], entry[1]];
  });
}

const ENTRIES: readonly unknown[] = ['Headers', 'URLSearchParams', 'FormData'].map((name) =>
  Reflect.get(globalThis, name),
);

/** Cuts the frames off a stack. What is left repeats the words at the time the error was made. */
function withoutFrames(stack: string): string {
  const frames = stack.search(/\n\s{1,20}at /);
  return frames < 0 ? stack : stack.slice(0, frames);
}

/** Returns a thrown value as a text, as frameworks write it for a model. */
function textOf(error: unknown, ask: Ask): string {
  if (typeof error === 'symbol' || typeof error === 'function') return '';
  if (typeof error !== 'object' || error === null) return String(error);
  const toText: unknown = ask(() => Reflect.get(error, 'toString'));
  if (typeof toText !== 'function' || toText === Object.prototype.toString) {
    const json: unknown = ask(() => JSON.stringify(error));
    return typeof json === 'string' ? json : '';
  }
  const text: unknown = ask(() => Reflect.apply(toText, error, []));
  return typeof text === 'string' ? text : '';
}

/** An error as a text: its name, which must be a single word, and its message. */
const NAME_AND_MESSAGE = /^(\w{1,100}): ([\s\S]*)$/;

/** Makes an error with these words and their name, and nothing else. */
function errorOf(words: string): Error {
  const [, name = 'Error', message = words] = NAME_AND_MESSAGE.exec(words) ?? [];
  const error = new Error(message);
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  // A new error would show this place in its stack.
  Object.defineProperty(error, 'stack', { value: `${name}: ${message}`, configurable: true, writable: true });
  return error;
}
