import { firedFlags, isFailedScan, type ScanResult, severityAtLeast } from '../../scan/index.js';
import { isLocallyDecided } from '../../scanners/index.js';
import { type BlockReason, type Outcome, type Ruling, strictness } from './decision.js';
import type { Direction, Effect } from './effects.js';
import { anyFailure, failureEffectOf } from './on-failure.js';
import type { Policy } from './policy.js';

/**
 * Decides what a verdict leads to under a policy: to the strictest of what the failure of the scan, the severity, the
 * scanner's action and the effects of the detectors that fired ask for. The scanner's action counts unless every
 * detector that fired has an effect of its own.
 *
 * Where `onScanFailure` says `local` a failed or incomplete result is a block; only what a guardrail had its embedded engine
 * decide on in its place is judged as a full answer.
 * @example
 * const { outcome } = decide(await scanner.scan({ prompt }), 'prompt', resolvePolicy('strict'));
 */
export function decide(result: ScanResult, direction: Direction, policy: Policy): Ruling {
  const failures = policy.onScanFailure[direction];
  const asked = failureEffectOf(failures, result);
  const onFailure = asked === 'local' ? 'block' : asked;
  // The engine's own verdict does not say which failure it stands for.
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
    // The prompt that travels beside a response has been redacted by its own check. Any other finding is about the
    // text itself, whatever part of the answer the scanner put it in.
    else if (direction === 'response' && side === 'prompt') wanted.push('allow');
    else {
      wanted.push('redact');
      redact.push(flag);
    }
  }
  const ruling = rule(wanted, redact, 'violation');
  // An incomplete answer is judged for what it found and, beyond that, as a failure.
  const incomplete =
    failed || (!settled && (result.degraded === true || result.categories.includes('partial_scan')));
  return incomplete && strictness(onFailure) > strictness(ruling.outcome)
    ? rule([onFailure], redact, 'scan_failed')
    : ruling;
}

/**
 * What the service says of every tool event that it blocks, whatever fired (reported live, 2026-08). It repeats that something
 * did, and explains nothing.
 */
const REPEATING: ReadonlySet<string> = new Set(['context poisoning']);

/** Whether the detectors that fired account for the verdict, and each has an effect of its own. */
function isExplained(result: ScanResult, fired: readonly { effect: Effect }[]): boolean {
  if (fired.length === 0 || fired.some(({ effect }) => effect === 'follow')) return false;
  // Threats in words, a verdict that was not understood and a block without a reason may rest on more than the
  // detectors that we know.
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
 * Returns the effects that a finding has: that of its detector on its side. Scanners report findings in a tool event
 * under the prompt too; there the tool's effect counts, and the side's own where it is stricter than a pass.
 */
function effectsOf(side: Direction, flag: string, direction: Direction, policy: Policy): Effect[] {
  const own = policy.effects[side].get(flag) ?? 'follow';
  if (direction !== 'tool' || side === 'tool') return [own];
  const tool = policy.effects.tool.get(flag) ?? 'follow';
  return own === 'follow' || own === 'allow' ? [tool] : [tool, own];
}
