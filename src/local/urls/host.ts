/**
 * Characters that no host has outside the brackets of IPv6 (WHATWG URL standard, forbidden host code points, and more).
 */
const NO_HOST = /[\s!"#$&'()*+,/:;<=>?@[\\\]^`{|}~]/;
const PLAIN_HOST = /^[a-z0-9._-]{1,253}$/;

/**
 * Returns the canonical form of a host: lower case, IDN as punycode, every form of an IPv4 address as four decimal
 * numbers, IPv6 in brackets, no dot at the end (WHATWG URL standard). Returns undefined for anything that is not a
 * host.
 */
export function canonicalHost(host: string): string | undefined {
  const bare = host.endsWith('.') ? host.slice(0, -1) : host;
  if (bare === '' || bare.length > 1024) return undefined;
  if (PLAIN_HOST.test(bare) && !isNumericEnd(bare))
    return bare.startsWith('.') || bare.includes('..') ? undefined : bare;
  // This is decided without the platform's parser, which is slow to refuse.
  if (!bare.startsWith('[') && NO_HOST.test(bare)) return undefined;
  try {
    const { hostname } = new URL(`http://${bare}/`);
    return hostname === '' ? undefined : hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  } catch {
    return undefined;
  }
}

/** Tells whether the last label is a number. The host is then read as an IPv4 address in some form. */
function isNumericEnd(host: string): boolean {
  const last = host.slice(host.lastIndexOf('.') + 1);
  return /^(?:\d{1,32}|0x[0-9a-f]{0,32})$/.test(last);
}

/** Tells whether a canonical host is an IP address. */
export function isAddress(host: string): boolean {
  return host.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
}

/** The parts of a URL as written, without its scheme. A missing part is empty. */
export interface UrlParts {
  readonly userInfo: string;
  /** The host as written, without port and without the brackets' zone. */
  readonly rawHost: string;
  readonly port: string;
  /** The path with its leading slash, up to `?` or `#`. */
  readonly path: string;
  /** The query without `?`. */
  readonly query: string;
}

/** Splits a URL without disguise, with or without a scheme, at its delimiters (RFC 3986). Nothing is decoded. */
export function splitUrl(url: string): UrlParts {
  const scheme = url.indexOf('://');
  const from = scheme >= 0 && scheme <= 12 ? scheme + 3 : url.startsWith('//') ? 2 : 0;
  let end = from;
  while (end < url.length && !'/?#\\'.includes(url.charAt(end))) end++;
  const authority = url.slice(from, end);
  const at = authority.lastIndexOf('@');
  const hostPort = authority.slice(at + 1);
  const bracket = hostPort.startsWith('[') ? hostPort.indexOf(']') : -1;
  const colon = hostPort.indexOf(':', Math.max(0, bracket));
  const hash = url.indexOf('#', end);
  const rest = hash < 0 ? url.slice(end) : url.slice(end, hash);
  const question = rest.indexOf('?');
  return {
    userInfo: at < 0 ? '' : authority.slice(0, at),
    rawHost: colon < 0 ? hostPort : hostPort.slice(0, colon),
    port: colon < 0 ? '' : hostPort.slice(colon + 1),
    path: question < 0 ? rest : rest.slice(0, question),
    query: question < 0 ? '' : rest.slice(question + 1),
  };
}
