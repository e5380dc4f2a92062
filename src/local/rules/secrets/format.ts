import type { Rule } from '../../matcher/rule.js';
import { isMasked } from './placeholder.js';
import { nextLines, withNextLines } from './wrapped.js';

/** A piece of a credential's format. */
export interface FormatPart {
  /** The source of a regular expression for the piece. */
  readonly source: string;
  /** A text that matches. */
  readonly sample: string;
  /**
   * The characters that it may hold besides letters and digits, in class notation. They must not stand next to a match.
   */
  readonly extra: string;
  /** The class of characters that may continue on the next lines. Only a long piece of open length has it. */
  readonly goesOn?: string;
}

/** The length from which mail programs and terminals break a body into lines. */
const LONG = 120;

/** The most further lines of a key. */
const MORE_LINES = 4;

type Body = (min: number, max?: number) => FormatPart;

const body =
  (characters: string, samples: string, extra = '', padding = ''): Body =>
  (min, max = min) => ({
    source: `[${characters}]{${min === max ? min : `${min},${max}`}}${padding}`,
    sample: samples.repeat(Math.ceil(min / samples.length)).slice(0, min),
    extra,
    ...(max > min && max >= LONG && { goesOn: characters }),
  });

/** Matches a number of hexadecimal digits in lower case. */
export const hex = body('0-9a-f', '3e8b41fa6c09d752');
/** Matches a number of hexadecimal digits in any case. */
export const anyHex = body('0-9a-fA-F', '3e8B41fa6c09D752');
/** Matches a number of decimal digits. */
export const digits = body('0-9', '4830917265');
/** Matches a number of ASCII letters. */
export const letters = body('A-Za-z', 'qZtRwBnKsLdVgHcM');
/** Matches a number of ASCII letters and digits. */
export const alnum = body('A-Za-z0-9', 'q7Zt2RwB9nK4sLd8Vg1Hc');
/** Matches a number of lower-case letters and digits. */
export const lowerAlnum = body('a-z0-9', 'q7zt2rwb9nk4sld8vg1hc');
/** Matches a number of upper-case letters and digits. */
export const upperAlnum = body('A-Z0-9', 'Q7ZT2RWB9NK4SLD8VG1HC');
/** Matches a number of letters, digits and underscores. */
export const word = body('\\w', 'q7Zt2_RwB9nK4sLd8Vg1Hc', '_');
/** Matches a number of characters of the URL-safe base64 alphabet. */
export const base64url = body('\\w-', 'q7Zt2-RwB9nK4_sLd8Vg1Hc', '_\\-');
/** Matches a number of characters of the URL-safe base64 alphabet and dots, and padding. */
export const dottedToken = body('\\w.-', 'q7Zt2-RwB9nK4_sLd8Vg1Hc', '_.\\-', '={0,2}');
/** Matches a number of characters of the base64 alphabet, and padding. */
export const base64 = body('A-Za-z0-9+/', 'q7Zt2+RwB9nK4/sLd8Vg1Hc', '+/', '={0,2}');
/** Matches a number of characters of the base64 alphabet, percent-encoded or not. */
export const urlEncoded = body('A-Za-z0-9%', 'q7Zt2%2BwB9nK4%3DLd8Vg1Hc', '%');

/** A UUID in lower or upper case. */
export const uuid: FormatPart = {
  source: '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
  sample: '3e8b41fa-6c09-4d75-92e8-b41fa6c09d75',
  extra: '\\-',
};

/** Escapes the characters of a text that have a meaning in patterns. */
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * Makes the rule of a credential with a published format. It begins with one of the given texts, exactly as written,
 * and continues with the parts. After a telling beginning, hexadecimal parts may have other letters. No character that
 * a part may hold stands before the match, because every repeated beginning would be tried against the same long body.
 * No character of the last part stands after it. Masks (`ghp_xxxxxxxx`) are refused. The examples are built from the
 * parts' samples, so that this source holds no key.
 */
export function keyFormat(
  label: string,
  starts: readonly string[],
  parts: readonly (FormatPart | string)[],
): Rule {
  const extras = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.extra]));
  const before = `A-Za-z0-9${[...new Set(extras)].join('')}`;
  const after = `A-Za-z0-9${extras.at(-1) ?? ''}`;
  const exact = parts.map((part) => (typeof part === 'string' ? escaped(part) : part.source)).join('');
  const last = parts.at(-1);
  const goesOn = typeof last === 'object' ? last.goesOn : undefined;
  const more = goesOn === undefined ? '' : nextLines(goesOn, MORE_LINES);
  const source = (starts.every(isTelling) ? widened(exact) : exact) + more;
  const sample = parts.map((part) => (typeof part === 'string' ? part : part.sample)).join('');
  const samples = starts.map((start) => start + sample);
  return {
    label,
    pattern: new RegExp(`(?<![${before}])(?:${starts.map(escaped).join('|')})${source}(?![${after}])`, 'g'),
    trigger: { starts },
    accept: (match) => (isMasked(match.slice(lengthOfStart(match, starts))) ? 0 : withNextLines(match)),
    confidence: 0.95,
    examples: {
      match: samples.flatMap((text) => [text, `key="${text}";`]),
      noMatch: samples.flatMap((text) => [text.slice(0, -1), `x${text}`]),
    },
  };
}

/** Tells whether a beginning alone identifies the credential. Vendors widen the alphabet after it without notice. */
const isTelling = (start: string): boolean => start.length >= 5 && /[._-]$/.test(start);

/** Returns the pattern with all letters in place of hexadecimal ones. */
const widened = (source: string): string =>
  source.replaceAll('[0-9a-f]', '[0-9a-z]').replaceAll('[0-9a-fA-F]', '[0-9A-Za-z]');

function lengthOfStart(match: string, starts: readonly string[]): number {
  return starts.reduce(
    (length, start) => (match.startsWith(start) ? Math.max(length, start.length) : length),
    0,
  );
}

/** Makes a rule from a pattern, for formats without a fixed beginning. `trigger` must hold for every match. */
export function patternRule(
  rule: Pick<Rule, 'label' | 'pattern' | 'trigger'> &
    Partial<Rule> & { match: readonly string[]; noMatch: readonly string[] },
): Rule {
  const { match, noMatch, ...rest } = rule;
  return {
    confidence: 0.9,
    accept: (text) => (isMasked(text) ? 0 : text.length),
    ...rest,
    examples: { match, noMatch },
  };
}

/** Makes a sample at run time, so that secret scanners do not take a source file for a leak. */
export function sampleOf(...parts: readonly (FormatPart | string)[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.sample)).join('');
}
