import { GuardrailError } from '../../scan/index.js';
import { type DomainSet, domainSet } from './domain-set.js';
import { type FoundUrl, findUrls } from './find.js';
import { suspicionOf } from './heuristics.js';
import { splitUrl } from './host.js';
import { MALICIOUS_CATEGORIES, TEST_PAGES, vendorTestCategory } from './known.js';

/** A list of domains: entries as `domainSet` reads them, or a set built before and shared. */
export type DomainList = Iterable<string> | DomainSet;

/** Options of `urlCategories`. */
export interface UrlCategoriesOptions {
  /** Refused, whatever else is known of them. */
  readonly block?: DomainList;
  /** Never reported. Wins over every other list. */
  readonly allow?: DomainList;
  /** Own categories; those of threats (`malware`, `phishing`, `command-and-control`, ...) block, others warn. */
  readonly lists?: Readonly<Record<string, DomainList>>;
  /** Whether suspicious forms are reported. They warn only. @default true */
  readonly heuristics?: boolean;
}

/** What is known of a URL in a text. */
export interface UrlFinding {
  /** UTF-16 offsets in the text as it stands, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Refanged. */
  readonly url: string;
  /** Canonical. */
  readonly host: string;
  readonly category: string;
  /** Built-in list, heuristic, or a list of the user. */
  readonly reason: 'list' | 'heuristic' | 'user';
  /** 0..1 */
  readonly confidence: number;
  readonly action: 'block' | 'warn';
}

/** Files URLs under categories. Holds its lists and nothing of the texts. */
export interface UrlCategories {
  /** What is known of a URL that `findUrls` found in this text; undefined for nothing. */
  categorize(found: FoundUrl, text: string): UrlFinding | undefined;
}

const OPTION_NAMES: ReadonlySet<string> = new Set(['block', 'allow', 'lists', 'heuristics']);

/**
 * A classifier from built-in lists, heuristics and the user's lists.
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
  return {
    categorize(found, text) {
      const { path } = splitUrl(found.url);
      if (allow?.has(found.host, path)) return undefined;
      if (block?.has(found.host, path)) return finding(found, 'blocked', 'user', 1, 'block');
      const listed = lists.find(([, set]) => set?.has(found.host, path));
      if (listed !== undefined) return finding(found, listed[0], 'user', 1, effectOf(listed[0]));
      const known = vendorTestCategory(found.host, path) ?? testPage(found.host, path);
      if (known !== undefined) return finding(found, known, 'list', 1, effectOf(known));
      const suspicion = heuristics ? suspicionOf(found, text) : undefined;
      if (suspicion === undefined) return undefined;
      return finding(found, suspicion.category, 'heuristic', suspicion.confidence, 'warn');
    },
  };
}

/** Findings for every URL of a text, in order. Time is linear in the text. */
export function judgeUrls(text: string, categories: UrlCategories): UrlFinding[] {
  return findUrls(text).flatMap((found) => categories.categorize(found, text) ?? []);
}

function finding(
  { start, end, url, host }: FoundUrl,
  category: string,
  reason: UrlFinding['reason'],
  confidence: number,
  action: UrlFinding['action'],
): UrlFinding {
  return { start, end, url, host, category, reason, confidence, action };
}

function effectOf(category: string): UrlFinding['action'] {
  return MALICIOUS_CATEGORIES.has(category) ? 'block' : 'warn';
}

/** A page made for testing filters: by the longest beginning of its path, under its host or one above. */
function testPage(host: string, path: string): string | undefined {
  let best: string | undefined;
  let length = 0;
  for (const [page, category] of Object.entries(TEST_PAGES)) {
    const slash = page.indexOf('/');
    const domain = slash < 0 ? page : page.slice(0, slash);
    if (host !== domain && !host.endsWith(`.${domain}`)) continue;
    if (slash >= 0 && !path.toLowerCase().startsWith(page.slice(slash))) continue;
    if (page.length > length) [best, length] = [category, page.length];
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
