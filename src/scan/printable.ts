/** The longest id, in characters. This is the service's limit for the ids and names of a request. */
const MAX_CHARACTERS = 100;

/** Sequences that move the cursor of a terminal, colour it or set its title. */
const TERMINAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u001b\u009b](?:(?<=\u009b)|\[)[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:[\u0007\u009c]|\u001b\\)?/g;

/**
 * Controls, marks that change the direction of text, lone surrogates, private and unassigned characters, and characters
 * without a visible form.
 */
const UNPRINTABLE = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu;

/** Control characters that separate words. */
const LINE_BREAKS = /[\t-\r\u0085]/g;

/** A text is cut to this many times its limit before it is read, so that a long text costs nothing. */
const READ_AHEAD = 8;

/**
 * Makes a foreign text fit to be shown in an event, an error, a header or a terminal. The result is one line of
 * printable characters of any script, without terminal commands, cut to a length.
 * @param max UTF-16 code units
 */
export function printable(text: string, max = MAX_CHARACTERS): string {
  if (text.length <= max && /^[\x21-\x7e]*$/.test(text)) return text;
  const line = text
    .slice(0, max * READ_AHEAD)
    .replace(TERMINAL, '')
    .replace(LINE_BREAKS, ' ')
    .replace(UNPRINTABLE, '')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim();
  // A surrogate pair must not be cut in two.
  return line
    .slice(0, max)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}

/** Characters that an id never contains. */
const NOT_IN_ID = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Returns a value that may serve as an id unchanged: a printable text on one line, not empty, and not longer than the
 * service accepts. Returns `undefined` for any other value, because a shortened id would be the id of something else.
 */
export function identifierOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > MAX_CHARACTERS) return undefined;
  return NOT_IN_ID.test(value) ? undefined : value;
}
