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

/** Placeholders of one guardrail, and the way back from them. */
export interface Placeholders {
  /** Whether what was replaced on the way to the model is put back in what the model answers. */
  readonly restores: boolean;
  readonly vault: Vault;
  /**
   * What replaces findings in a field; `json` where the text is the inside of JSON, escapes and all.
   * @param call the same number for all texts of one call: a vault keeps what stands in any of them
   */
  replacer(field: SpanField, session: string | undefined, json?: boolean, call?: number): Replace;
  /** Puts the originals of a session back; escaped where the text is a JSON object or list. */
  restore(text: string, session: string | undefined): string;
  openRestorer(session: string | undefined, options?: RestoreOptions, left?: Left): Restorer;
  /** The text as it was before a session's originals were put back. */
  conceal(text: string, session: string | undefined): Concealed;
}

/** 20 to the power of 8, or 34 bits: enough to tell the texts of a conversation apart. */
const HASH_LETTERS = 8;

/** What the model reads; the other fields are what it writes. */
const TO_MODEL: ReadonlySet<SpanField> = new Set<SpanField>(['prompt', 'toolOutput']);

/** Makes the placeholders of a policy. Without a secret no other guardrail makes the same ones. */
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
      // The model's own findings must not come back, so a vault leaves their label.
      if (!restores || !TO_MODEL.has(field)) return plain;
      return ({ label }, text) => vault.issue(session, label, readable(text, json), call);
    },
    restore: (text, session) => (restores ? restoreText(text, vault, session, { json: isJson(text) }) : text),
    conceal: (text, session) => concealText(text, vault.issued(session), isJson(text)),
    openRestorer: (session, options, left) =>
      restores ? createRestorer(vault, session, options, left) : PASSING,
  };
}

/** Reads a text as a parser of the JSON has it. A text that cannot stand inside a JSON string stays as it is. */
function readable(text: string, json: boolean): string {
  if (!json) return text;
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}
