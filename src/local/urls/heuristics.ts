import { EXFILTRATION, exfiltration, isBelow } from './exfiltration.js';
import type { FoundUrl } from './find.js';
import { isAddress, splitUrl, type UrlParts } from './host.js';
import { BRANDS, PASTE_HOSTS } from './known.js';
import type { LoadsOfText } from './loads.js';
import { decodeHost } from './punycode.js';
import { registrableStart } from './tlds.js';

/** The finding of a heuristic about a URL. It never does more than warn. */
export interface Suspicion {
  readonly category: string;
  /** Confidence from 0 to 1. */
  readonly confidence: number;
  /** Whether the address is fetched without a click. Only findings about data that is carried out have it. */
  readonly loads?: boolean;
}

/** The input of a heuristic. */
interface Subject {
  readonly url: string;
  readonly host: string;
  readonly parts: UrlParts;
}

/** Facts about the places of addresses in a text. */
export interface UrlPlaces extends LoadsOfText {
  /** Tells whether the address at an offset is one of a row that spells a text. */
  isSpelledAt(start: number): boolean;
}

/**
 * How far a placeholder may continue after an address, in UTF-16 units. A blank ends the address, but not the
 * placeholder.
 */
const BEHIND = 160;

/** Returns the surest suspicion about a URL, or undefined. `text` is the text in which the URL was found. */
export function suspicionOf(found: FoundUrl, text: string, places: UrlPlaces): Suspicion | undefined {
  const { url, host, start, end } = found;
  const parts = splitUrl(url);
  const subject: Subject = { url, host, parts };
  const behind = /^[^\n)"]*/.exec(text.slice(end, end + BEHIND))?.[0] ?? '';
  const loads = (): boolean => places.loadsAt(start);
  const carried = exfiltration({ url, host, parts, behind, loads, isSpelled: places.isSpelledAt(start) });
  const exfiltrates =
    carried === undefined ? undefined : { category: EXFILTRATION, confidence: carried, loads: loads() };
  // An address that loads by itself is worse than one with a deceptive name.
  return exfiltrates?.loads === true
    ? exfiltrates
    : (lookalike(subject) ??
        deceptiveUserInfo(subject) ??
        exfiltrates ??
        disguisedAddress(subject) ??
        executable(subject));
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

/** Words that ask for a login, beside a brand in a name of somebody else. */
const BAIT =
  /(?:^|-)(?:login|signin|logon|secure|security|verify|verification|account|accounts|update|unlock|recover|recovery|support|billing|payment|wallet|confirm|auth|webscr|alert|suspended|manager|service|helpdesk|reset)(?:-|$)/;

/**
 * Suspects names that are made to be read as another: mixed scripts, look-alike letters, a brand inside a foreign
 * domain.
 */
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
  // In paypal.com.something.example the brand and its ending are only labels of somebody else's domain.
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

/** Suspects user information that is made to be read as the host: `https://bank.example@other.example`. */
function deceptiveUserInfo({ parts }: Subject): Suspicion | undefined {
  if (parts.userInfo === '') return undefined;
  const user = parts.userInfo.toLowerCase();
  const looksLikeHost =
    /[a-z0-9-]\.(?:com|net|org|gov|edu|io|co|bank|app|dev)(?=$|[^a-z0-9])/.test(user.slice(0, 512)) ||
    BRANDS.has(user);
  if (looksLikeHost) return { category: 'suspicious-userinfo', confidence: 0.75 };
  return user.includes(':') ? { category: 'credentials-in-url', confidence: 0.6 } : undefined;
}

/** Suspects a numeric address that hides its form: decimal, hexadecimal, octal, shortened. */
function disguisedAddress({ host, parts }: Subject): Suspicion | undefined {
  if (host.startsWith('[') || !isAddress(host) || parts.rawHost === host) return undefined;
  return { category: 'suspicious-address', confidence: 0.75 };
}

/** Suspects a program from a bare address or from a place where anybody may leave one. */
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
