import { canonicalHost, splitUrl } from './host.js';

/** A URL inside of another one. */
export interface NestedUrl {
  readonly url: string;
  /** Canonical. */
  readonly host: string;
}

/** A scheme, two slashes behind a delimiter, or a value: what the URL of another page begins with. */
const NESTED =
  /(?:(?:https?|ftp|wss?):[\\/]{1,8}|[=/]\/\/|[=,;])([^\s/?#&=,;"'<>\\]{1,320}(?:\/[^\s?#&=,;"'<>\\]{0,256})?)/gi;

/** How often a URL in a URL may be percent-encoded. */
const LEVELS = 2;

/**
 * The URLs in the path, query and fragment of a URL (refanged, with or without a scheme), plain or percent-encoded once or
 * twice; a value without a scheme counts where it has a dot. Time is linear.
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

/** Percent-encoded ASCII, decoded once; what is no ASCII stays, for a host is judged by its ASCII form. */
function decodeAscii(text: string): string {
  return text.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
