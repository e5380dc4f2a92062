import { isAddress, splitUrl, type UrlParts } from './host.js';
import { REQUEST_CATCHERS } from './known.js';
import {
  hidesLetters,
  isOpaque,
  isProse,
  messageIn,
  percentDecoded,
  saysSecret,
  tellsSecret,
  wordsOf,
} from './payload.js';
import { DRAWN_NAMES, RENDERERS, SIGNED_NAME, TELLING_NAME } from './renderers.js';
import { registrableStart } from './tlds.js';

/** The category of addresses that carry data out. */
export const EXFILTRATION = 'exfiltration';

/** An address, with facts about its place. */
export interface Carrier {
  /** The URL without disguise. */
  readonly url: string;
  /** The host in canonical form. */
  readonly host: string;
  readonly parts: UrlParts;
  /** The text after the address that may belong to it. */
  readonly behind: string;
  /** Tells whether the address is fetched without a click. */
  readonly loads: () => boolean;
  /** Whether it is one of a row of images that spell a text. */
  readonly isSpelled: boolean;
}

/** Names of placeholders that stand for the reader's data. */
const DATA_WORDS =
  'data|secrets?|history|conversation|context|summary|passwords?|credentials|tokens?|api[_-]?keys?|system[_-]?prompt|prompt|messages?|chat|user[_-]?(?:data|info|input|name|email)|email|pii|contents?|document|answer|response|personal|info(?:rmation)?';

/** Placeholders that a model is told to fill in before it shows the address. */
const PLACEHOLDER = new RegExp(
  `(?:\\{\\{?|%7B|\\[|<|\\$\\{)(?:[\\w',-]{1,20}(?:[ _-]|%20){1,2}){0,8}(?:${DATA_WORDS})(?:(?:[ _-]|%20)[\\w',-]{1,20}){0,8}(?:\\}|%7D|\\]|>)`,
  'i',
);

/** A sign of both kinds of placeholders: a bracket, or a word in capitals. */
const MAY_ASK = /[{[<]|%7[Bb]|[A-Z]{4}/;

/** Placeholders without brackets: in capitals, at the end. */
const CAPITAL_PLACEHOLDER =
  /[=/](?:[A-Z]{2,12}_){0,3}(?:DATA|SECRET|CONVERSATION|HISTORY|PASSWORD|SUMMARY|PROMPT)(?:_HERE)?$/;

/** The longest part of an address that is examined, in UTF-16 units, and the most levels of nested addresses. */
const MOST_URL = 16_384;
const LEVELS = 3;

/** The lengths from which codes are longer than those that name or sign a picture. */
const OPAQUE_VALUE = 128;
const OPAQUE_SEGMENT = 224;
const OPAQUE_LABEL = 40;

/** Returns the confidence that an address carries data out, from 0 to 1, or undefined if it does not. */
export function exfiltration(carrier: Carrier): number | undefined {
  const { host, parts, loads } = carrier;
  const carries = parts.query !== '' || parts.path.length > 1;
  if (isBelow(host, REQUEST_CATCHERS)) return loads() ? 0.85 : carries ? 0.6 : undefined;
  if (isPrivateHost(host)) return undefined;
  const url = carrier.url.slice(0, MOST_URL);
  // Brackets that BBCode and AsciiDoc put after an address are not part of it.
  const bare = host.startsWith('[') ? url : url.replace(/\[[^\][]{0,200}\]?$/, '');
  const found = evidence(bare, host, LEVELS);
  if (found === 'prose') return loads() ? 0.9 : 0.6;
  if (found !== undefined) return loads() ? 0.75 : undefined;
  const asksForData =
    carries &&
    MAY_ASK.test(url.slice(0, 4096) + carrier.behind) &&
    (PLACEHOLDER.test(url.slice(0, 4096) + carrier.behind) || CAPITAL_PLACEHOLDER.test(url.slice(-64)));
  const isRendered = isBelow(host, RENDERERS);
  if (((asksForData && !isRendered) || carrier.isSpelled) && loads()) return 0.75;
  return undefined;
}

/**
 * The contents of an address: `prose` is certainly encoded text; `data` is suspicious only in the address of an image.
 */
type Evidence = 'prose' | 'data' | undefined;

function evidence(url: string, host: string, levels: number): Evidence {
  const parts = splitUrl(url);
  const own = isBelow(host, RENDERERS)
    ? undefined
    : stronger(inRequest(parts), inLabels(parts.rawHost, host));
  if (own === 'prose' || levels === 1) return own;
  // A page that leads to another carries the contents of the other address too.
  return stronger(own, inNested(`${parts.path}?${parts.query}`, levels - 1));
}

const stronger = (one: Evidence, other: Evidence): Evidence =>
  one === 'prose' || other === 'prose' ? 'prose' : (one ?? other);

const NESTED = /(?:https?:)?[\\/]{2}[^\s/?#\\]{3}[^\s]*/i;

function inNested(request: string, levels: number): Evidence {
  if (!/[\\/]{2}|%/.test(request)) return undefined;
  let text = request.slice(1);
  for (let level = 0; level < LEVELS; level++) {
    const nested = NESTED.exec(text)?.[0];
    if (nested !== undefined) {
      const url = nested.replace(/^(?:https?:)?[\\/]{2}/i, 'https://');
      return evidence(url, splitUrl(url).rawHost.toLowerCase(), levels);
    }
    const decoded = percentDecoded(text);
    if (decoded === text) return undefined;
    text = decoded;
  }
  return undefined;
}

/** Returns the evidence in path and query. */
function inRequest({ path, query }: UrlParts): Evidence {
  const segments = path.split('/').filter((segment) => segment !== '');
  const pairs = (query === '' ? [] : query.split(/[&;]/)).map((pair) => {
    const equals = pair.indexOf('=');
    return { name: pair.slice(0, Math.max(0, equals)), value: pair.slice(equals + 1) };
  });
  let found: Evidence;
  const note = (evidenceOfPart: Evidence): void => {
    found = stronger(found, evidenceOfPart);
  };
  for (const { name, value } of pairs) note(inValue(name, value));
  for (const segment of segments) note(inSegment(segment));
  // A code may be split over several values, or over the segments of a path.
  for (const pieces of [pairs.map(({ value }) => value), segments])
    if (found !== 'prose' && pieces.length > 1) note(inMessage(pieces.map(percentDecoded).join('')));
  return found;
}

function inMessage(text: string): Evidence {
  const message = messageIn(text) ?? (text.includes('.') ? messageIn(text.replaceAll('.', '')) : undefined);
  return message === undefined ? undefined : isProse(message) ? 'prose' : 'data';
}

/** A short harmless value, and a path segment of title words. Most addresses have only these. */
const SHORT_VALUE = /^[\w.,:-]{0,15}$/;
const PLAIN_SEGMENT = /^(?![a-z]{24})[a-z][a-z._-]{0,80}$/;

function inValue(name: string, written: string): Evidence {
  if (SHORT_VALUE.test(written) && !TELLING_NAME.test(name) && !saysSecret(written)) return undefined;
  const value = percentDecoded(written);
  const message = [value, ...value.split('/').slice(1)].map(inMessage).reduce(stronger, undefined);
  if (message === 'prose') return message;
  const isSigned = SIGNED_NAME.test(name);
  if (message === 'data') return isSigned ? undefined : 'data';
  if (value !== '' && TELLING_NAME.test(name)) return 'data';
  if (hidesLetters(written) || tellsSecret(value.replaceAll('+', ' '))) return 'data';
  if (/^(?:https?:)?\/\//i.test(value)) return undefined;
  // `title[text]` is a text.
  const isDrawn = DRAWN_NAMES.has(/\w+(?=\]?$)/.exec(percentDecoded(name).toLowerCase())?.[0] ?? '');
  if (isDrawn ? value.length >= 48 && wordsOf(value) >= 7 : wordsOf(value) >= 3 && !isSigned) return 'data';
  return !isSigned && !isDrawn && isOpaque(value, OPAQUE_VALUE) ? 'data' : undefined;
}

const IMAGE_NAME = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|mp4|webm|mp3|pdf|css|js)$/i;

function inSegment(written: string): Evidence {
  if (PLAIN_SEGMENT.test(written)) return undefined;
  const segment = percentDecoded(written);
  const message = inMessage(segment);
  if (message !== undefined) return message;
  if (hidesLetters(written) || saysSecret(segment)) return 'data';
  // The name of a file may be a sentence. A segment without a file ending is not a file.
  if (!IMAGE_NAME.test(segment) && segment.length < 2048) {
    const least = written.includes('+') ? 3 : 4;
    if (!/[,:=@]/.test(segment) && wordsOf(segment) >= least) return 'data';
  }
  return isOpaque(segment, OPAQUE_SEGMENT) ? 'data' : undefined;
}

/** The least length of a host that has room for data beside the domain. */
const SHORTEST_TELLING = 18;

/** Returns the evidence in the labels below the registered domain. */
function inLabels(rawHost: string, host: string): Evidence {
  if (isAddress(host) || rawHost.length < SHORTEST_TELLING) return undefined;
  const labels = rawHost.split('.').filter((label) => label !== '');
  const below = labels.slice(0, registrableStart(labels));
  if (below.length === 0) return undefined;
  const message = stronger(inMessage(below.join('')), below.map(inMessage).reduce(stronger, undefined));
  if (message !== undefined) return message;
  const isData =
    saysSecret(below.join('-')) ||
    below.some((label) => /^\d{13,}$/.test(label)) ||
    (below.length >= 5 && !isBelow(host, STORES)) ||
    below.filter((label) => isOpaque(label, OPAQUE_LABEL) && !below.includes('ipfs')).length >= 2;
  return isData ? 'data' : undefined;
}

/** Stores whose hosts contain their customers' names, dots included. */
const STORES: ReadonlySet<string> = new Set([
  'amazonaws.com',
  'amazonaws.com.cn',
  'aliyuncs.com',
  'myqcloud.com',
  'windows.net',
]);

function isPrivateHost(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    (host.startsWith('[') && /^\[(?:::1|f[cd]|fe80)/.test(host)) ||
    /^(?:10\.|127\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.)[\d.]+$/.test(host)
  );
}

/** Tells whether a host is one of the domains, or below one. */
export function isBelow(host: string, domains: ReadonlySet<string>): boolean {
  if (domains.has(host)) return true;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1))
    if (domains.has(host.slice(dot + 1))) return true;
  return false;
}
