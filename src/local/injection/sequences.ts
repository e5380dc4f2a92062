import { type OrderedRule, RuleBook } from './rules.js';
import type { TokenList } from './tokens.js';
import { type Vocabulary, vocabulary } from './vocabulary.js';

/** A phrasing that was found, with its first and last token, both inclusive. */
export interface Found {
  readonly rule: OrderedRule;
  readonly first: number;
  readonly last: number;
}

const NOT_WITHIN = 3;
/** The most words that are candidates for one part of a phrasing. */
const MOST_CANDIDATES = 64;

/** The tables of the search, built at first use. */
interface Machine {
  readonly book: RuleBook;
  /** 1 for each set of words that negate an order. */
  readonly isNot: Uint8Array;
  readonly isHow: Uint8Array;
  readonly isAbout: Uint8Array;
  /** 1 for each set of words that call something the writer's own. */
  readonly isMy: Uint8Array;
  /** 1 for each set of words for documents that regulate other things than a model. */
  readonly isPaper: Uint8Array;
}

let built: Machine | undefined;

function machine(): Machine {
  built ??= build(vocabulary());
  return built;
}

function build(words: Vocabulary): Machine {
  const having = (name: string): Uint8Array => {
    const concept = words.conceptOf(name) ?? -1;
    return Uint8Array.from(words.concepts, (set) => (set.includes(concept) ? 1 : 0));
  };
  return {
    book: new RuleBook(words.concepts),
    isNot: having('NOT'),
    isHow: having('how'),
    isAbout: having('about'),
    isMy: having('MY'),
    isPaper: having('PAPER'),
  };
}

/**
 * Finds the phrasings of all families. From each word that may be the rarest part of a phrasing, it looks for the other
 * parts around it. A search ends at the first missing part, so ordinary words cost next to nothing.
 */
export function findSequences(tokens: TokenList): Found[] {
  const { book } = machine();
  const { rules, anchors } = book;
  const found: Found[] = [];
  const { count, sets } = tokens;
  let search: Search | undefined;
  for (let token = 0; token < count; token++) {
    const set = sets[token] ?? 0;
    if (set === 0) continue;
    if (anchors[set] === undefined) book.prepare(set);
    const pairs = anchors[set];
    if (pairs === undefined || pairs.length === 0) continue;
    search ??= new Search(tokens, book);
    for (let at = 0; at < pairs.length; at += 2) {
      const rule = rules[pairs[at] ?? 0];
      if (rule === undefined) continue;
      const step = pairs[at + 1] ?? 0;
      const last = search.forward(rule, step, token);
      if (last < 0) continue;
      const first = search.backward(rule, step, token);
      if (first < 0 || (rule.notAround && isOwn(tokens, first, last))) continue;
      found.push({ rule, first, last });
    }
  }
  return found;
}

/**
 * Looks for the parts before and after a word. The candidates for a part are the words in reach of a candidate for the
 * previous part.
 */
class Search {
  readonly #tokens: TokenList;
  readonly #book: RuleBook;
  #here = new Int32Array(MOST_CANDIDATES);
  #next = new Int32Array(MOST_CANDIDATES);

  constructor(tokens: TokenList, book: RuleBook) {
    this.#tokens = tokens;
    this.#book = book;
    for (let token = 0; token < tokens.count; token++) book.prepare(tokens.sets[token] ?? 0);
  }

  /** Returns the nearest token that completes the rest of a phrasing after a part, or -1. */
  forward(rule: OrderedRule, from: number, token: number): number {
    let count = 1;
    this.#here[0] = token;
    for (let step = from + 1; step < rule.parts.length && count > 0; step++) {
      count = this.#step(rule.parts[step] ?? 0, rule.reaches[step] ?? 0, count, 1);
    }
    return count === 0 ? -1 : (this.#here[0] ?? -1);
  }

  /** Returns the nearest token at which a phrasing begins that has the given part at `token`, or -1. */
  backward(rule: OrderedRule, from: number, token: number): number {
    let count = 1;
    this.#here[0] = token;
    for (let step = from; step > 0 && count > 0; step--) {
      count = this.#step(rule.parts[step - 1] ?? 0, rule.reaches[step] ?? 0, count, -1);
    }
    for (let at = 0; at < count; at++) {
      const first = this.#here[at] ?? 0;
      if (!rule.notAfter || !isNegated(this.#tokens, first)) return first;
    }
    return -1;
  }

  /**
   * Replaces the candidates for one part, nearest first, by those for the next part in a direction. Returns their
   * number.
   */
  #step(part: number, reach: number, count: number, direction: 1 | -1): number {
    const { places, sets, count: size } = this.#tokens;
    const here = this.#here;
    const next = this.#next;
    let reached = 0;
    let near = 0;
    let base = here[0] ?? 0;
    let place = places[base] ?? 0;
    for (let at = base + direction; at >= 0 && at < size; at += direction) {
      while (near + 1 < count && ((here[near + 1] ?? 0) - at) * direction < 0) {
        near++;
        base = here[near] ?? 0;
        place = places[base] ?? 0;
      }
      if (((places[at] ?? 0) - place) * direction > reach) {
        if (near + 1 >= count) break;
        continue;
      }
      const set = sets[at] ?? 0;
      if (set === 0 || !this.#book.isPart(set, part)) continue;
      next[reached++] = at;
      if (reached === MOST_CANDIDATES) break;
    }
    this.#here = next;
    this.#next = here;
    return reached;
  }
}

/**
 * Tells whether a phrasing is about the writer's own text, or about paper: "Ignore my previous message", "this contract
 * overrides earlier instructions".
 */
function isOwn({ sets }: TokenList, first: number, last: number): boolean {
  const { isMy, isPaper } = machine();
  for (let at = first; at < last; at++) {
    const set = sets[at] ?? 0;
    if (isMy[set] === 1 || isPaper[set] === 1) return true;
  }
  return false;
}

/**
 * Tells whether the words before a phrasing show that it is no order to a model: "Never ignore ...", "How do I ignore
 * ...", "This contract shall override ...".
 */
function isNegated(tokens: TokenList, first: number): boolean {
  const { isNot, isHow, isAbout, isPaper } = machine();
  const { places, sets } = tokens;
  for (let at = Math.max(0, first - NOT_WITHIN); at < first; at++) {
    if ((places[first] ?? 0) - (places[at] ?? 0) > NOT_WITHIN) continue;
    const set = sets[at] ?? 0;
    if (isNot[set] === 1 || isPaper[set] === 1) return true;
    // "How about you ignore ..." is an order.
    if (isHow[set] === 1 && isAbout[sets[at + 1] ?? 0] !== 1) return true;
  }
  return false;
}
