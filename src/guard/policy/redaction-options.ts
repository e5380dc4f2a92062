import {
  assertFunction,
  byteCount,
  GuardrailConfigError,
  MIB,
  oneOf,
  oneOfKeys,
  wholeNumber,
} from '../../scan/index.js';
import type { RedactedSpan } from './redacted-span.js';

/**
 * How a finding is replaced. A function that throws or returns no string counts as `label`.
 *
 * | style | in place of a card number | |
 * | --- | --- | --- |
 * | `label` | `[CREDIT_CARD]` | says what it was |
 * | `mask` | `****************` | keeps the length |
 * | `hash` | `[CREDIT_CARD:kzqwbnrt]` | the same text has the same placeholder: a pseudonym under a secret key, no encryption |
 * | `vault` | `[CREDIT_CARD_kzqwbnrtmdpc]` | on the way to the model; put back in what the model answers |
 * | a function | what it returns | |
 */
export type RedactionStyle = StyleName | ((span: RedactedSpan) => string);

type StyleName = 'label' | 'mask' | 'hash' | 'vault';

/** The limits of a vault in the memory of this process. The time limit also applies where `state` shares the vault. */
export interface VaultOptions {
  /**
   * The most sessions. The least recently used is forgotten first.
   * @default 1000
   */
  readonly maxSessions?: number;
  /**
   * The most texts of one session. The least recently used is forgotten first. Calls without a session id share one
   * session.
   * @default 1000
   */
  readonly maxEntries?: number;
  /**
   * The most bytes of memory for all sessions together. One session gets at most half of it. The least recently used
   * entries are forgotten first. A text without room is replaced by its plain label, which is not put back.
   * @default 16 MiB
   */
  readonly maxBytes?: number;
  /**
   * Milliseconds after its last use at which a session is forgotten.
   * @default 1_800_000, half an hour
   */
  readonly ttlMs?: number;
  /** Clock in milliseconds. @default Date.now */
  readonly now?: () => number;
}

/** The options of redaction. */
export interface RedactionOptions {
  /**
   * How a finding is replaced.
   * @default 'label'
   */
  readonly style?: RedactionStyle;
  /**
   * For `hash` and `vault`: the key of the placeholders, at least 16 characters. With a key, every process makes the
   * same placeholders. Protect it like a password.
   * @default random for each guardrail
   */
  readonly secret?: string;
  /** For `vault`: its limits. */
  readonly vault?: VaultOptions;
}

/** The complete options of a vault. */
export type VaultSettings = Required<VaultOptions>;

/** The least length of `redaction.secret`, in UTF-16 code units. */
const MIN_SECRET = 16;

/**
 * Completes the options, except the secret, which is kept out of the policy because that may be printed.
 * @throws GuardrailConfigError that names the field
 */
export function resolveRedaction(options: RedactionOptions = {}): {
  readonly style: RedactionStyle;
  readonly vault: VaultSettings;
} {
  oneOfKeys('policy.redaction', options, ['style', 'secret', 'vault'] satisfies (keyof RedactionOptions)[]);
  const style = styleOf(options.style ?? 'label');
  const { secret, vault } = options;
  if (secret !== undefined) {
    if (typeof secret !== 'string' || secret.length < MIN_SECRET) {
      const problem = `must be a string of at least ${MIN_SECRET} characters`;
      throw new GuardrailConfigError('policy.redaction.secret', problem);
    }
    if (style !== 'hash' && style !== 'vault')
      throw new GuardrailConfigError('policy.redaction.secret', 'needs the style hash or vault');
  }
  if (vault !== undefined && style !== 'vault')
    throw new GuardrailConfigError('policy.redaction.vault', 'needs the style vault');
  return { style, vault: vaultOf(vault === undefined ? {} : vault) };
}

function styleOf(style: RedactionStyle): RedactionStyle {
  if (typeof style === 'function') return style;
  return oneOf<StyleName>('policy.redaction.style', style, ['label', 'mask', 'hash', 'vault']);
}

function vaultOf(given: VaultOptions): VaultSettings {
  const field = 'policy.redaction.vault';
  const keys = ['maxSessions', 'maxEntries', 'maxBytes', 'ttlMs', 'now'] satisfies (keyof VaultOptions)[];
  oneOfKeys(field, given, keys);
  const { now = Date.now } = given;
  assertFunction(`${field}.now`, now);
  return {
    maxSessions: wholeNumber(`${field}.maxSessions`, given.maxSessions, 1_000, [1, 1_000_000]),
    maxEntries: wholeNumber(`${field}.maxEntries`, given.maxEntries, 1_000, [1, 1_000_000]),
    maxBytes: byteCount(`${field}.maxBytes`, given.maxBytes, 16 * MIB),
    ttlMs: wholeNumber(`${field}.ttlMs`, given.ttlMs, 30 * 60_000, [1, Number.MAX_SAFE_INTEGER]),
    now,
  };
}
