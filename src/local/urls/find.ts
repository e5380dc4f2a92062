import { canonicalHost, splitUrl } from './host.js';
import { refang } from './refang.js';
import { schemeAt } from './scheme.js';
import { hostTextLength, isUnspacedScript } from './script.js';
import { topLevelKind } from './tlds.js';

/** A URL in a text. */
export interface FoundUrl {
  /** UTF-16 offset of its first character in the original text. */
  readonly start: number;
  /** UTF-16 offset after its last character. */
  readonly end: number;
  /** The URL as written, but without disguise (`hxxp[:]//a[.]b` is `http://a.b`). */
  readonly url: string;
  /** The host in canonical form: lower case, punycode, IPv4 as four decimal numbers. */
  readonly host: string;
}

/** Characters that end a run in which a URL may be. */
const BREAKS = new Set(Array.from(' \t\r\n\f\v"\'<>`|^\\\u00a0\u3000。、，；：！？「」『』（）《》“”‘’«»…'));

/** The same for ASCII, by code. It is used for every character of a run. */
const ASCII_BREAKS = Uint8Array.from({ length: 128 }, (_, code) =>
  BREAKS.has(String.fromCharCode(code)) ? 1 : 0,
);

/** A sign that every URL has: a dot inside a name, or a colon before a slash, plain or in disguise. */
const ANCHOR =
  /\.(?=[^\s.,;:!?'")\]}])|[\u3002\uff0e\uff61](?=[A-Za-z0-9])|:(?=[\\/[\]%])|%3a|%2e|[[({](?:[.:/]|dot)/gi;

/** Signs that end a sentence or a bracket, and not a URL. */
const TRAILING = new Set(Array.from('.,;:!?*_~)]}\'"'));

/** The opening bracket of each closing one. */
const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Dots that an address may have instead of `.` (IDNA, RFC 3490 section 3.1): ideographic, full-width, half-width. */
const WIDE_DOTS = '\u3002\uff0e\uff61';

/** Tells whether the caller looks for a host, with the path after it, by name. */
export type HostTest = (host: string, path: string) => boolean;

/**
 * Finds the URLs of a text in order, without overlap. They have a scheme or are bare (`example.com/x`); they may be
 * defanged, percent-encoded once, or inside Markdown and HTML. Punctuation after them is left out. Time is linear in
 * the text.
 * @param isSought makes any two words with a dot between them a bare host, whatever their last label; called with the
 * canonical host
 */
export function findUrls(text: string, isSought?: HostTest): FoundUrl[] {
  const found: FoundUrl[] = [];
  // A copy is needed, because `lastIndex` belongs to this call.
  const anchor = new RegExp(ANCHOR);
  let done = 0;
  for (let hit = anchor.exec(text); hit !== null; hit = anchor.exec(text)) {
    let start = hit.index;
    while (start > done && !breaksAt(text, start - 1)) start--;
    let end = hit.index + 1;
    while (end < text.length && !breaksAt(text, end)) end++;
    findInRun(text, start, end, found, isSought);
    done = end;
    anchor.lastIndex = end;
  }
  return found;
}

/** Tells whether a run ends here. `\/` is a slash in JSON, and browsers read `\` after a scheme as one. */
function breaksAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 92) {
    if (text.charCodeAt(at + 1) === 47) return false;
    const before = text.charAt(at - 1);
    return before !== ':' && !('/\\'.includes(before) && text.charAt(at - 2) === ':');
  }
  if (code < 128) return ASCII_BREAKS[code] === 1;
  if (code === 0x3002) return !isAsciiWord(text.charAt(at - 1)) || !isAsciiWord(text.charAt(at + 1));
  return BREAKS.has(text.charAt(at));
}

const isAsciiWord = (char: string): boolean => /^[A-Za-z0-9]$/.test(char);

function findInRun(
  text: string,
  from: number,
  to: number,
  found: FoundUrl[],
  isSought: HostTest | undefined,
): void {
  let done = from;
  for (let at = from; at < to; at++) {
    const char = text.charAt(at);
    let url: FoundUrl | undefined;
    if (char === ':' || char === '[' || char === '(' || char === '%') url = schemeUrl(text, at, done, to);
    if (
      url === undefined &&
      (char === '.' || char === '[' || char === '(' || char === '{' || char > '\u3001')
    ) {
      const dot = dotLength(text, at);
      if (dot > 0) {
        const bare = bareUrl(text, at, done, to, isSought);
        if (bare.url !== undefined) url = bare.url;
        // A failed host is not tried again from its next dot, because its labels were judged together.
        else at = Math.max(at, bare.next - 1);
      }
    }
    if (url !== undefined) {
      found.push(url);
      done = url.end;
      at = done - 1;
    }
  }
}

function schemeUrl(text: string, colon: number, from: number, to: number): FoundUrl | undefined {
  const scheme = schemeAt(text, colon, from, to);
  if (scheme === undefined) return undefined;
  const { start, hostAt, isLoose } = scheme;
  // The host is judged first. After a bad host the rest is not read, so that many bad ones stay linear.
  const hostEnd = authorityEnd(text, hostAt, to);
  if (hostEnd === hostAt || startsNoHost(text, hostAt, hostEnd)) return undefined;
  const stop = hostAt + hostTextLength(text.slice(hostAt, trimmed(text, start, hostAt, hostEnd)));
  const host = hostOf(refang(text.slice(start, stop)));
  if (host === undefined || (isLoose && !host.includes('.'))) return undefined;
  const end = stop < hostEnd ? stop : urlEnd(text, start, hostEnd, to);
  return { start, end, url: refang(text.slice(start, end)), host };
}

/** Tells whether an authority begins with a sign that no host has, and has no user information that might. */
function startsNoHost(text: string, from: number, to: number): boolean {
  return '!$&*+,;=('.includes(text.charAt(from)) && !text.slice(from, Math.min(to, from + 512)).includes('@');
}

/** Returns the end of the authority at an offset: a slash, also an encoded one, a query or a fragment. */
function authorityEnd(text: string, from: number, to: number): number {
  const brackets = new Brackets();
  let dotted = false;
  let end = from;
  for (; end < to; end++) {
    const char = text.charAt(end);
    if (char === '/' || char === '\\' || char === '?' || char === '#') break;
    if (brackets.closesOther(char) || startsNext(text, end)) break;
    if (char === '%' && text.slice(end + 1, end + 3).toLowerCase() === '2f') break;
    // After a name that is complete without it, an ideographic dot ends a sentence.
    if (char === '\u3002' && dotted && topLevelKind(labelAt(text, end + 1).toLowerCase()) === 'no') break;
    dotted ||= char === '.';
  }
  return end;
}

/** Returns the ASCII label at an offset. */
const labelAt = (text: string, at: number): string =>
  /^[A-Za-z0-9-]{0,24}/.exec(text.slice(at, at + 24))?.[0] ?? '';

/** Counts brackets, to distinguish those around a URL from those inside it. */
class Brackets {
  readonly #open = { '(': 0, '[': 0, '{': 0 };

  /** Tells whether this character closes a bracket that was opened before the URL. */
  closesOther(char: string): boolean {
    if (char === '(' || char === '[' || char === '{') this.#open[char]++;
    else if (char === ')') return --this.#open['('] < 0;
    else if (char === ']') return --this.#open['['] < 0;
    else if (char === '}') return --this.#open['{'] < 0;
    return false;
  }
}

/** Tells whether a list continues with another URL here. */
function startsNext(text: string, at: number): boolean {
  return (
    (text.charAt(at) === ',' || text.charAt(at) === ';') &&
    /^(?:http|hxxp|ftp)/i.test(text.slice(at + 1, at + 5))
  );
}

/** Returns the length of a dot, or of a substitute for one, at an offset; 0 if there is none. */
function dotLength(text: string, at: number): number {
  if (text.charAt(at) === '.' || WIDE_DOTS.includes(text.charAt(at))) return 1;
  const close = { '[': ']', '(': ')', '{': '}' }[text.charAt(at)];
  if (close === undefined) return 0;
  if (text.startsWith(`.${close}`, at + 1)) return 3;
  return text.slice(at + 1, at + 5).toLowerCase() === `dot${close}` ? 5 : 0;
}

function isLabelChar(char: string): boolean {
  return /[A-Za-z0-9_-]/.test(char) || (char > '\u00bf' && /\p{L}|\p{N}|\p{M}/u.test(char));
}

/** Returns the host without a scheme around its first dot, and the place where the search goes on. */
function bareUrl(
  text: string,
  dot: number,
  from: number,
  to: number,
  isSought: HostTest | undefined,
): { url?: FoundUrl; next: number } {
  let start = dot;
  // A label has at most 63 characters, so a longer one is not a label. Words of a script without blanks touch it.
  while (start > from && dot - start < 64 && isLabelChar(text.charAt(start - 1))) {
    if (isUnspacedScript(text.charAt(start - 1)) && isAsciiWord(text.charAt(start))) break;
    start--;
  }
  let end = dot;
  let labels = 1;
  let lastAt = dot;
  for (let length = dotLength(text, end); length > 0 && end < to; length = dotLength(text, end)) {
    let labelEnd = end + length;
    while (labelEnd < to && isLabelChar(text.charAt(labelEnd))) labelEnd++;
    if (labelEnd === end + length) break;
    lastAt = end + length;
    end = labelEnd;
    labels++;
  }
  const next = Math.max(end, dot + 1);
  if (start === dot || labels < 2) return { next };
  // An underscore on either side is emphasis in Markdown.
  if (text.charAt(start) === '_' && text.charAt(end - 1) === '_') start++;
  end = lastAt + hostTextLength(text.slice(lastAt, Math.min(end, lastAt + 64)), true);
  const last = text.slice(lastAt, end);
  const before = start > 0 ? text.charAt(start - 1) : '';
  const after = text.charAt(end);
  // These are mail addresses, paths, members and calls.
  if (
    before === '@' ||
    after === '@' ||
    after === '(' ||
    (/[.$%&#~A-Za-z0-9-]/.test(before) && before !== '=')
  )
    return { next };
  if (before === '/' && text.charAt(start - 2) !== '/') return { next };
  const hasPath = after === '/' || (after === ':' && /\d/.test(text.charAt(end + 1)));
  const written = text.slice(start, end);
  const isPlain = isHostName(written, labels, last, hasPath);
  if (!isPlain && isSought === undefined) return { next };
  const host = hostOf(refang(written));
  if (host === undefined) return { next };
  const stop = hasPath || after === '?' || after === '#' ? urlEnd(text, start, end, to) : end;
  const url = refang(text.slice(start, stop));
  if (!isPlain && isSought?.(host, splitUrl(url).path) !== true) return { next };
  return { url: { start, end: stop, url, host }, next };
}

/** Tells whether words with dots between them have the form of a host. */
function isHostName(written: string, labels: number, last: string, hasPath: boolean): boolean {
  if (/^\d{1,3}$/.test(last)) return labels === 4 && hasPath && /^[\d.[\](){}]{7,24}$/.test(written);
  const isWww = written.slice(0, 4).toLowerCase() === 'www.';
  const kind = topLevelKind(last.toLowerCase());
  const oneCase = last === last.toLowerCase() || written === written.toUpperCase();
  if (kind !== 'no' && oneCase && (kind === 'yes' || isWww || hasPath)) return true;
  return /[^\w-]/.test(last) && (isWww || hasPath);
}

/**
 * Returns the end of a URL that begins at `start`. It is before a bracket that closes one outside the URL, and before
 * punctuation.
 */
function urlEnd(text: string, start: number, from: number, to: number): number {
  const brackets = new Brackets();
  let end = from;
  for (; end < to; end++) {
    const char = text.charAt(end);
    if (brackets.closesOther(char) || startsNext(text, end) || char === '\u3002') break;
  }
  return trimmed(text, start, from, end);
}

/** Returns the end without punctuation and brackets that are not part of the URL. */
function trimmed(text: string, start: number, from: number, to: number): number {
  let end = to;
  while (end > from && TRAILING.has(text.charAt(end - 1))) {
    const char = text.charAt(end - 1);
    // A bracket that closes one inside the URL belongs to it, and so does the last one of an IPv6 host.
    const opening = OPENING[char];
    if (opening !== undefined && text.slice(start, end).includes(opening)) break;
    if (char === '_' || char === '~') break;
    end--;
  }
  return end;
}

/** Returns the canonical host of a URL or of the beginning of one. */
function hostOf(url: string): string | undefined {
  return canonicalHost(decodeHostText(splitUrl(url).rawHost));
}

/** Decodes percent-encoding in a host, once. */
function decodeHostText(host: string): string {
  if (!host.includes('%')) return host;
  try {
    return decodeURIComponent(host);
  } catch {
    return host;
  }
}
