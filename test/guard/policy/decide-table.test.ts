import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/guard/policy/decide.js';
import type { Outcome } from '../../../src/guard/policy/decision.js';
import type { Direction, Effect, FailureEffect } from '../../../src/guard/policy/effects.js';
import { type Policy, resolvePolicy } from '../../../src/guard/policy/policy.js';
import type { PolicyPreset } from '../../../src/guard/policy/presets.js';
import { type Action, type ScanResult, SEVERITIES, type Severity } from '../../../src/scan/index.js';
import { firing } from '../support.js';

const DIRECTIONS: readonly Direction[] = ['prompt', 'response', 'tool'];
const PRESETS: readonly PolicyPreset[] = ['strict', 'balanced', 'redact', 'monitor'];
const EFFECTS: readonly (Effect | 'unset')[] = ['unset', 'follow', 'allow', 'warn', 'redact', 'block'];
const FAILURES: readonly FailureEffect[] = ['allow', 'warn', 'block', 'local'];
const FLOORS: readonly (Severity | undefined)[] = [undefined, 'MEDIUM', 'CRITICAL'];
const ACTIONS: readonly string[] = ['allow', 'warn', 'block', 'unheard-of'];
const STATES = ['complete', 'degraded', 'partial', 'failed'] as const;
/** What fires: by name, and the detector that the effect is set for. */
const FIRED: readonly (readonly string[])[] = [[], ['dlp'], ['urlCats'], ['dlp', 'urlCats']];
const ORDER: readonly Outcome[] = ['allow', 'warn', 'redact', 'block'];

interface Row {
  readonly direction: Direction;
  readonly preset: PolicyPreset;
  /** Of `dlp`. */
  readonly effect: Effect | 'unset';
  readonly failure: FailureEffect;
  readonly floor: Severity | undefined;
  readonly action: string;
  readonly severity: Severity;
  readonly state: (typeof STATES)[number];
  readonly fired: readonly string[];
}

function* rows(): Generator<{ readonly policy: Policy; readonly row: Row; readonly result: ScanResult }> {
  for (const direction of DIRECTIONS)
    for (const preset of PRESETS)
      for (const effect of EFFECTS)
        for (const failure of FAILURES)
          for (const floor of FLOORS) {
            const policy = resolvePolicy({
              preset,
              onScanFailure: failure,
              ...(effect !== 'unset' && { [direction]: { dlp: effect } }),
              ...(floor !== undefined && { minBlockSeverity: floor }),
            });
            for (const action of ACTIONS)
              for (const severity of SEVERITIES)
                for (const state of STATES)
                  for (const fired of FIRED) {
                    const row = { direction, preset, effect, failure, floor, action, severity, state, fired };
                    yield { policy, row, result: resultOf(row) };
                  }
          }
}

function resultOf({ direction, action, severity, state, fired }: Row): ScanResult {
  return firing(direction, fired, {
    action: action as Action,
    severity,
    ...(state === 'degraded' && { degraded: true }),
    ...(state === 'partial' && { categories: ['partial_scan'] }),
    ...(state === 'failed' && { categories: ['api_error'], error: 'down' }),
  });
}

const strictest = (asked: readonly Outcome[]): Outcome =>
  ORDER[Math.max(0, ...asked.map((outcome) => ORDER.indexOf(outcome)))] ?? 'block';

/** What the documentation says, written down once more in another way: as voices, the strictest of which counts. */
function expected({ preset, effect, failure, floor, action, severity, state, fired }: Row): Outcome {
  const onFailure: Outcome = failure === 'local' ? 'block' : failure;
  const severe = floor !== undefined && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);
  const monitor = preset === 'monitor';
  const byAction: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
    ['allow', 'allow'],
    ['warn', preset === 'strict' ? 'block' : 'warn'],
  ]);
  const verdict = byAction.get(action) ?? (monitor ? 'warn' : 'block');
  const presetDlp: ReadonlyMap<string, Effect> = new Map([
    ['strict', 'block'],
    ['redact', 'redact'],
  ]);
  const dlp: Effect = effect === 'unset' ? (presetDlp.get(preset) ?? 'follow') : effect;
  const voices: Outcome[] = severe ? ['block'] : [];
  if (state !== 'complete') voices.push(onFailure);
  // A failure that found nothing is a failure, no verdict.
  if (state === 'failed' && fired.length === 0 && action !== 'block') return strictest(voices);
  const dlpDecides = fired.length === 1 && fired[0] === 'dlp' && dlp !== 'follow';
  if (!dlpDecides) voices.push(verdict);
  if (fired.includes('dlp') && dlp !== 'follow') voices.push(dlp);
  return strictest(voices);
}

describe('every action, severity, flag, effect, direction and failure', () => {
  test('leads to what is documented, and no invariant is broken', () => {
    let count = 0;
    const wrong: unknown[] = [];
    for (const { policy, row, result } of rows()) {
      count += 1;
      const ruling = decide(result, row.direction, policy);
      const { outcome, redact, reason } = ruling;
      const passes = outcome === 'allow' || outcome === 'warn';
      const own = policy.effects[row.direction].get('dlp');
      const holds =
        outcome === expected(row) &&
        // Redaction names what it redacts, and never becomes a pass.
        (outcome === 'redact') <= redact.includes('dlp') &&
        (own === 'redact' && row.fired.includes('dlp')) <= !passes &&
        // A failure never passes under a policy that blocks it, nor where the embedded engine has not been asked.
        (row.state !== 'complete' && (row.failure === 'block' || row.failure === 'local')) <=
          (outcome === 'block') &&
        // What is no action never passes, but for a policy that only watches, a flag that the policy says is nothing,
        // or a failure that may pass.
        (row.action === 'unheard-of' && row.fired.length === 0 && row.state === 'complete') <=
          (outcome === 'block' || row.preset === 'monitor') &&
        // A block says why, and nothing else does.
        (outcome === 'block') === (reason !== undefined);
      if (!holds) wrong.push({ row, ruling, expected: expected(row) });
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(count).toBe(3 * 4 * 6 * 4 * 3 * 4 * 5 * 4 * 4);
  });

  test('a block without a reason beside flags is not explained by them', () => {
    for (const direction of DIRECTIONS)
      for (const effect of ['allow', 'warn', 'redact'] as const) {
        const policy = resolvePolicy({ [direction]: { dlp: effect } });
        const known = firing(direction, ['dlp'], { action: 'block', categories: ['dlp'] });
        expect(decide(known, direction, policy).outcome).toBe(effect);
        const unnamed = { ...known, categories: ['dlp', 'unspecified'] };
        expect(decide(unnamed, direction, policy)).toMatchObject({ outcome: 'block', reason: 'violation' });
      }
  });
});
