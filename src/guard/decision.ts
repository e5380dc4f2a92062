import { firedFlags, isFailedScan, type ScanResult, severityAtLeast } from '../scan/index.js';
import type { Direction, Effect, Policy, Redaction } from './policy.js';

/** What becomes of a text. */
export type Outcome = 'allow' | 'warn' | 'redact' | 'block';

/** Why a text was blocked: a finding, a scan that failed, or a redaction that could not be done in full. */
export type BlockReason = 'violation' | 'scan_failed' | 'redaction_failed';

/** The answer of a check. */
export interface Decision {
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** What may be used from here on: the text itself, the redacted text, or nothing (`''`) when blocked. */
  readonly text: string;
  readonly result: ScanResult;
  /** What was replaced, in order; empty unless the outcome is `redact`. */
  readonly redactions: readonly Redaction[];
  /** Why, when blocked. */
  readonly reason?: BlockReason;
}

/** The outcome by policy, before any redaction has been tried. */
export interface Ruling {
  readonly outcome: Outcome;
  readonly reason?: BlockReason;
  /** Detectors whose findings are to be replaced. */
  readonly redact: readonly string[];
}

const STRICTNESS: readonly Outcome[] = ['allow', 'warn', 'redact', 'block'];

/**
 * The policy's word on a verdict: the strictest of what the failure of the scan, the severity, the scanner's action
 * and the effects of the detectors that fired ask for. The scanner's action counts unless every detector that fired
 * has an effect of its own.
 */
export function decide(result: ScanResult, direction: Direction, policy: Policy): Ruling {
  const onFailure = policy.onScanFailure[direction];
  const fired = firedFlags(result).map(({ side, flag }) => ({
    side,
    flag,
    effect: effectOf(side, flag, policy),
  }));
  const failed = isFailedScan(result);
  if (failed && fired.length === 0 && result.action !== 'block') return rule([onFailure], [], 'scan_failed');
  const { minBlockSeverity } = policy;
  const asked: Outcome[] = [];
  const redact: string[] = [];
  if (minBlockSeverity !== undefined && severityAtLeast(result.severity, minBlockSeverity))
    asked.push('block');
  const explained = fired.length > 0 && fired.every(({ effect }) => effect !== 'follow');
  // A verdict that was not understood may rest on more than the detectors that we know.
  if (!explained || result.categories.includes('unknown_action')) asked.push(followed(result, policy));
  for (const { side, flag, effect } of fired) {
    if (effect === 'follow') continue;
    if (effect !== 'redact') asked.push(effect);
    // The prompt that travels beside a response has been redacted by its own check. Any other finding is about the
    // text itself, whatever part of the answer the scanner put it in.
    else if (direction === 'response' && side === 'prompt') asked.push('allow');
    else {
      asked.push('redact');
      redact.push(flag);
    }
  }
  const ruling = rule(asked, redact, 'violation');
  // An incomplete answer is judged for what it found and, beyond that, as a failure.
  return (failed || result.degraded === true) && strictness(onFailure) > strictness(ruling.outcome)
    ? rule([onFailure], redact, 'scan_failed')
    : ruling;
}

function strictness(outcome: Outcome): number {
  return STRICTNESS.indexOf(outcome);
}

function rule(asked: readonly Outcome[], redact: readonly string[], reason: BlockReason): Ruling {
  const outcome = asked.reduce(
    (worst, next) => (strictness(next) > strictness(worst) ? next : worst),
    'allow',
  );
  return { outcome, redact, ...(outcome === 'block' && { reason }) };
}

function followed(result: ScanResult, policy: Policy): Outcome {
  if (result.action === 'allow') return 'allow';
  return result.action === 'warn' ? policy.verdict.warn : policy.verdict.block;
}

function effectOf(side: Direction, flag: string, policy: Policy): Effect {
  return policy.effects[side].get(flag) ?? 'follow';
}
