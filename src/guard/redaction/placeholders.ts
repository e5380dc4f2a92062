import type { SpanField } from '../../scan/index.js';
import type { Policy } from '../policy/policy.js';
import { isJson } from '../segments/is-json.js';
import { type Concealed, concealText } from './conceal.js';
import { createKeyedTag } from './keyed-tag.js';
import { placeholderOf, type Replace } from './redact-text.js';
import {
  createRestorer,
  type Left,
  PASSING,
  type RestoreOptions,
  type Restorer,
  restoreText,
} from './restore.js';
import { createVault, type Vault } from './vault.js';

/** The placeholders of one guardrail, and the way back to the originals. */
export interface Placeholders {
  /** Whether originals replaced on the way to the model are put back in its answers. */
  readonly restores: boolean;
  readonly vault: Vault;
  /**
   * Makes the function that replaces findings in a field. Set `json` if the text is the inside of JSON, with its
   * escapes.
   * @param call the same number for all texts of one call; a vault keeps the originals of all of them
   */
  replacer(field: SpanField, session: string | undefined, json?: boolean, call?: number): Replace;
  /** Puts the originals of a session back. They are escaped if the text is a JSON object or list. */
  restore(text: string, session: string | undefined): string;
  openRestorer(session: string | undefined, options?: RestoreOptions, left?: Left): Restorer;
  /** Replaces the originals of a session by their placeholders again. */
  conceal(text: string, session: string | undefined): Concealed;
}

/** 20 to the power of 8 is about 34 bits, enough to tell the texts of a conversation apart. */
const HASH_LETTERS = 8;

/** The fields that the model reads. It writes the other fields. */
const TO_MODEL: ReadonlySet<SpanField> = new Set<SpanField>(['prompt', 'toolOutput']);

/** Makes the placeholders of a policy. Without a secret, no other guardrail makes the same ones. */
export function createPlaceholders(
  { redactionStyle: style, vault: settings }: Policy,
  secret: string | undefined,
): Placeholders {
  const tagOf = createKeyedTag(secret);
  const vault = createVault(settings, tagOf);
  const plain: Replace = (finding) => placeholderOf(finding, style);
  const restores = style === 'vault';
  return {
    restores,
    vault,
    replacer(field, session, json = false, call = undefined) {
      if (style === 'hash')
        return ({ label }, text) => `[${label}:${tagOf(readable(text, json), HASH_LETTERS)}]`;
      // Findings in the model's own words must not come back, so a vault leaves only their label.
      if (!restores || !TO_MODEL.has(field)) return plain;
      return ({ label }, text) => vault.issue(session, label, readable(text, json), call);
    },
    restore: (text, session) => (restores ? restoreText(text, vault, session, { json: isJson(text) }) : text),
    conceal: (text, session) => concealText(text, vault.issued(session), isJson(text)),
    openRestorer: (session, options, left) =>
      restores ? createRestorer(vault, session, options, left) : PASSING,
  };
}

/** Returns a text as a JSON parser reads it. A text that cannot be inside a JSON string is returned unchanged. */
function readable(text: string, json: boolean): string {
  if (!json) return text;
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}
