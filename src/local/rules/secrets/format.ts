import type { Rule } from '../../matcher/rule.js';
import { isMasked } from './placeholder.js';
import { nextLines, withNextLines } from './wrapped.js';

/** A piece of a credential's format. */
export interface FormatPart {
  /** What it matches, as the source of a regular expression. */
  readonly source: string;
  /** A text that fits. */
  readonly sample: string;
  /** Which characters it may hold beside letters and digits, as in a class. They must not stand around a match. */
  readonly extra: string;
  /** The class of what may go on on the next lines; only where it is long and its length is open. */
  readonly goesOn?: string;
}

/** Bodies that may be as long are broken into lines by mail programs and terminals. */
const LONG = 120;

/** On how many further lines a key may go on. */
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

/** So many hexadecimal digits in lower case. */
export const hex = body('0-9a-f', '3e8b41fa6c09d752');
/** So many hexadecimal digits in any case. */
export const anyHex = body('0-9a-fA-F', '3e8B41fa6c09D752');
/** So many decimal digits. */
export const digits = body('0-9', '4830917265');
/** So many ASCII letters. */
export const letters = body('A-Za-z', 'qZtRwBnKsLdVgHcM');
/** So many ASCII letters and digits. */
export const alnum = body('A-Za-z0-9', 'q7Zt2RwB9nK4sLd8Vg1Hc');
/** So many lower-case letters and digits. */
export const lowerAlnum = body('a-z0-9', 'q7zt2rwb9nk4sld8vg1hc');
/** So many upper-case letters and digits. */
export const upperAlnum = body('A-Z0-9', 'Q7ZT2RWB9NK4SLD8VG1HC');
/** So many letters, digits and underscores. */
export const word = body('\\w', 'q7Zt2_RwB9nK4sLd8Vg1Hc', '_');
/** So many characters of the URL-safe base64 alphabet. */
export const base64url = body('\\w-', 'q7Zt2-RwB9nK4_sLd8Vg1Hc', '_\\-');
/** So many characters of the URL-safe base64 alphabet and dots, and padding. */
export const dottedToken = body('\\w.-', 'q7Zt2-RwB9nK4_sLd8Vg1Hc', '_.\\-', '={0,2}');
/** So many characters of the base64 alphabet, and padding. */
export const base64 = body('A-Za-z0-9+/', 'q7Zt2+RwB9nK4/sLd8Vg1Hc', '+/', '={0,2}');
/** So many characters of the base64 alphabet, percent-encoded or not. */
export const urlEncoded = body('A-Za-z0-9%', 'q7Zt2%2BwB9nK4%3DLd8Vg1Hc', '%');

/** A UUID in lower or upper case. */
export const uuid: FormatPart = {
  source: '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
  sample: '3e8b41fa-6c09-4d75-92e8-b41fa6c09d75',
  extra: '\\-',
};

/** Characters of a pattern that mean themselves. */
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * The rule of a credential with a published format: it begins with one of the given texts, exactly so written, and goes
 * on with the parts, of which hexadecimal ones may have other letters behind a telling beginning. No character that a part may hold stands before it (else every repeated beginning would be tried
 * against the same long body) and none of the last part after it. Masks (`ghp_xxxxxxxx`) are refused. Examples are built from the parts' samples, so that no key stands in this source.
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

/** Whether a beginning alone says what it begins: vendors widen the alphabet of what follows without notice. */
const isTelling = (start: string): boolean => start.length >= 5 && /[._-]$/.test(start);

/** The pattern with all letters where it has those of hexadecimal digits. */
const widened = (source: string): string =>
  source.replaceAll('[0-9a-f]', '[0-9a-z]').replaceAll('[0-9a-fA-F]', '[0-9A-Za-z]');

function lengthOfStart(match: string, starts: readonly string[]): number {
  return starts.reduce(
    (length, start) => (match.startsWith(start) ? Math.max(length, start.length) : length),
    0,
  );
}

/** A rule written out: for formats without a fixed beginning. `trigger` must hold for every match. */
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

/** A sample put together at run time, so that secret scanners do not take a source file for a leak. */
export function sampleOf(...parts: readonly (FormatPart | string)[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.sample)).join('');
}
