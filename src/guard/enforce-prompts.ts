import { firedFlags, type ScanRequest, type ScanResult } from '../scan/index.js';
import { isIncomplete } from '../scanners/index.js';
import type { CheckContext, Subject } from './check-context.js';
import type { Evaluator } from './evaluate.js';
import { decisionEvent } from './events.js';
import { decide } from './policy/decide.js';
import type { Decision } from './policy/decision.js';
import type { Policy } from './policy/policy.js';
import { joinedReading, type Reading, readingOf } from './segments/readings.js';

/** The most texts that one scan judges, and the most UTF-16 code units of them. */
const MAX_JOINED = { texts: 16, chars: 4_000 };

/** The number of scans that run at a time. */
const CONCURRENCY = 8;

/** Judges texts that are independent of each other, such as texts to embed. */
export type EnforcePrompts = (
  texts: readonly string[],
  context?: CheckContext,
) => Promise<ReadonlyMap<string, Decision>>;

/** The parts that the judging of many texts needs. */
export interface PromptsParts {
  readonly evaluator: Evaluator;
  readonly policy: Policy;
  /** Judges one text and throws if it is refused. */
  enforcePrompt(text: string, context: CheckContext): Promise<Decision>;
}

/**
 * Makes the function that judges each text as a prompt of its own, and equal texts once. Short texts are scanned
 * together, each in a section of its own. If that scan is not a clear allow, each of them is scanned by itself, and
 * those verdicts count. No scan starts after a refusal.
 */
export function createPromptsEnforcer({ evaluator, policy, enforcePrompt }: PromptsParts): EnforcePrompts {
  /** Returns the result of one scan of all texts if it lets all of them pass. */
  const clearResult = async (
    readings: readonly Reading[],
    context: CheckContext,
  ): Promise<ScanResult | undefined> => {
    const reading = joinedReading(readings);
    const subject: Subject = {
      direction: 'prompt',
      field: 'prompt',
      text: reading.text,
      content: (prompt): ScanRequest => ({ prompt }),
    };
    const whose = evaluator.about(context, subject);
    const result = await evaluator.scanReading(subject, reading, whose, context.signal);
    const isClear =
      decide(result, 'prompt', policy).outcome === 'allow' &&
      result.action === 'allow' &&
      !isIncomplete(result) &&
      firedFlags(result).length === 0;
    return isClear ? result : undefined;
  };

  const enforceTogether = async (texts: readonly string[], context: CheckContext): Promise<Decision[]> => {
    const result =
      texts.length < 2
        ? undefined
        : await clearResult(
            texts.map((text) => readingOf(text)),
            context,
          );
    if (result === undefined) {
      const decisions: Decision[] = [];
      for (const text of texts) decisions.push(await enforcePrompt(text, context));
      return decisions;
    }
    return texts.map((text) => {
      const decision: Decision = { direction: 'prompt', outcome: 'allow', text, result, redactions: [] };
      evaluator.report(decisionEvent(decision));
      return decision;
    });
  };

  return async (texts, context = {}) => {
    const queue = batchesOf([...new Set(texts)]).values();
    const decisions = new Map<string, Decision>();
    let failed = false;
    const work = async (): Promise<void> => {
      for (const batch of queue) {
        if (failed) return;
        const made = await enforceTogether(batch, context);
        for (const [at, decision] of made.entries()) decisions.set(batch[at] ?? '', decision);
      }
    };
    try {
      await Promise.all(Array.from({ length: CONCURRENCY }, work));
    } finally {
      failed = true;
    }
    // The decisions, in the order of the texts.
    return new Map([...new Set(texts)].flatMap((text) => entryOf(decisions, text)));
  };
}

function entryOf(decisions: ReadonlyMap<string, Decision>, text: string): [string, Decision][] {
  const decision = decisions.get(text);
  return decision === undefined ? [] : [[text, decision]];
}

/**
 * Groups texts into batches within the limits of one scan. An empty text, which nobody scans, and a long text stay
 * alone.
 */
function batchesOf(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let open: string[] = [];
  let chars = 0;
  for (const text of texts) {
    if (text === '' || text.length > MAX_JOINED.chars) {
      batches.push([text]);
      continue;
    }
    if (open.length === MAX_JOINED.texts || chars + text.length > MAX_JOINED.chars) open = [];
    if (open.length === 0) {
      batches.push(open);
      chars = 0;
    }
    open.push(text);
    chars += text.length;
  }
  return batches;
}
