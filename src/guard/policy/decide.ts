import { firedFlags, isFailedScan, type ScanResult, severityAtLeast } from '../../scan/index.js';
import { isLocallyDecided } from '../../scanners/index.js';
import { type BlockReason, type Outcome, type Ruling, strictness } from './decision.js';
import type { Direction, Effect } from './effects.js';
import { anyFailure, failureEffectOf } from './on-failure.js';
import type { Policy } from './policy.js';

/**
 * Decides what a verdict leads to under a policy. The strictest effect wins: that of the failed scan, of the severity,
 * of the scanner's action, or of a detector that fired. The scanner's action counts unless every detector that fired
 * has an effect of its own. Under `onScanFailure: 'local'` a failed or incomplete result is a block. A verdict of the
 * embedded engine, which a guardrail asks in that case, is judged as a complete answer.
 * @example
 * const { outcome } = decide(await scanner.scan({ prompt }), 'prompt', resolvePolicy('strict'));
 */
export function decide(result: ScanResult, direction: Direction, policy: Policy): Ruling {
  const failures = policy.onScanFailure[direction];
  const asked = failureEffectOf(failures, result);
  const onFailure = asked === 'local' ? 'block' : asked;
  // The engine's own verdict does not say which failure it stands in for.
  const settled = isLocallyDecided(result) && anyFailure(failures, ['local']);
  const { minBlockSeverity } = policy;
  const severe = minBlockSeverity !== undefined && severityAtLeast(result.severity, minBlockSeverity);
  const fired = firedFlags(result).flatMap(({ side, flag }) =>
    effectsOf(side, flag, direction, policy).map((effect) => ({ side, flag, effect })),
  );
  const failed = !settled && isFailedScan(result);
  if (failed && fired.length === 0 && result.action !== 'block') {
    return rule(severe ? [onFailure, 'block'] : [onFailure], [], 'scan_failed');
  }
  const wanted: Outcome[] = severe ? ['block'] : [];
  const redact: string[] = [];
  if (!isExplained(result, fired)) wanted.push(followed(result, policy));
  for (const { side, flag, effect } of fired) {
    if (effect === 'follow') continue;
    if (effect !== 'redact') wanted.push(effect);
    // The prompt sent with a response was redacted by its own check. Any other finding concerns the text itself, even
    // if the scanner reports it for another part of the answer.
    else if (direction === 'response' && side === 'prompt') wanted.push('allow');
    else {
      wanted.push('redact');
      redact.push(flag);
    }
  }
  const ruling = rule(wanted, redact, 'violation');
  // An incomplete answer is judged by its findings and, in addition, as a failure.
  const incomplete =
    failed || (!settled && (result.degraded === true || result.categories.includes('partial_scan')));
  return incomplete && strictness(onFailure) > strictness(ruling.outcome)
    ? rule([onFailure], redact, 'scan_failed')
    : ruling;
}

/**
 * Threats that the service reports for every tool event it blocks (reported live, 2026-08). They only repeat that
 * something fired, so they explain nothing.
 */
const REPEATING: ReadonlySet<string> = new Set(['context poisoning']);

/** Tells whether the detectors that fired explain the verdict, and each has an effect of its own. */
function isExplained(result: ScanResult, fired: readonly { effect: Effect }[]): boolean {
  if (fired.length === 0 || fired.some(({ effect }) => effect === 'follow')) return false;
  // Threats in words, a verdict that was not understood, and a block without a reason may rest on detectors that are
  // not known here.
  return (
    (result.toolDetected?.threats ?? []).every((threat) => REPEATING.has(threat.toLowerCase())) &&
    !result.categories.some((category) => category === 'unknown_action' || category === 'unspecified')
  );
}

function rule(asked: readonly Outcome[], redact: readonly string[], reason: BlockReason): Ruling {
  const outcome = asked.reduce(
    (worst, next) => (strictness(next) > strictness(worst) ? next : worst),
    'allow',
  );
  return { outcome, redact: [...new Set(redact)], ...(outcome === 'block' && { reason }) };
}

function followed(result: ScanResult, policy: Policy): Outcome {
  if (result.categories.includes('unknown_action')) return policy.verdict.block;
  if (result.action === 'allow') return 'allow';
  return result.action === 'warn' ? policy.verdict.warn : policy.verdict.block;
}

/**
 * Returns the effects of a finding: the effect of its detector on its side. Scanners also report findings in tool
 * events under the prompt. For those the tool's effect counts, and the prompt's effect too if it is stricter than a
 * pass.
 */
function effectsOf(side: Direction, flag: string, direction: Direction, policy: Policy): Effect[] {
  const own = policy.effects[side].get(flag) ?? 'follow';
  if (direction !== 'tool' || side === 'tool') return [own];
  const tool = policy.effects.tool.get(flag) ?? 'follow';
  return own === 'follow' || own === 'allow' ? [tool] : [tool, own];
}
