import { canonicalHost, splitUrl } from './host.js';

/** A URL inside another one. */
export interface NestedUrl {
  readonly url: string;
  /** The host in canonical form. */
  readonly host: string;
}

/** The beginning of a nested URL: a scheme, two slashes after a delimiter, or a value. */
const NESTED =
  /(?:(?:https?|ftp|wss?):[\\/]{1,8}|[=/]\/\/|[=,;])([^\s/?#&=,;"'<>\\]{1,320}(?:\/[^\s?#&=,;"'<>\\]{0,256})?)/gi;

/** The most times that a nested URL may be percent-encoded. */
const LEVELS = 2;

/**
 * Finds the URLs in the path, query and fragment of a URL (without disguise, with or without a scheme). They are plain
 * or percent-encoded once or twice. A value without a scheme counts if it has a dot. Time is linear.
 */
export function nestedUrls(url: string): NestedUrl[] {
  const { rawHost } = splitUrl(url);
  let rest = url.slice(url.indexOf(rawHost) + rawHost.length);
  const nested: NestedUrl[] = [];
  for (let level = 0; level <= LEVELS && /[:=]|\/\/|%[23][5af]/i.test(rest); level++) {
    for (const [, written = ''] of rest.matchAll(NESTED)) {
      const host = written.includes('.') ? canonicalHost(splitUrl(written).rawHost.toLowerCase()) : undefined;
      if (host !== undefined) nested.push({ url: written, host });
    }
    if (!rest.includes('%')) break;
    rest = decodeAscii(rest);
  }
  return nested;
}

/** Decodes percent-encoded ASCII once. Other characters stay encoded, because a host is judged by its ASCII form. */
function decodeAscii(text: string): string {
  return text.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
