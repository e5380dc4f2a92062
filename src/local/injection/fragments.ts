/** Pieces of quoted text that code would put together. Offsets are UTF-16, half open. */
export interface Joined {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const LONGEST = 4096;
const LONGEST_PIECE = 200;
const QUOTES = '"\'`';
const JOINT = /^\s{0,4}[+&]\s{0,4}$/;

/**
 * Joins the quoted pieces of a text in order, so that `"ig" + "nore"` reads as one word. Pieces with a plus sign
 * between them are joined directly, others with a blank. Returns undefined if nothing is joined.
 */
export function joinFragments(text: string): Joined | undefined {
  if (!hasJoint(text, '+') && !hasJoint(text, '&')) return undefined;
  let joined = '';
  let joints = 0;
  let start = -1;
  let end = 0;
  for (let at = 0; at < text.length && joined.length < LONGEST; at++) {
    const quote = text[at] ?? ' ';
    if (!QUOTES.includes(quote)) continue;
    const close = closing(text, at + 1, quote);
    if (close < 0) continue;
    const isJoint = start >= 0 && at - end <= 9 && JOINT.test(text.slice(end, at));
    if (isJoint) joints++;
    joined += (isJoint || start < 0 ? '' : ' ') + text.slice(at + 1, close);
    if (start < 0) start = at;
    end = close + 1;
    at = close;
  }
  return joints === 0 ? undefined : { start, end, text: joined };
}

/** Tells whether a sign stands between quotation marks anywhere. For most texts this quick check is the last. */
function hasJoint(text: string, sign: string): boolean {
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    let after = at + 1;
    while (after - at < 6 && text.charCodeAt(after) <= 32) after++;
    if (!QUOTES.includes(text.charAt(after) || ' ')) continue;
    let before = at - 1;
    while (at - before < 6 && text.charCodeAt(before) <= 32) before--;
    if (QUOTES.includes(text.charAt(before) || ' ')) return true;
  }
  return false;
}

function closing(text: string, from: number, quote: string): number {
  const last = Math.min(text.length, from + LONGEST_PIECE);
  for (let at = from; at < last; at++) {
    if (text[at] === quote) return at;
    if (text[at] === '\n') return -1;
  }
  return -1;
}
