/** Schemes, real and disguised, by their last letters before the colon. The longest come first. */
const SCHEMES = [
  '%68%74%74%70%73',
  '%68%74%74%70',
  'https',
  'http',
  'hxxps',
  'hxxp',
  'htxps',
  'htxp',
  'h**ps',
  'h**p',
  'ftps',
  'ftp',
  'fxps',
  'fxp',
  'wss',
  'ws',
];

/** Disguised separators between scheme and host. */
const SEPARATORS = [
  '[://]',
  '[:]//',
  '[:]/[/]',
  '(:)//',
  ':[//]',
  '[:][//]',
  '%3a%2f%2f',
  '%3a//',
  ':%2f%2f',
];

/** A scheme in front of a host. */
export interface SchemeStart {
  /** UTF-16 offset of the scheme. */
  readonly start: number;
  /** Offset of the first character after the slashes. */
  readonly hostAt: number;
  /** Whether the slashes differ from `//`. Browsers accept any number, in both directions (WHATWG URL standard). */
  readonly isLoose: boolean;
}

/**
 * Returns the scheme whose colon, plain or in disguise, stands at an offset, or undefined if none begins from `from`
 * on.
 */
export function schemeAt(text: string, colon: number, from: number, to: number): SchemeStart | undefined {
  const base = Math.max(from, colon - 15);
  const around = text.slice(base, Math.min(to, colon + 9)).toLowerCase();
  const at = colon - base;
  const slashes = /^:[\\/]{1,8}/.exec(around.slice(at))?.[0];
  const separator = slashes ?? SEPARATORS.find((candidate) => around.startsWith(candidate, at));
  if (separator === undefined) return undefined;
  const front = around.slice(0, at);
  const scheme = SCHEMES.find((name) => front.endsWith(name));
  if (scheme === undefined) return undefined;
  const start = colon - scheme.length;
  if (start > from && /[A-Za-z0-9]/.test(text.charAt(start - 1))) return undefined;
  const isLoose = slashes !== undefined && slashes.replaceAll('\\/', '/') !== '://';
  return { start, hostAt: colon + separator.length, isLoose };
}
