import { PLACEHOLDER, placeholdersIn, type Vault } from './vault.js';

/** Puts originals back in a text that streams. */
export interface Restorer {
  /** Takes the next piece and returns what can be told: all but the beginning of a placeholder at the end. */
  push(text: string): string;
  /** Returns the rest. Nothing may be pushed after it. */
  end(): string;
}

/** Told of each placeholder that stays, although it looks as if it led back to something. */
export type Left = (placeholder: string) => void;

/** How text is put back. */
export interface RestoreOptions {
  /** The text is JSON, so what is put back is escaped. */
  readonly json?: boolean;
}

/** Puts the originals of a session back; what only looks like a placeholder stays as it is. */
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

/** What may be the beginning of a placeholder, at the end of a text. */
const OPEN_END = /\[[\w-]{0,80}$/;

/**
 * Makes what restores a text piece by piece, with the same result for every way to cut it. It holds back only what an
 * issued placeholder really begins with, so never more than the longest of them.
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
      // A placeholder has one opening bracket, so only the last one can begin what is not complete.
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

/** What restores nothing: text passes as it comes. */
export const PASSING: Restorer = { push: (text) => text, end: () => '' };
