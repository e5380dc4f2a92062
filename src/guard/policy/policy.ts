import {
  DETECTORS,
  MAX_TIMER_MS,
  oneOf,
  oneOfKeys,
  SEVERITIES,
  type Severity,
  wholeNumber,
} from '../../scan/index.js';
import type { Direction, DirectionEffects, Effect, VerdictEffects } from './effects.js';
import { type OnBlock, resolveOnBlock } from './on-block.js';
import { anyFailure, type OnScanFailure, type ResolvedFailures, resolveFailures } from './on-failure.js';
import { type PolicyPreset, PRESET_NAMES, PRESETS, type PresetRow } from './presets.js';
import {
  type RedactionOptions,
  type RedactionStyle,
  resolveRedaction,
  type VaultSettings,
} from './redaction-options.js';

/** A policy: a preset, and the settings that differ from it. */
export interface PolicyOptions extends DirectionEffects {
  /**
   * The preset that applies to everything not set here.
   * @default 'balanced'
   */
  readonly preset?: PolicyPreset;
  /** Blocks findings of this severity or higher, whatever the detector. */
  readonly minBlockSeverity?: Severity;
  /**
   * The effect of a failed or incomplete scan, by class and direction.
   * @default 'block'
   */
  readonly onScanFailure?: OnScanFailure;
  /**
   * With `onScanFailure: 'local'`: the time in milliseconds that the scanner has to answer. After it, the embedded
   * engine's verdict counts.
   * @default 2000
   */
  readonly localAfterMs?: number;
  /**
   * The outcome for a prompt with images, audio, PDFs or other files. They are not text, so nobody judges them. Their
   * number is reported in either case.
   * @default 'allow'
   */
  readonly unscannable?: 'allow' | 'block';
  /** What a caller gets in place of a blocked text. @default 'throw' */
  readonly onBlock?: OnBlock;
  readonly redaction?: RedactionOptions;
}

/** A complete policy, in the form that decisions use. */
export interface Policy {
  readonly verdict: VerdictEffects;
  readonly effects: Readonly<Record<Direction, ReadonlyMap<string, Effect>>>;
  readonly minBlockSeverity: Severity | undefined;
  readonly onScanFailure: Readonly<Record<Direction, ResolvedFailures>>;
  readonly localAfterMs: number;
  readonly unscannable: 'allow' | 'block';
  readonly onBlock: OnBlock;
  readonly redactionStyle: RedactionStyle;
  readonly vault: VaultSettings;
}

const DIRECTIONS: readonly Direction[] = ['prompt', 'response', 'tool'];
const EFFECTS: readonly Effect[] = ['follow', 'allow', 'warn', 'redact', 'block'];
const POLICY_KEYS = [
  'preset',
  ...DIRECTIONS,
  'minBlockSeverity',
  'onScanFailure',
  'unscannable',
  'localAfterMs',
  'onBlock',
  'redaction',
] satisfies readonly (keyof PolicyOptions)[];

/**
 * Completes a policy.
 * @throws GuardrailConfigError that names the field for anything unknown
 * @example
 * const policy = resolvePolicy({ preset: 'strict', response: { dlp: 'redact' } });
 */
export function resolvePolicy(options: PolicyPreset | PolicyOptions = 'balanced'): Policy {
  const given: PolicyOptions = typeof options === 'string' ? { preset: options } : options;
  oneOfKeys('policy', given, POLICY_KEYS);
  const preset = oneOf('policy.preset', given.preset ?? 'balanced', PRESET_NAMES);
  const row = PRESETS[preset];
  const { minBlockSeverity } = given;
  if (minBlockSeverity !== undefined) oneOf('policy.minBlockSeverity', minBlockSeverity, SEVERITIES);
  const { style, vault } = resolveRedaction(given.redaction);
  return {
    verdict: row.verdict,
    effects: byDirection((direction) => effectsOf(direction, row, given)),
    minBlockSeverity,
    onScanFailure: byDirection((direction) =>
      resolveFailures(given.onScanFailure, direction, row.onScanFailure),
    ),
    localAfterMs: wholeNumber('policy.localAfterMs', given.localAfterMs, 2_000, [1, MAX_TIMER_MS]),
    unscannable: oneOf('policy.unscannable', given.unscannable ?? 'allow', ['allow', 'block']),
    onBlock: resolveOnBlock(given.onBlock),
    redactionStyle: style,
    vault,
  };
}

/** Tells whether a policy can rewrite text in any direction. */
export function canRedact(policy: Policy): boolean {
  return DIRECTIONS.some((direction) => [...policy.effects[direction].values()].includes('redact'));
}

/** Tells whether a policy asks the embedded engine after a failed scan in any direction. */
export function asksLocally({ onScanFailure }: Policy): boolean {
  return DIRECTIONS.some((direction) => anyFailure(onScanFailure[direction], ['local']));
}

/** Tells whether a policy can refuse anything. A policy that cannot only watches. */
export function canBlock(policy: Policy): boolean {
  const { verdict, minBlockSeverity, onScanFailure, unscannable, effects } = policy;
  return (
    verdict.block === 'block' ||
    verdict.warn === 'block' ||
    minBlockSeverity !== undefined ||
    unscannable === 'block' ||
    DIRECTIONS.some((direction) => {
      const own = [...effects[direction].values()];
      const refuses = anyFailure(onScanFailure[direction], ['block', 'local']);
      return refuses || own.includes('block') || own.includes('redact');
    })
  );
}

function byDirection<Value>(make: (direction: Direction) => Value): Record<Direction, Value> {
  return { prompt: make('prompt'), response: make('response'), tool: make('tool') };
}

function effectsOf(direction: Direction, row: PresetRow, given: PolicyOptions): ReadonlyMap<string, Effect> {
  const own = given[direction] ?? {};
  oneOfKeys(`policy.${direction}`, own, DETECTORS[direction]);
  // An undefined effect must not remove the effect of the preset.
  const chosen = Object.entries(own).filter(([, effect]) => effect !== undefined);
  const merged = Object.entries({ ...row[direction], ...Object.fromEntries(chosen) });
  return new Map(
    merged.map(([detector, effect]) => [detector, oneOf(`policy.${direction}.${detector}`, effect, EFFECTS)]),
  );
}
