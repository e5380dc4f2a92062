/**
 * The quotes of names and values. All sources of this module describe the text between a name and its value:
 * assignments of programming languages and settings, calls, attributes, lists, elements, tables. They are used in
 * look-behinds, so every length is bounded.
 */

const QUOTE = '["\'`]';

/** The end of a name: a quote, escaped or not, or a bracket of an index or a call. */
const CLOSE = `(?:\\\\{0,3}${QUOTE}[\\])]?|[\\])])?`;

/** The type of a variable, as `: string`, ` string`, `: &str` or `: str | None` in front of `=`. */
const TYPE = '(?:: ?| )&?[A-Za-z][A-Za-z<>?]{2,13}(?: \\| [A-Za-z]{4,9})? ?';

/** Assignments and comparisons: `=`, `:=`, `::=`, `?=`, `.=`, `||=`, `==`, `!==`, `=>`, `->`. */
const ASSIGN = '(?:[?:|.+!]{0,3}={1,3}>?|[-~]>)';

/** An attribute, a member or a block of settings with the value that another one names. */
const BESIDE = ' ?[,{]?\\s{1,12}["\']?(?:value|content|default)["\']?\\s?[:=]';

/** The next element after the one that holds the name. */
export const NEXT_ELEMENT = '<\\/[a-z]{1,8}>\\s{0,12}<(?:value|string)>';

/** An alternative for a variable that is not set. */
const OTHERWISE = '\\s(?:\\|\\||\\?\\?|or)';

const LIST = ':\\r?\\n[ \\t]{0,8}- ';

/** A block of YAML, or the text of an element on a line of its own. */
const NEXT_LINE = '(?:: [|>][-+]?|>)\\r?\\n[ \\t]{0,6}';

/** The text between a name and the quote in front of its value. */
export const BEFORE_QUOTE = `(?:${TYPE}${ASSIGN}|${CLOSE}(?:\\s{0,3}(?:${ASSIGN}|::?)|\\.?[A-Za-z]{0,8}\\(|\\s?,|${BESIDE}|${LIST}|${NEXT_ELEMENT}|${OTHERWISE}|\\s{1,2}(?:is|to|by|-)|\\s))\\s{0,3}(?:[\\[({]\\s{0,8})?[bruf@$]?\\\\{0,3}(?:${QUOTE}{1,3}|&quot;)`;

/** The text between a name and a value without quotes. */
export const BEFORE_BARE = `${CLOSE}(?: {0,3}(?:[?:|.+]{0,3}=|[=-]>|:)[ \\t]{0,3}|>)`;

/** The text between a name and a value without quotes on the next line, or in the next member or element. */
export const BEFORE_NEXT = `${CLOSE}(?:${NEXT_LINE}|${BESIDE} ?|${LIST}|${NEXT_ELEMENT})`;

/**
 * The text before a value in tables, after a dash and in sentences. It is so common that only long random values count
 * after it.
 */
export const BEFORE_LOOSE = `${CLOSE}(?:[ \\t]{1,3}(?:[-–—|] {1,3}|(?:is|was|=) )?|[:：] ?|:?\\*{1,2}:? ?)[("'\`*]{0,2}`;

/** The rest of a name, such as a number or the place of use. `notBehindOthers` excludes names without a value. */
export const NAME_REST = '[\\w.-]{0,12}';

/**
 * Names that hold no credential although a part of them suggests one: names of public things, of pages, of entries of a
 * table.
 */
const PUBLIC_NAMES =
  '(?:(?:public|publishable|csrf|xsrf|forgery|verification|authenticity|middleware|idempotency|partition|primary|foreign|cache|sort|dedupe?|site|anon|page|continuation|row|object|index|group|lookup|routing|translation|shard|hash|map|commit)[\\s_.-]?(?:access)?(?:key|token){1,2}[_-]?\\d?|:\\d{12}:secret|svg\\?token)';

/** Names of facts about a credential. */
const OTHER_NAMES =
  '(?:(?:[gu]u)?ids?|hash(?:es)?|digest|print|checksum|sha\\d{0,3}|md5|version|rev|refs?|arn|ur[il]s?|names?|files?|paths?|hosts?|emails?|tags?|class|prefix|source|types?|or|ors)';

/** Returns a look-behind that excludes these names, with the text between them and a value. */
export const notBehindOthers = (between: string): string =>
  `(?<!(?:${PUBLIC_NAMES}|${OTHER_NAMES})${between})`;
