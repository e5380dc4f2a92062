import { GuardrailError } from '../../scan/index.js';
import { type DomainSet, domainSet } from './domain-set.js';
import { type FoundUrl, findUrls } from './find.js';
import { suspicionOf, type UrlPlaces } from './heuristics.js';
import { splitUrl } from './host.js';
import { MALICIOUS_CATEGORIES, TEST_PAGES, vendorTestCategory } from './known.js';
import { loadsOf, withLoadedHosts } from './loads.js';
import { nestedUrls } from './nested.js';
import { spelledStarts } from './spelled.js';

/** A list of domains: entries for `domainSet`, or a set that was built before and can be shared. */
export type DomainList = Iterable<string> | DomainSet;

/** Options of `urlCategories`. */
export interface UrlCategoriesOptions {
  /** Domains that are refused, whatever the other lists say. */
  readonly block?: DomainList;
  /**
   * Domains that are never reported. This list wins over every other. A page to which one of these leads is judged by
   * itself.
   */
  readonly allow?: DomainList;
  /**
   * Categories of your own. Categories of threats (`malware`, `phishing`, `command-and-control`, ...) block, others
   * warn.
   */
  readonly lists?: Readonly<Record<string, DomainList>>;
  /** Whether suspicious forms are reported. They only warn. @default true */
  readonly heuristics?: boolean;
}

/** The finding about a URL in a text. */
export interface UrlFinding {
  /** UTF-16 offsets in the original text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /**
   * The URL without disguise. If the URL only leads to a listed one (`?u=http%3A%2F%2Fevil.example`), it is the listed
   * one.
   */
  readonly url: string;
  /** The host in canonical form. */
  readonly host: string;
  readonly category: string;
  /** The origin of the finding: the built-in list, a heuristic, or a list of the user. */
  readonly reason: 'list' | 'heuristic' | 'user';
  /** Confidence from 0 to 1. */
  readonly confidence: number;
  readonly action: 'block' | 'warn';
  /** Whether an address that carries data out (`exfiltration`) is fetched without a click when the text is shown. */
  readonly loads?: boolean;
}

/** Assigns URLs to categories. It holds its lists, and nothing of the texts. */
export interface UrlCategories {
  /**
   * Returns the finding about a URL that `findUrls` found in this text, or undefined. `places` describes the places of
   * addresses; without it the text is read for them.
   */
  categorize(found: FoundUrl, text: string, places?: UrlPlaces): UrlFinding | undefined;
  /**
   * Tells whether the user's lists name a canonical host with the path after it. A host that they name counts without a
   * scheme too, whatever its last label (`evil.corp`). Without this function bare hosts count by their top-level domain
   * alone.
   */
  isListed?(host: string, path: string): boolean;
}

const OPTION_NAMES: ReadonlySet<string> = new Set(['block', 'allow', 'lists', 'heuristics']);

/**
 * Makes a classifier from built-in lists, heuristics and the user's lists.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an unknown option or an entry that is no domain
 */
export function urlCategories(options: UrlCategoriesOptions = {}): UrlCategories {
  const unknown = Object.keys(options).find((name) => !OPTION_NAMES.has(name));
  if (unknown !== undefined) {
    throw new GuardrailError('ERR_GUARDRAIL_CONFIG', `urlCategories has no option ${unknown}`);
  }
  const allow = setOf(options.allow);
  const block = setOf(options.block);
  const lists = Object.entries(options.lists ?? {}).map(
    ([category, list]) => [category, setOf(list)] as const,
  );
  const heuristics = options.heuristics ?? true;
  /** Returns the entry of the lists for a host. The user's lists come first. */
  const listing = (host: string, path: string): Listing | undefined => {
    if (allow?.has(host, path)) return undefined;
    if (block?.has(host, path)) return { category: 'blocked', reason: 'user', action: 'block' };
    const listed = lists.find(([, set]) => set?.has(host, path))?.[0];
    if (listed !== undefined) return { category: listed, reason: 'user', action: effectOf(listed) };
    const known = vendorTestCategory(host, path) ?? testPage(host, path);
    return known === undefined ? undefined : { category: known, reason: 'list', action: effectOf(known) };
  };
  return {
    ...((block !== undefined || lists.length > 0) && {
      isListed: (host: string, path: string) =>
        block?.has(host, path) === true || lists.some(([, set]) => set?.has(host, path) === true),
    }),
    categorize(found, text, places = placesOf(text, [found])) {
      const { path } = splitUrl(found.url);
      const own = listing(found.host, path);
      if (own !== undefined) return { ...found, ...own, confidence: 1 };
      // A page may lead to a listed one, as redirects, caches and translators do.
      for (const { url, host } of nestedUrls(found.url)) {
        const led = listing(host, splitUrl(url).path);
        if (led !== undefined) return { ...found, url, host, ...led, confidence: 1 };
      }
      if (!heuristics || allow?.has(found.host, path)) return undefined;
      const suspicion = suspicionOf(found, text, places);
      return suspicion && { ...found, ...suspicion, reason: 'heuristic', action: 'warn' };
    },
  };
}

/** An entry of a list. */
type Listing = Pick<UrlFinding, 'category' | 'reason' | 'action'>;

/** Returns the findings for every URL of a text, in order. Time is linear in the text. */
export function judgeUrls(text: string, categories: UrlCategories): UrlFinding[] {
  const loads = loadsOf(text);
  const found = withLoadedHosts(text, findUrls(text, categories.isListed?.bind(categories)), loads);
  if (found.length === 0) return [];
  const places = placesOf(text, found, loads);
  return found.flatMap((url) => categories.categorize(url, text, places) ?? []);
}

function placesOf(text: string, found: readonly FoundUrl[], loads = loadsOf(text)): UrlPlaces {
  const spelled = spelledStarts(text, found, loads);
  return { ...loads, isSpelledAt: (start) => spelled.has(start) };
}

function effectOf(category: string): UrlFinding['action'] {
  return MALICIOUS_CATEGORIES.has(category) ? 'block' : 'warn';
}

/** `TEST_PAGES` by domain and beginning of the path. */
const PAGES = Object.entries(TEST_PAGES).map(([page, category]) => {
  const slash = page.indexOf('/');
  return slash < 0
    ? { domain: page, start: '', category }
    : { domain: page.slice(0, slash), start: page.slice(slash), category };
});

/**
 * Returns the category of a page for testing filters, by the longest beginning of its path, under its host or a domain
 * above.
 */
function testPage(host: string, path: string): string | undefined {
  let best: string | undefined;
  let length = 0;
  for (const { domain, start, category } of PAGES) {
    if (!host.endsWith(domain) || (host !== domain && !host.endsWith(`.${domain}`))) continue;
    if (start !== '' && !path.toLowerCase().startsWith(start)) continue;
    const weight = domain.length + start.length;
    if (weight > length) [best, length] = [category, weight];
  }
  return best;
}

function setOf(list: DomainList | undefined): DomainSet | undefined {
  if (list === undefined || isSet(list)) return list;
  if (typeof list === 'string') {
    throw new GuardrailError(
      'ERR_GUARDRAIL_CONFIG',
      'A list of domains must be an iterable of entries, not one text',
    );
  }
  return domainSet(list);
}

function isSet(list: DomainList): list is DomainSet {
  return typeof list === 'object' && 'has' in list && 'byteLength' in list;
}
