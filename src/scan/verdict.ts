import { CATEGORIES, CATEGORY_TABLE } from './categories.js';
import type {
  Action,
  PromptDetected,
  ResponseDetected,
  ScanResult,
  Severity,
  ToolDetected,
} from './result.js';

/** Severities from harmless to worst. */
export const SEVERITIES: readonly Severity[] = ['SAFE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** Tells whether `severity` is at least `floor`. */
export function severityAtLeast(severity: Severity, floor: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);
}

/** A scanner's raw answer, before it becomes a verdict. */
export interface RawVerdict {
  /** The scanner's action, as it spelled it. An absent or unknown action never passes. */
  readonly action: string | undefined;
  /** The scanner's category, as it spelled it: `benign`, `malicious`, `suspicious`, `timeout`, ... */
  readonly category: string | undefined;
  /** Whether some detector timed out or failed. */
  readonly incomplete: boolean;
  readonly promptDetected: PromptDetected;
  readonly responseDetected: ResponseDetected;
  readonly toolDetected?: ToolDetected | undefined;
}

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['block', 'block'],
  ['alert', 'warn'],
  ['warn', 'warn'],
  ['allow', 'allow'],
]);

/** Categories by which the service says that its answer is incomplete. */
const INCOMPLETE_CATEGORIES: ReadonlySet<string> = new Set(['error', 'timeout']);

const DLP_CATEGORIES: ReadonlySet<string> = new Set(['dlp_prompt', 'dlp_response', 'tool_dlp']);

type Detected = Pick<RawVerdict, 'promptDetected' | 'responseDetected' | 'toolDetected'>;

/** A detector that fired, and the side on which it fired. */
export interface FiredFlag {
  readonly side: 'prompt' | 'response' | 'tool';
  /** Our name of the detector, or the scanner's name if we have none. */
  readonly flag: string;
  readonly category: string;
}

/** Returns the flags that fired, in table order. Detectors without a name of ours come last. */
export function firedFlags(detected: Detected): FiredFlag[] {
  const { promptDetected, responseDetected, toolDetected } = detected;
  const sides = { prompt: promptDetected, response: responseDetected, tool: toolDetected ?? {} };
  return [
    ...CATEGORY_TABLE.filter(({ side, flag }) => Reflect.get(sides[side], flag) === true),
    ...(promptDetected.other ?? []).map((flag) => ({
      side: 'prompt' as const,
      flag,
      category: `${flag}_prompt`,
    })),
    ...(responseDetected.other ?? []).map((flag) => ({
      side: 'response' as const,
      flag,
      category: `${flag}_response`,
    })),
    ...(toolDetected?.other ?? []).map((flag) => ({ side: 'tool' as const, flag, category: `tool_${flag}` })),
  ];
}

/** Returns the categories of the flags that fired, in table order. Detectors without a name of ours come last. */
export function firedCategories(detected: Detected): string[] {
  return firedFlags(detected).map(({ category }) => category);
}

/**
 * Turns a scanner's answer into action, severity and categories. No other place does so.
 *
 * Action: only `allow` passes; `alert` warns; an unknown or missing action blocks; an incomplete answer is at least a
 * warning. Severity, first row that fits:
 *
 * | what the scanner said | severity |
 * | --- | --- |
 * | only DLP fired, and the category is `malicious` or the action is block | HIGH |
 * | the category is `malicious` or the action is block | CRITICAL |
 * | the category is `suspicious` | HIGH |
 * | any detector fired | MEDIUM |
 * | the category is `error` or `timeout`: the service has no answer | LOW |
 * | else | SAFE |
 *
 * The severity says what was found; `degraded` says that some detector gave no answer. A failed scan is LOW.
 */
export function judge(raw: RawVerdict): Pick<ScanResult, 'action' | 'severity' | 'categories' | 'degraded'> {
  const known = ACTIONS.get(raw.action ?? '');
  // Some clients see the category left out. The action decides.
  const category = raw.category?.toLowerCase() || 'benign';
  const incomplete = raw.incomplete || INCOMPLETE_CATEGORIES.has(category);
  const action: Action = known === undefined ? 'block' : known === 'allow' && incomplete ? 'warn' : known;
  const fired = firedCategories(raw);
  const categories = [...fired];
  if (fired.length === 0) {
    if (category !== 'benign') categories.push(ownWord(category));
    else if (action === 'allow' || (action === 'warn' && !incomplete)) categories.push('safe');
    else if (known === 'block') categories.push('unspecified');
  }
  if (incomplete) categories.push('partial_scan');
  if (known === undefined) categories.push('unknown_action');
  return {
    action,
    severity: severityOf(action, category, fired),
    categories,
    ...(incomplete && { degraded: true }),
  };
}

/**
 * Returns a scanner's own word for a category. Returns `unspecified` for anything that is not a word, and for one of
 * our words that would mean something else.
 */
function ownWord(category: string): string {
  return /^[a-z][a-z0-9_-]{0,49}$/.test(category) && !CATEGORIES.includes(category)
    ? category
    : 'unspecified';
}

function severityOf(action: Action, category: string, fired: readonly string[]): Severity {
  if (category === 'malicious' || action === 'block') {
    const onlyDlp = fired.length > 0 && fired.every((name) => DLP_CATEGORIES.has(name));
    return onlyDlp ? 'HIGH' : 'CRITICAL';
  }
  if (category === 'suspicious') return 'HIGH';
  if (fired.length > 0) return 'MEDIUM';
  return INCOMPLETE_CATEGORIES.has(category) ? 'LOW' : 'SAFE';
}
