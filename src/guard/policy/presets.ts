import type { DirectionEffects, Effect, FailureEffect, VerdictEffects } from './effects.js';

/**
 * Ready-made policies.
 *
 * | preset | verdict block | verdict warn | DLP found | scan failed or incomplete |
 * | --- | --- | --- | --- | --- |
 * | `strict` | block | block | block | block |
 * | `balanced` | block | pass, reported | follow the verdict | block |
 * | `redact` | block, unless only DLP fired: redact | pass, reported | redact | block |
 * | `monitor` | pass, reported | pass, reported | pass, reported | pass, reported |
 */
export type PolicyPreset = 'strict' | 'balanced' | 'redact' | 'monitor';

/** The settings of a preset. Detectors that it leaves out follow the verdict. */
export interface PresetRow extends DirectionEffects {
  readonly verdict: VerdictEffects;
  readonly onScanFailure: FailureEffect;
}

const dlpEverywhere = (effect: Effect): DirectionEffects => ({
  prompt: { dlp: effect },
  response: { dlp: effect },
  tool: { dlp: effect },
});

/** The table of `PolicyPreset`, as data. */
export const PRESETS: Readonly<Record<PolicyPreset, PresetRow>> = {
  strict: { verdict: { block: 'block', warn: 'block' }, onScanFailure: 'block', ...dlpEverywhere('block') },
  balanced: { verdict: { block: 'block', warn: 'warn' }, onScanFailure: 'block' },
  redact: { verdict: { block: 'block', warn: 'warn' }, onScanFailure: 'block', ...dlpEverywhere('redact') },
  monitor: { verdict: { block: 'warn', warn: 'warn' }, onScanFailure: 'warn' },
};

/** The names of the presets. */
export const PRESET_NAMES: readonly PolicyPreset[] = ['strict', 'balanced', 'redact', 'monitor'];
