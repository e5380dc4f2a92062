import {
  type Action,
  CATEGORIES,
  type DetectedSpan,
  firedCategories,
  firedFlags,
  isFailedScan,
  mergeSpans,
  type ScanRequest,
  type ScanResult,
  SEVERITIES,
  type Severity,
  severityAtLeast,
} from '../scan/index.js';
import { isIncomplete, reportsFinding } from './ask.js';

const STRICTNESS: readonly Action[] = ['allow', 'warn', 'block'];

/** The name of a detector that must have fired but that the scanner did not name. */
const UNNAMED = 'unspecified';

/**
 * Unites several verdicts on one request into one that is as strict as each of them under every policy. Flags,
 * categories and spans are united. Severity and scores are the highest. Ids, profile and source are those of the
 * strictest verdict. If only some scans failed, the result is at least a warning and degraded.
 */
export function unite(request: ScanRequest, results: readonly [ScanResult, ...ScanResult[]]): ScanResult {
  const answered = results.filter((result) => !isFailedScan(result));
  const allFailed = answered.length === 0;
  const winner = (allFailed ? results : answered).reduce(stricter, answered[0] ?? results[0]);
  const incomplete = results.some(isIncomplete);
  const worst = results.map(({ action }) => action).reduce(stricterAction);
  const action = worst === 'allow' && incomplete ? 'warn' : worst;
  const flags = withUnnamed(request, results, {
    promptDetected: uniteFlags(results.map(({ promptDetected }) => promptDetected)) ?? winner.promptDetected,
    responseDetected:
      uniteFlags(results.map(({ responseDetected }) => responseDetected)) ?? winner.responseDetected,
    toolDetected: uniteFlags(
      results.flatMap(({ toolDetected }) => (toolDetected === undefined ? [] : [toolDetected])),
    ),
  });
  const failure = ownFault(results) ?? (allFailed ? winner.failure : undefined);
  const spans = uniteSpans(results.flatMap((result) => result.spans ?? []));
  const injection = results.flatMap(({ scores }) => scores?.injection ?? []);
  const { toolDetected, ...sides } = flags;
  const { degraded, scores, spans: own, toolDetected: ownTool, ...identity } = winner;
  return {
    ...identity,
    ...(failure !== undefined && { failure }),
    action,
    severity: results.map((result) => result.severity).reduce(higher),
    categories: uniteCategories(
      [...results.flatMap((result) => result.categories), ...firedCategories(flags)],
      { incomplete, allFailed },
    ),
    ...sides,
    ...(toolDetected !== undefined && { toolDetected }),
    latencyMs: Math.max(...results.map(({ latencyMs }) => latencyMs)),
    ...(incomplete && !allFailed && { degraded: true }),
    ...(spans.length > 0 && { spans }),
    ...(injection.length > 0 && { scores: { injection: Math.max(...injection) } }),
  };
}

/**
 * Returns the class of a failure that is not an outage, if there is one. A policy that lets outages pass must not let
 * content pass that one scanner could not scan, only because another one was down or answered.
 */
function ownFault(results: readonly ScanResult[]): ScanResult['failure'] {
  const faults = results.flatMap(({ failure }) => failure ?? []);
  return faults.find(({ kind }) => kind !== 'outage' && kind !== 'response');
}

const stricterAction = (one: Action, other: Action): Action =>
  STRICTNESS.indexOf(other) > STRICTNESS.indexOf(one) ? other : one;

const higher = (one: Severity, other: Severity): Severity => (severityAtLeast(one, other) ? one : other);

/** Returns the stricter of two verdicts, or the first if they are equal. */
function stricter(one: ScanResult, other: ScanResult): ScanResult {
  if (one.action !== other.action)
    return stricterAction(one.action, other.action) === one.action ? one : other;
  return SEVERITIES.indexOf(other.severity) > SEVERITIES.indexOf(one.severity) ? other : one;
}

type Flags = Pick<ScanResult, 'promptDetected' | 'responseDetected'> & {
  readonly toolDetected: ScanResult['toolDetected'];
};

/**
 * Gives a verdict without a reason a flag of its own. Without it, flags of another scanner would seem to explain the
 * verdict, and a policy that forgives those flags would forgive the verdict too.
 */
function withUnnamed(request: ScanRequest, results: readonly ScanResult[], flags: Flags): Flags {
  if (firedFlags(flags).length === 0 || !results.some(isUnexplained)) return flags;
  if (request.toolEvent !== undefined)
    return { ...flags, toolDetected: addUnnamed(flags.toolDetected ?? {}) };
  return request.response !== undefined || request.codeResponse !== undefined
    ? { ...flags, responseDetected: addUnnamed(flags.responseDetected) }
    : { ...flags, promptDetected: addUnnamed(flags.promptDetected) };
}

function isUnexplained(result: ScanResult): boolean {
  if (result.action === 'allow' || firedFlags(result).length > 0) return false;
  // A warning that says only that the answer is incomplete is already expressed by `degraded`.
  return !isIncomplete(result) || reportsFinding(result);
}

function addUnnamed<Detected extends { readonly other?: readonly string[] }>(detected: Detected): Detected {
  return { ...detected, other: [...new Set([...(detected.other ?? []), UNNAMED])] };
}

/**
 * Unites the flags of one side. A flag that fired anywhere counts, and lists are united. Returns undefined if no result
 * has the side.
 */
function uniteFlags<Detected extends object>(parts: readonly Detected[]): Detected | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const united = new Map<string, unknown>();
  for (const [flag, value] of parts.flatMap((part): [string, unknown][] => Object.entries(part))) {
    const before = united.get(flag);
    if (Array.isArray(value)) {
      united.set(flag, [...new Set([...(Array.isArray(before) ? before : []), ...value])]);
    } else if (value !== undefined) united.set(flag, before === true || value);
  }
  return { ...first, ...Object.fromEntries(united) };
}

/**
 * Unites the spans of each detector separately. A span of one detector must not replace that of another, because a
 * policy redacts by detector.
 */
function uniteSpans(spans: readonly DetectedSpan[]): DetectedSpan[] {
  const detectors = [...new Set(spans.map(({ detector }) => detector))];
  return detectors
    .flatMap((detector) => mergeSpans(spans.filter((span) => span.detector === detector)))
    .sort((a, b) => (a.field === b.field ? a.start - b.start : a.field < b.field ? -1 : 1));
}

const SAFE_RANK = CATEGORIES.indexOf('safe');

/** Returns the rank of a category in the canonical order. Unknown names come after the known detectors. */
function rank(category: string): number {
  const index = CATEGORIES.indexOf(category);
  return index < 0 ? SAFE_RANK - 0.5 : index;
}

function uniteCategories(
  names: readonly string[],
  { incomplete, allFailed }: { readonly incomplete: boolean; readonly allFailed: boolean },
): string[] {
  const united = new Set(names);
  if (!allFailed) {
    // `api_error` means that nothing was judged, but here something was.
    united.delete('api_error');
    if (incomplete) united.add('partial_scan');
  }
  if (united.size > 1) united.delete('safe');
  return [...united].sort((a, b) => rank(a) - rank(b));
}
