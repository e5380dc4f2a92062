import type { ContentScanner, DetectedSpan, ScanRequest, ScanResult, SpanField } from '../scan/index.js';
import { ask } from './ask.js';
import { runScan } from './run-scan.js';
import { type TextWindow, windowsOf } from './text-windows.js';
import { unite } from './unite.js';

/** UTF-16 code units of a part, the larger first: the service takes 2 MiB of UTF-8 in one scan, and code units have up to 3. */
const PART_CHARS: readonly number[] = [500_000, 100_000];
/** What a part repeats of the one before: more than keys and orders have. */
const OVERLAP_CHARS = 4_096;
/** Parts of one request, and how many of them are scanned at the same time. */
const MAX_PARTS = 64;
const AT_ONCE = 4;
/** Up to this, what a response is judged with goes along with each of its parts. */
const MAX_BESIDE_CHARS = 100_000;

/** Results that parts were tried for. A mark of this module's own: scanners that wrap each other must not try again. */
const TRIED = new WeakSet<object>();

type Run = (scanner: ContentScanner, request: ScanRequest, signal?: AbortSignal) => Promise<ScanResult>;

/**
 * Asks a scanner as `runScan` does. What it cannot scan because of its size is scanned in overlapping parts, a few at a time:
 * the strictest verdict counts, and spans have their places in the whole. A failure of the class `content` is what is left.
 * @throws the abort reason when the signal aborts
 */
export function runInFull(
  scanner: ContentScanner,
  request: ScanRequest,
  signal?: AbortSignal,
): Promise<ScanResult> {
  return inFull(runScan, scanner, request, signal);
}

/** The same for a combinator, as `ask` does. */
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
  // A copy: a scanner may give the same result for everything that it cannot scan.
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
  /** What the part is of, and where it begins there; absent for code, which has no spans. */
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

/** Cuts a request into parts of one text each, with what it is judged by beside it where that is short. */
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
  // Without what it is to rest on, a response would not be judged in full.
  if ((context?.length ?? 0) > MAX_BESIDE_CHARS) return [];
  if (FIELDS.every((field) => (texts[field]?.length ?? 0) <= chars)) return [];
  const beside: ScanRequest = {
    ...(isShort && prompt && { prompt, ...(turns && { turns }) }),
    ...(context && { context }),
  };
  const sectioned = texts.toolOutput || texts.toolInput || response || prompt;
  return FIELDS.flatMap((field) => {
    const text = texts[field];
    // What goes along with each part of the response needs no scan of its own.
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

/** Offsets of a text in one of its windows. */
function within(offsets: readonly number[], { text, start }: TextWindow): number[] {
  return offsets.filter((at) => at >= start && at < start + text.length).map((at) => at - start);
}
