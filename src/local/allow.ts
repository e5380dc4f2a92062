import { foldText } from './matcher/fold.js';
import { configError } from './valid-options.js';

/**
 * Values that are never findings, and nothing inside them is. A string must equal the whole match, in any case. An
 * expression must match the whole match, in which blanks, dashes and digits of all kinds are ASCII. Private key blocks
 * are always findings.
 */
export type AllowList = readonly (string | RegExp)[];

/**
 * Makes a test for matches that are known to be harmless, such as a company's own addresses or published test cards.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` that names the entry
 */
export function allowing(list: AllowList): ((match: string) => boolean) | undefined {
  if (!Array.isArray(list)) throw configError('allow must be a list');
  if (list.length === 0) return undefined;
  const texts = new Set<string>();
  const patterns: RegExp[] = [];
  for (const [index, entry] of list.entries()) {
    if (typeof entry === 'string' && entry.trim() !== '') texts.add(plain(entry));
    else if (entry instanceof RegExp) patterns.push(wholeMatch(entry));
    else throw configError(`allow[${index}] must be text or an expression`);
  }
  return (match) => texts.has(plain(match)) || patterns.some((pattern) => pattern.test(match));
}

/**
 * Makes an expression that matches whole texts only and keeps no state. An allowed value inside a longer secret must
 * not let the secret pass.
 */
function wholeMatch({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, flags.replace(/[gym]/g, ''));
}

/** Returns the form in which entries and matches are compared: folded as for patterns, trimmed, in lower case. */
const plain = (text: string): string => foldText(text).text.trim().toLowerCase();
