import { isDeepStrictEqual } from 'node:util';
import { isGuardrailError } from 'airs-guardrails';
import { sensitiveData } from 'airs-guardrails/local';
import type { AnyPart } from '../ai-sdk/versions.js';
import type { FuzzCase, Outcome } from './case.js';
import { deltasJoined } from './drive-ai-sdk.js';
import { readingsOf } from './readings.js';
import { MAX_SCANS } from './scanners.js';

/** What is wrong with what came out. */
export interface Violation {
  readonly kind: 'leak' | 'hang' | 'scans' | 'changed' | 'broken json' | 'crash';
  /** What shows it; texts of the fuzzer's own making. */
  readonly evidence: string;
}

/** Judges what came of a case. `bare` is what comes without a guard, where that is known. */
export function violationOf(given: FuzzCase, outcome: Outcome, bare?: Outcome): Violation | undefined {
  if (outcome.hung) return { kind: 'hang', evidence: `after ${outcome.scans} scans` };
  if (outcome.scans > MAX_SCANS) return { kind: 'scans', evidence: String(outcome.scans) };
  const crash = outcome.told.find((error) => error instanceof Error && isForeign(error));
  if (crash instanceof Error && bare?.failures.length === 0)
    return { kind: 'crash', evidence: crash.stack ?? crash.message };
  return leakIn(given, outcome) ?? changeIn(given, outcome, bare) ?? brokenJson(given, outcome);
}

function isForeign(error: Error): boolean {
  return !isGuardrailError(error) && error.message !== 'refused';
}

const EXCERPT = 120;

function leakIn({ scanner, needle }: FuzzCase, { received, joined, told }: Outcome): Violation | undefined {
  if (scanner === 'allow') return undefined;
  const leaked = readingsOf([...received, ...joined, ...told]).find((text) => reads(text, needle, scanner));
  if (leaked === undefined) return undefined;
  const at = Math.max(0, leaked.indexOf(needle) - EXCERPT);
  return { kind: 'leak', evidence: JSON.stringify(leaked.slice(at, at + 2 * EXCERPT)) };
}

/** Whether a reader finds it: the engine's own word counts where its rules ask for more than the bare data. */
function reads(text: string, needle: string, scanner: FuzzCase['scanner']): boolean {
  const spellings = scanner === 'secrets' ? [needle, needle.replaceAll(' ', '')] : [needle];
  return spellings.some((spelling) => {
    const at = text.indexOf(spelling);
    if (at < 0) return false;
    if (scanner === 'canary') return true;
    return sensitiveData()
      .find(text)
      .some(({ start, end }) => start < at + spelling.length && end > at);
  });
}

/** What passes has to be what came. */
function changeIn(
  { scanner, subject }: FuzzCase,
  outcome: Outcome,
  bare: Outcome | undefined,
): Violation | undefined {
  if (scanner !== 'allow' || bare === undefined || subject.kind === 'ui-stream') return undefined;
  // What fails by itself is no case.
  if (bare.failures.some((error) => error instanceof TypeError)) return undefined;
  const [mine, other] = [comparable(outcome), comparable(bare)];
  if (isDeepStrictEqual(mine, other)) return undefined;
  const index = mine.findIndex((item, place) => !isDeepStrictEqual(item, other[place]));
  const evidence = JSON.stringify({
    at: index,
    guarded: mine[index],
    bare: other[index],
    of: [mine.length, other.length],
  });
  return { kind: 'changed', evidence: evidence.slice(0, 1_000) };
}

/** Parts that may overtake others, or wait for the end. */
const UNORDERED: ReadonlySet<unknown> = new Set(['stream-start', 'response-metadata', 'ping', 'raw']);

function comparable({ received, failures }: Outcome): unknown[] {
  // The provider's own chunks wait for the end of their answer: behind the last end, none leaves.
  const end = received.findLastIndex((item) => Object(item).type === 'finish');
  const kept = received.filter((item, index) => Object(item).type !== 'raw' || index < end);
  const plain = kept.map((item) => withoutOwn(item));
  const isMoving = (item: unknown): boolean => UNORDERED.has(Object(item).type);
  const moving = plain.filter(isMoving).map((item) => JSON.stringify(item));
  return [...plain.filter((item) => !isMoving(item)), ...moving.sort(), failures.length];
}

const VOLATILE: ReadonlySet<string> = new Set(['id', 'lc_kwargs', 'runId', 'timestamp']);
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/;

/** A value without what the guard says of its checks, and what differs from run to run. */
function withoutOwn(value: unknown): unknown {
  if (value instanceof Error) return value.message;
  if (typeof value === 'string') return UUID.test(value) ? 'an id' : value;
  if (Array.isArray(value)) return value.map(withoutOwn);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).flatMap(([key, item]) => {
    if (item === undefined || (VOLATILE.has(key) && typeof item === 'object')) return [];
    if (key === 'id' && typeof item === 'string' && UUID.test(item)) return [];
    if (key !== 'providerMetadata') return [[key, withoutOwn(item)] as const];
    const { guardrail: _, ...rest } = Object(item);
    return Object.keys(rest).length === 0 ? [] : [[key, withoutOwn(rest)] as const];
  });
  return Object.fromEntries(fields);
}

/** JSON that somebody parses is JSON afterwards. */
function brokenJson({ subject }: FuzzCase, outcome: Outcome): Violation | undefined {
  if (outcome.failures.length > 0 || (subject.kind !== 'stream' && subject.kind !== 'text-stream'))
    return undefined;
  if (subject.kind === 'text-stream') {
    const said = String(outcome.received[0] ?? '');
    return parses(subject.pieces.join('')) && !parses(said)
      ? { kind: 'broken json', evidence: said }
      : undefined;
  }
  const received = outcome.received as readonly AnyPart[];
  for (const { type, toolCallId, input } of subject.parts) {
    if (type !== 'tool-call' || typeof input !== 'string' || !parses(input)) continue;
    const call = received.find((part) => part.type === type && part['toolCallId'] === toolCallId);
    const now = String(call?.['input']);
    if (call !== undefined && !parses(now)) return { kind: 'broken json', evidence: now };
  }
  const isText = ({ type }: AnyPart): boolean => type === 'text-delta';
  // A text in several blocks is no JSON of anybody's.
  if (new Set(subject.parts.filter(isText).map(({ id }) => id)).size > 1) return undefined;
  const [said = ''] = deltasJoined(subject.parts.filter(isText));
  const [now = ''] = deltasJoined(received.filter(isText));
  return parses(said) && !parses(now) ? { kind: 'broken json', evidence: now } : undefined;
}

function parses(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
