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

/** A policy: a preset and what differs from it. */
export interface PolicyOptions extends DirectionEffects {
  /** @default 'balanced' */
  readonly preset?: PolicyPreset;
  /** Blocks from this severity on, whatever the detector. */
  readonly minBlockSeverity?: Severity;
  /** What a failed or incomplete scan leads to, by its class and direction. @default 'block' */
  readonly onScanFailure?: OnScanFailure;
  /**
   * Where a failed scan leads to `local`: milliseconds after which the embedded engine's verdict counts, if the scanner has
   * not answered by then. @default 2000
   */
  readonly localAfterMs?: number;
  /**
   * What becomes of a prompt with images, audio, PDFs or other files that nobody judges, because they are not text. Their
   * number is reported either way. @default 'allow'
   */
  readonly unscannable?: 'allow' | 'block';
  /** What a caller gets in place of a blocked text. @default 'throw' */
  readonly onBlock?: OnBlock;
  readonly redaction?: RedactionOptions;
}

/** A complete policy, as decisions use it. */
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

/** Whether a policy can rewrite text, in any direction. */
export function canRedact(policy: Policy): boolean {
  return DIRECTIONS.some((direction) => [...policy.effects[direction].values()].includes('redact'));
}

/** Whether a policy asks the embedded engine where a scan failed, in any direction. */
export function asksLocally({ onScanFailure }: Policy): boolean {
  return DIRECTIONS.some((direction) => anyFailure(onScanFailure[direction], ['local']));
}

/** Whether a policy can refuse anything at all; one that cannot only watches. */
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
  // An effect that is undefined says nothing; it must not take the preset's away.
  const chosen = Object.entries(own).filter(([, effect]) => effect !== undefined);
  const merged = Object.entries({ ...row[direction], ...Object.fromEntries(chosen) });
  return new Map(
    merged.map(([detector, effect]) => [detector, oneOf(`policy.${direction}.${detector}`, effect, EFFECTS)]),
  );
}
