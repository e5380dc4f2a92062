import type { FoundUrl } from './find.js';
import { isAddress, splitUrl, type UrlParts } from './host.js';
import { BRANDS, PASTE_HOSTS, REQUEST_CATCHERS } from './known.js';
import { decodeHost } from './punycode.js';
import { registrableStart } from './tlds.js';

/** What a heuristic says of a URL. Never more than a warning. */
export interface Suspicion {
  readonly category: string;
  /** 0..1 */
  readonly confidence: number;
}

/** Everything a heuristic looks at. */
interface Subject {
  readonly url: string;
  readonly host: string;
  readonly parts: UrlParts;
  /** Fetched without a click where the text is shown: an image of Markdown or HTML. */
  readonly embedded: boolean;
}

/** The surest suspicion about a URL; undefined for the rest. `text` is what the URL was found in. */
export function suspicionOf(found: FoundUrl, text: string): Suspicion | undefined {
  const parts = splitUrl(found.url);
  const subject: Subject = {
    url: found.url,
    host: found.host,
    parts,
    embedded: isEmbedded(text, found.start),
  };
  return (
    lookalike(subject) ??
    deceptiveUserInfo(subject) ??
    exfiltration(subject) ??
    disguisedAddress(subject) ??
    executable(subject)
  );
}

const IMAGE_MARK = /^!\[[^\][]{0,160}\]\(\s{0,2}<?$/;
const EMBEDDING_TAG =
  /^<(?:img|iframe|script|video|audio|source|embed|object|link)\s[^<>]{0,160}=\s{0,2}["']?$/i;

/** Whether an image's syntax stands directly before an offset: `![alt](` or `<img src="`. */
function isEmbedded(text: string, start: number): boolean {
  if (!'(<="\' \t\n'.includes(text.charAt(start - 1))) return false;
  const before = text.slice(Math.max(0, start - 200), start);
  // Neither form holds its own beginning again, so only the last one can be it.
  const mark = before.lastIndexOf('![');
  if (mark >= 0 && IMAGE_MARK.test(before.slice(mark))) return true;
  const tag = before.lastIndexOf('<');
  return tag >= 0 && EMBEDDING_TAG.test(before.slice(tag));
}

/** Characters of other scripts and digits that look like a Latin letter (the common ones of Unicode's confusables). */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  ѕ: 's',
  і: 'i',
  ј: 'j',
  ԁ: 'd',
  ɡ: 'g',
  һ: 'h',
  ӏ: 'l',
  п: 'n',
  г: 'r',
  т: 't',
  м: 'm',
  к: 'k',
  в: 'b',
  ԛ: 'q',
  ԝ: 'w',
  α: 'a',
  ε: 'e',
  ο: 'o',
  ρ: 'p',
  ν: 'v',
  υ: 'u',
  ι: 'i',
  κ: 'k',
  τ: 't',
  χ: 'x',
  γ: 'y',
  0: 'o',
  1: 'l',
  3: 'e',
  5: 's',
  4: 'a',
  $: 's',
};

function skeleton(label: string): string {
  return Array.from(label.normalize('NFKD').replaceAll(/\p{M}/gu, ''), (char) => LOOKS_LIKE[char] ?? char)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** Words that, beside a brand in a name of somebody else, ask for a login. */
const BAIT =
  /(?:^|-)(?:login|signin|logon|secure|security|verify|verification|account|accounts|update|unlock|recover|recovery|support|billing|payment|wallet|confirm|auth|webscr|alert|suspended|manager|service|helpdesk|reset)(?:-|$)/;

/** Names made to be read as another: mixed scripts, letters that look alike, a brand inside a foreign domain. */
function lookalike({ host }: Subject): Suspicion | undefined {
  if (isAddress(host)) return undefined;
  const name = decodeHost(host);
  const labels = name.split('.');
  const own = registrableStart(labels);
  const registered = labels[own] ?? '';
  if (
    name !== host &&
    labels.some((label) => /[a-z]/i.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label))
  ) {
    return { category: 'suspicious-homograph', confidence: 0.85 };
  }
  const seen = skeleton(registered);
  if (
    registered !== seen &&
    !BRANDS.has(registered) &&
    (BRANDS.has(seen) || BRANDS.has(seen.replaceAll('l', 'i')))
  ) {
    return { category: 'suspicious-homograph', confidence: 0.85 };
  }
  // paypal.com.something.example: the brand and its ending are only labels of somebody else's domain.
  for (let at = 0; at + 1 < own; at++) {
    if (
      BRANDS.has(labels[at] ?? '') &&
      /^(?:com|net|org|co)$/.test(labels[at + 1] ?? '') &&
      !BRANDS.has(registered)
    ) {
      return { category: 'suspicious-lookalike', confidence: 0.8 };
    }
  }
  const pieces = registered.split('-');
  if (pieces.length > 1 && pieces.some((piece) => BRANDS.has(piece)) && BAIT.test(registered)) {
    return { category: 'suspicious-lookalike', confidence: 0.6 };
  }
  return undefined;
}

/** User information made to be read as the host: `https://bank.example@other.example`. */
function deceptiveUserInfo({ parts }: Subject): Suspicion | undefined {
  if (parts.userInfo === '') return undefined;
  const user = parts.userInfo.toLowerCase();
  const looksLikeHost =
    /[a-z0-9-]\.(?:com|net|org|gov|edu|io|co|bank|app|dev)(?=$|[^a-z0-9])/.test(user.slice(0, 512)) ||
    BRANDS.has(user);
  if (looksLikeHost) return { category: 'suspicious-userinfo', confidence: 0.75 };
  return user.includes(':') ? { category: 'credentials-in-url', confidence: 0.6 } : undefined;
}

/** What a placeholder is called that stands for the reader's data. */
const DATA_WORDS =
  'data|secrets?|history|conversation|context|summary|passwords?|credentials|tokens?|api[_-]?keys?|system[_-]?prompt|prompt|messages?|chat|user[_-]?(?:data|info|input|name|email)|email|pii|contents?|document|answer|response|info(?:rmation)?';

/** Placeholders that a model is told to fill in before it shows the address. */
const PLACEHOLDER = new RegExp(
  `(?:\\{\\{?|%7B|\\[|<|\\$\\{)(?:[\\w-]{1,20}[ _-]|%20){0,3}(?:${DATA_WORDS})(?:[ _-][\\w-]{1,20}){0,3}(?:\\}|%7D|\\]|>)`,
  'i',
);

/** The same without brackets: in capitals, at the end. */
const CAPITAL_PLACEHOLDER =
  /[=/](?:[A-Z]{2,12}_){0,3}(?:DATA|SECRET|CONVERSATION|HISTORY|PASSWORD|SUMMARY|PROMPT)(?:_HERE)?$/;

/** Addresses that carry data away: to a catcher of requests, or in an image that is fetched without a click. */
function exfiltration({ url, host, parts, embedded }: Subject): Suspicion | undefined {
  const carries = parts.query !== '' || parts.path.length > 1;
  if (isBelow(host, REQUEST_CATCHERS)) {
    if (carries || embedded)
      return { category: 'suspicious-exfiltration', confidence: embedded ? 0.85 : 0.6 };
    return undefined;
  }
  if (!embedded || !carries) return undefined;
  if (PLACEHOLDER.test(url.slice(0, 4096)) || CAPITAL_PLACEHOLDER.test(url.slice(-64)))
    return { category: 'suspicious-exfiltration', confidence: 0.75 };
  const values = parts.query
    .slice(0, 8192)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  const segments = parts.path.slice(0, 8192).split('/');
  if (!values.some((value) => holdsText(value) || isProse(value)) && !segments.some(holdsText))
    return undefined;
  return { category: 'suspicious-exfiltration', confidence: 0.7 };
}

/** Whether a value is a sentence. In a path it is not held against an image: generators take their prompt there. */
function isProse(value: string): boolean {
  return value.length >= 48 && (value.match(/%20|\+/g) ?? []).length >= 6;
}

/** Whether a value is a text of several words, encoded for the way in base64 or hex. */
function holdsText(value: string): boolean {
  if (value.length < 24) return false;
  const decoded = /^[0-9a-f]{24,8192}$/i.test(value) ? fromHex(value) : fromBase64(value);
  return (
    decoded !== undefined &&
    decoded.length >= 16 &&
    !/[^\t\n\r\x20-\x7e]/.test(decoded) &&
    /[ :={]/.test(decoded)
  );
}

function fromHex(value: string): string | undefined {
  if (value.length % 2 !== 0) return undefined;
  return value.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

function fromBase64(value: string): string | undefined {
  if (!/^[\w+/%=-]{24,8192}$/.test(value)) return undefined;
  try {
    return globalThis.atob(
      value.replaceAll('%3D', '').replaceAll('=', '').replaceAll('-', '+').replaceAll('_', '/'),
    );
  } catch {
    return undefined;
  }
}

/** An address of numbers that hides that it is one: decimal, hexadecimal, octal, shortened. */
function disguisedAddress({ host, parts }: Subject): Suspicion | undefined {
  if (host.startsWith('[') || !isAddress(host) || parts.rawHost === host) return undefined;
  return { category: 'suspicious-address', confidence: 0.75 };
}

/** A program from a bare address or from where anybody may leave one. */
function executable({ host, parts }: Subject): Suspicion | undefined {
  if (!/\.(?:exe|scr|bat|cmd|ps1|vbs|hta|jar|apk|msi|elf|dll|bin|sh)$/i.test(parts.path)) return undefined;
  if (!isBelow(host, PASTE_HOSTS) && (!isAddress(host) || isPrivate(host))) return undefined;
  return { category: 'suspicious-download', confidence: 0.7 };
}

function isPrivate(host: string): boolean {
  return (
    host.startsWith('[') || /^(?:10\.|127\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.)/.test(host)
  );
}

function isBelow(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
