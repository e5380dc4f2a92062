import { foldText } from './matcher/fold.js';
import { configError } from './valid-options.js';

/**
 * Values that are never findings, nor anything inside of them: text equals a whole match in any case; an expression must
 * match a whole match, which it sees with blanks, dashes and digits of all kinds as ASCII. Private key blocks are
 * findings always.
 */
export type AllowList = readonly (string | RegExp)[];

/**
 * A test for matches that are known to be harmless, such as a company's own addresses or published test cards.
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

/** Anchored, so that an allowed value inside of a longer secret does not let the secret pass; without state. */
function wholeMatch({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, flags.replace(/[gym]/g, ''));
}

/** A text as entries and matches are compared: folded as patterns read it, without blanks around it, in one case. */
const plain = (text: string): string => foldText(text).text.trim().toLowerCase();
