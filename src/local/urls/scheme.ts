/** Schemes, real and disguised, by their last letters before the colon; longest first. */
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

/** What may stand between scheme and host in disguise. */
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
  /** Offset of the first character behind the slashes. */
  readonly hostAt: number;
  /** Whether the slashes are other than `//`: browsers take any number, leaning either way (WHATWG URL standard). */
  readonly isLoose: boolean;
}

/** The scheme whose colon, plain or in disguise, stands at an offset; undefined where there is none from `from` on. */
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
