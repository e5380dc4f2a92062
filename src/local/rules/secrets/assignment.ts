/**
 * How names stand before their values: assignments of programming languages and settings, calls, attributes, lists,
 * elements, tables. All of it is used in look-behinds, so every length is bounded.
 */

const QUOTE = '["\'`]';

/** What ends a name: a quote, escaped or not, a bracket of an index or a call. */
const CLOSE = `(?:\\\\{0,3}${QUOTE}[\\])]?|[\\])])?`;

/** The type of a variable, as `: string`, ` string`, `: &str` or `: str | None` in front of `=`. */
const TYPE = '(?:: ?| )&?[A-Za-z][A-Za-z<>?]{2,13}(?: \\| [A-Za-z]{4,9})? ?';

/** Assignments and comparisons: `=`, `:=`, `::=`, `?=`, `.=`, `||=`, `==`, `!==`, `=>`, `->`. */
const ASSIGN = '(?:[?:|.+!]{0,3}={1,3}>?|[-~]>)';

/** An attribute, a member or a block of settings that holds what another one names. */
const BESIDE = ' ?[,{]?\\s{1,12}["\']?(?:value|content|default)["\']?\\s?[:=]';

/** The next element, after the one that holds the name. */
export const NEXT_ELEMENT = '<\\/[a-z]{1,8}>\\s{0,12}<(?:value|string)>';

/** What is taken where a variable is not set. */
const OTHERWISE = '\\s(?:\\|\\||\\?\\?|or)';

const LIST = ':\\r?\\n[ \\t]{0,8}- ';

/** A block of YAML, or the text of an element on a line of its own. */
const NEXT_LINE = '(?:: [|>][-+]?|>)\\r?\\n[ \\t]{0,6}';

/** Between a name and the quote in front of its value. */
export const BEFORE_QUOTE = `(?:${TYPE}${ASSIGN}|${CLOSE}(?:\\s{0,3}(?:${ASSIGN}|::?)|\\.?[A-Za-z]{0,8}\\(|\\s?,|${BESIDE}|${LIST}|${NEXT_ELEMENT}|${OTHERWISE}|\\s{1,2}(?:is|to|by|-)|\\s))\\s{0,3}(?:[\\[({]\\s{0,8})?[bruf@$]?\\\\{0,3}(?:${QUOTE}{1,3}|&quot;)`;

/** Between a name and a value without quotes. */
export const BEFORE_BARE = `${CLOSE}(?: {0,3}(?:[?:|.+]{0,3}=|[=-]>|:)[ \\t]{0,3}|>)`;

/** Between a name and a value without quotes on the next line, or in the next member or element. */
export const BEFORE_NEXT = `${CLOSE}(?:${NEXT_LINE}|${BESIDE} ?|${LIST}|${NEXT_ELEMENT})`;

/** In tables, after a dash and in sentences; too common for anything but long random values. */
export const BEFORE_LOOSE = `${CLOSE}(?:[ \\t]{1,3}(?:[-–—|] {1,3}|(?:is|was|=) )?|[:：] ?|:?\\*{1,2}:? ?)[("'\`*]{0,2}`;

/** The rest of a name: which one of several, where it is used. `notBehindOthers` keeps out what names no value. */
export const NAME_REST = '[\\w.-]{0,12}';

/** Names that hold no credential, though a part of them does: of public things, of pages, of entries of a table. */
const PUBLIC_NAMES =
  '(?:(?:public|publishable|csrf|xsrf|forgery|verification|authenticity|middleware|idempotency|partition|primary|foreign|cache|sort|dedupe?|site|anon|page|continuation|row|object|index|group|lookup|routing|translation|shard|hash|map|commit)[\\s_.-]?(?:access)?(?:key|token){1,2}[_-]?\\d?|:\\d{12}:secret|svg\\?token)';

/** Names of something about a credential. */
const OTHER_NAMES =
  '(?:(?:[gu]u)?ids?|hash(?:es)?|digest|print|checksum|sha\\d{0,3}|md5|version|rev|refs?|arn|ur[il]s?|names?|files?|paths?|hosts?|emails?|tags?|class|prefix|source|types?|or|ors)';

/** Not behind these names, with what stands between them and a value. */
export const notBehindOthers = (between: string): string =>
  `(?<!(?:${PUBLIC_NAMES}|${OTHER_NAMES})${between})`;
