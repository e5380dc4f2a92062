import { printable } from '../scan/index.js';

const MAX_MESSAGE_CHARACTERS = 200;

/**
 * The words of the service's messages. A message of only these words and short numbers cannot hold content or a
 * credential in any encoding.
 */
const WORDS: ReadonlySet<string> = new Set(
  (
    'a ai allowed an and any api are async at authenticated authentication authorization available bad batch be body by bytes ' +
    'cannot character characters client code content context data default denied device disabled does domain enabled endpoint error ' +
    'exceed exceeded exceeds exist expired failed field fields for forbidden format found from gateway has have header id ids in ' +
    'internal invalid is item items json key large length license licensed limit malformed many match maximum media method ' +
    'minimum missing model more must name network no not oauth object of on only or out parameter payload permission ' +
    'permitted please profile prompt provided quota rate reached report request requests required resource response retry scan ' +
    'security server service session size status subscription supported temporarily tenant text than the this time timed timeout ' +
    'to token too tool transaction tsg type unauthorized unavailable unexpected unknown unsupported use user uuid valid value ' +
    'was with you your ecosystem event events later try again slow down'
  ).split(' '),
);

const WORD_OR_NUMBER = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Returns the service's message as one line of at most 200 characters, or '' if it has other words than the service's
 * own. A service that echoes its input, or a proxy in between, must not turn an error into a leak.
 */
export function knownMessage(message: string): string {
  const spaced = message.slice(0, 4 * MAX_MESSAGE_CHARACTERS).replace(/[\p{Cc}\s]{1,64}/gu, ' ');
  const line = printable(spaced, MAX_MESSAGE_CHARACTERS);
  const words = line.toLowerCase().match(WORD_OR_NUMBER) ?? [];
  return words.every((word) => WORDS.has(word) || /^\d{1,3}$/.test(word)) && isPlain(line) ? line : '';
}

/** Tells whether a line has only the characters of a sentence. Longer runs of other characters may be a code. */
function isPlain(line: string): boolean {
  return /^[\x20-\x7e]*$/.test(line) && !/[^\w\s]{3}/.test(line) && (line.match(/\d+/g)?.length ?? 0) <= 2;
}
