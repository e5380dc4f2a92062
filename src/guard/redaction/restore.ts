import { PLACEHOLDER, placeholdersIn, type Vault } from './vault.js';

/** Puts originals back into a text that streams. */
export interface Restorer {
  /**
   * Takes the next piece and returns the text that is certain. The beginning of a placeholder at the end is held back.
   */
  push(text: string): string;
  /** Returns the rest. Nothing may be pushed after it. */
  end(): string;
}

/** Called for each placeholder that stays although it looks as if it had an original. */
export type Left = (placeholder: string) => void;

/** How originals are put back. */
export interface RestoreOptions {
  /** True if the text is JSON, so that originals are escaped. */
  readonly json?: boolean;
}

/** Puts the originals of a session back. A text that only looks like a placeholder stays. */
export function restoreText(
  text: string,
  vault: Vault,
  session: string | undefined,
  { json = false }: RestoreOptions = {},
  left?: Left,
): string {
  return text.replace(PLACEHOLDER, (placeholder) => {
    const original = vault.original(session, placeholder);
    if (original === undefined) {
      if (left !== undefined && placeholdersIn(placeholder).length > 0) left(placeholder);
      return placeholder;
    }
    return json ? JSON.stringify(original).slice(1, -1) : original;
  });
}

/** The possible beginning of a placeholder at the end of a text. */
const OPEN_END = /\[[\w-]{0,80}$/;

/**
 * Makes a restorer that works piece by piece. The result is the same however the text is cut. It holds back only text
 * that begins an issued placeholder, so never more than the longest of them.
 */
export function createRestorer(
  vault: Vault,
  session: string | undefined,
  options: RestoreOptions = {},
  left?: Left,
): Restorer {
  let held = '';
  return {
    push(text) {
      const all = held + text;
      // A placeholder has one opening bracket, so only the last bracket can begin an incomplete one.
      const open = all.slice(Math.max(0, all.lastIndexOf('[')));
      held = OPEN_END.test(open) && vault.begins(session, open) ? open : '';
      return restoreText(all.slice(0, all.length - held.length), vault, session, options, left);
    },
    end() {
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** A restorer that restores nothing. Text passes unchanged. */
export const PASSING: Restorer = { push: (text) => text, end: () => '' };
