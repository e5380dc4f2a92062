import type { ContentScanner, DetectedSpan, ScanRequest, ScanResult, SpanField } from '../scan/index.js';
import { ask } from './ask.js';
import { runScan } from './run-scan.js';
import { type TextWindow, windowsOf } from './text-windows.js';
import { unite } from './unite.js';

/**
 * The UTF-16 code units of a part, the larger size first. The service takes 2 MiB of UTF-8 in one scan, and a code unit
 * has up to 3 bytes.
 */
const PART_CHARS: readonly number[] = [500_000, 100_000];
/** The length that a part repeats of the part before. No key or instruction is longer. */
const OVERLAP_CHARS = 4_096;
/** The most parts of one request, and the most that are scanned at the same time. */
const MAX_PARTS = 64;
const AT_ONCE = 4;
/** The most code units of the prompt or context that are sent with each part of a response. */
const MAX_BESIDE_CHARS = 100_000;

/**
 * Results for which parts were already tried. The mark is private to this module, so that scanners that wrap each other
 * do not try again.
 */
const TRIED = new WeakSet<object>();

type Run = (scanner: ContentScanner, request: ScanRequest, signal?: AbortSignal) => Promise<ScanResult>;

/**
 * Asks a scanner as `runScan` does. Content that is too large for it is scanned in overlapping parts, a few at a time.
 * The strictest verdict counts, and spans have their places in the whole text. A failure of the class `content` remains
 * if the parts cannot be scanned either.
 * @throws the abort reason when the signal aborts
 */
export function runInFull(
  scanner: ContentScanner,
  request: ScanRequest,
  signal?: AbortSignal,
): Promise<ScanResult> {
  return inFull(runScan, scanner, request, signal);
}

/** Asks a scanner for a combinator, as `ask` does, in parts if needed. */
export function askInFull(
  scanner: ContentScanner,
  request: ScanRequest,
  signal?: AbortSignal,
): Promise<ScanResult> {
  return inFull(ask, scanner, request, signal);
}

async function inFull(
  run: Run,
  scanner: ContentScanner,
  request: ScanRequest,
  signal: AbortSignal | undefined,
): Promise<ScanResult> {
  let whole = await run(scanner, request, signal);
  if (!isTooLarge(whole)) return whole;
  for (const chars of PART_CHARS) {
    const parts = partsOf(request, chars);
    const [first, ...others] = parts.length > MAX_PARTS || parts.length < 2 ? [] : parts;
    if (first === undefined) continue;
    const results = await scanParts(run, scanner, [first, ...others], signal);
    whole = unite(request, results);
    if (!results.some(isTooLarge)) break;
  }
  // It is a copy, because a scanner may return the same result for everything that it cannot scan.
  const tried = { ...whole };
  TRIED.add(tried);
  return tried;
}

function isTooLarge(result: ScanResult): boolean {
  return result.failure?.kind === 'content' && !TRIED.has(result);
}

/** A part of a request. */
interface RequestPart {
  readonly request: ScanRequest;
  /**
   * The field that the part is cut from, and the offset of the part in it. The field is undefined for code, which has
   * no spans.
   */
  readonly field: SpanField | undefined;
  readonly start: number;
}

async function scanParts(
  run: Run,
  scanner: ContentScanner,
  parts: readonly [RequestPart, ...RequestPart[]],
  signal: AbortSignal | undefined,
): Promise<[ScanResult, ...ScanResult[]]> {
  const results = new Map<RequestPart, ScanResult>();
  const pending = [...parts].reverse();
  const work = async (): Promise<void> => {
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      const { field, start } = part;
      const result = await run(scanner, part.request, signal);
      const spans = result.spans?.map(
        (span): DetectedSpan =>
          span.field === field ? { ...span, start: span.start + start, end: span.end + start } : span,
      );
      results.set(part, spans === undefined ? result : { ...result, spans });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, parts.length) }, work));
  const [first, ...others] = parts.flatMap((part) => results.get(part) ?? []);
  if (first === undefined) throw new RangeError('A request has no parts');
  return [first, ...others];
}

/** The fields of a request that are cut. */
type TextField = 'prompt' | 'response' | 'codePrompt' | 'codeResponse' | 'toolInput' | 'toolOutput';

const FIELDS: readonly TextField[] = [
  'prompt',
  'response',
  'codePrompt',
  'codeResponse',
  'toolInput',
  'toolOutput',
];

/** Cuts a request into parts of one text each. Short accompanying texts are sent with each part. */
function partsOf(request: ScanRequest, chars: number): RequestPart[] {
  const { prompt, response, context, codePrompt, codeResponse, toolEvent, sections, turns, ...rest } =
    request;
  const texts: Readonly<Record<TextField, string | undefined>> = {
    prompt,
    response,
    codePrompt,
    codeResponse,
    toolInput: toolEvent?.input,
    toolOutput: toolEvent?.output,
  };
  const isShort = (prompt?.length ?? 0) <= MAX_BESIDE_CHARS;
  // Without its context, a response would not be judged in full.
  if ((context?.length ?? 0) > MAX_BESIDE_CHARS) return [];
  if (FIELDS.every((field) => (texts[field]?.length ?? 0) <= chars)) return [];
  const beside: ScanRequest = {
    ...(isShort && prompt && { prompt, ...(turns && { turns }) }),
    ...(context && { context }),
  };
  const sectioned = texts.toolOutput || texts.toolInput || response || prompt;
  return FIELDS.flatMap((field) => {
    const text = texts[field];
    // A prompt that is sent with each part of the response needs no scan of its own.
    if (!text || (field === 'prompt' && response && isShort)) return [];
    const windows = windowsOf(text, { windowChars: chars, overlapChars: OVERLAP_CHARS });
    return windows.map((window): RequestPart => {
      const own: ScanRequest = {
        ...rest,
        ...(field === 'response' && beside),
        ...contentOf(field, window.text, toolEvent),
        ...(sections && text === sectioned && { sections: within(sections, window) }),
        ...(turns && field === 'prompt' && { turns: within(turns, window) }),
      };
      const isLocated = field !== 'codePrompt' && field !== 'codeResponse';
      return { request: own, field: isLocated ? field : undefined, start: window.start };
    });
  });
}

function contentOf(field: TextField, text: string, toolEvent: ScanRequest['toolEvent']): ScanRequest {
  if (field !== 'toolInput' && field !== 'toolOutput') return { [field]: text };
  if (toolEvent === undefined) return {};
  const { metadata } = toolEvent;
  return {
    toolEvent: field === 'toolInput' ? { metadata, input: text } : { metadata, output: text },
  };
}

/** Returns the offsets of a text relative to one of its windows. */
function within(offsets: readonly number[], { text, start }: TextWindow): number[] {
  return offsets.filter((at) => at >= start && at < start + text.length).map((at) => at - start);
}
