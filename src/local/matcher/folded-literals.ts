import { foldText } from './fold.js';
import type { ParsedPattern, PatternNode } from './pattern-node.js';
import { PatternError } from './pattern-syntax.js';

const NOT_LITERAL = /^\\[dDwWsSpP]/;

/** Matches a character in a pattern: escaped as a pair of units, escaped by its number, or literal. */
const MENTION =
  /\\u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})|\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\})|([^\\])/gu;

/** The last code point of folded characters and their neighbours. */
const LAST = 0x1ffff;

/**
 * Refuses a pattern with a character that no folded text contains, because the pattern would never match.
 * @throws PatternError that names the character and what to write instead
 */
export function refuseFolded({ before, body, after }: ParsedPattern, flags: string): void {
  // A negative look-around loses nothing by such a character.
  const wanted = [...before, ...after].filter(({ kind }) => kind === 'behind' || kind === 'ahead');
  for (const node of [body, ...wanted.map((assertion) => assertion.node)]) refuseIn(node, flags);
}

function refuseIn(node: PatternNode, flags: string): void {
  if (node.kind === 'sequence') for (const item of node.items) refuseIn(item, flags);
  if (node.kind === 'choice') for (const option of node.options) refuseIn(option, flags);
  if (node.kind === 'repeat' && node.max > 0) refuseIn(node.item, flags);
  if (node.kind !== 'char' || node.source === '.' || NOT_LITERAL.test(node.source)) return;
  const mentioned = Array.from(node.source.matchAll(MENTION), mentionedCode);
  if (!mentioned.some((code) => !isStable(code))) return;
  if (node.source.startsWith('[')) refuseClass(node.source, mentioned, new RegExp(`^${node.source}$`, flags));
  else throw new PatternError(`has ${nameOf(mentioned[0] ?? 0)}, which ${advice(mentioned[0] ?? 0)}`);
}

function refuseClass(source: string, mentioned: readonly number[], own: RegExp): void {
  const lasting = (code: number): boolean => isStable(code) && own.test(String.fromCodePoint(code));
  if (mentioned.some(lasting)) return;
  for (let code = 0; code <= LAST; code += 1) if (lasting(code)) return;
  const folded = mentioned.find((code) => !isStable(code)) ?? 0;
  throw new PatternError(
    `has nothing in ${source} that a text can have: ${nameOf(folded)} ${advice(folded)}`,
  );
}

/** Returns the code point of a literal or an escape. */
function mentionedCode([, high, low, byte, unit, point, literal = '']: RegExpMatchArray): number {
  if (high !== undefined && low !== undefined)
    return String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)).codePointAt(0) ?? 0;
  const hex = byte ?? unit ?? point;
  return hex === undefined ? (literal.codePointAt(0) ?? 0) : Number.parseInt(hex, 16);
}

function advice(code: number): string {
  const { text } = foldText(String.fromCodePoint(code));
  const instead = text === '' ? 'leave it out' : `write ${JSON.stringify(text)} instead`;
  return `is folded away before texts are matched: ${instead}`;
}

function isStable(code: number): boolean {
  const character = String.fromCodePoint(code);
  return foldText(character).text === character;
}

const nameOf = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
