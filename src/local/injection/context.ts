import type { InjectionLabel } from './families/index.js';
import type { TokenList } from './tokens.js';
import { vocabulary } from './vocabulary.js';

/** The factor for the confidence of a phrasing that is cited as an example. */
const CITED = 0.35;
/** The factor for a phrasing whose words are names and keys of a program. */
const IN_CODE = 0.35;
/** The factor for an order about something other than a model: the rules of a shop, a recipe, an agenda. */
const ABOUT_THING = 0.45;
/** The factor for reported words of somebody else ("they try to make it reveal ..."). */
const REPORTED = 0.5;
/** The factor for a phrasing that a story tells of. */
const TOLD = 0.55;

const OPENING = '"\'\u201c\u2018\u00ab`\u300c';
const CLOSING = '"\'\u201d\u2019\u00bb`\u300d';
/** How far a quotation may reach on either side of the cited words, in characters. */
const QUOTATION = 80;
/** How far from a citation a word for talking about attacks may stand, in words. */
const ABOUT_WITHIN = 24;
const MOST_WORDS = 40;
const TOPIC_WITHIN = 2;
const OBJECT_WITHIN = 5;
const REPORT_WITHIN = 5;
const STORY_WITHIN = 10;
/**
 * Signs that separate statements, fields and tags. A sentence has none of them between its words. The backslash of an
 * escape is JSON's way to spell one.
 */
const CODE_SIGNS =
  /[{}=;<>|$]|\\(?!["'\\/bfnrtu])|\*\/|\w\(|\)\.|["'`]\s{0,2}[:,+]|\]\(|^[([]\w?|^(?:\.|::|\?\.|->)$/;
const SHORTEST_CAMEL = 8;
const NAMED_LIKE_A_WORD = /\b[Dd]an\b/;

/** Families whose orders are about instructions. Other things than models have instructions too. */
const HAS_OBJECT: ReadonlySet<InjectionLabel> = new Set([
  'INSTRUCTION_OVERRIDE',
  'PROMPT_LEAK',
  'SAFETY_BYPASS',
]);
const MAY_BE_TOLD: ReadonlySet<InjectionLabel> = new Set(['ROLE_HIJACK', 'SAFETY_BYPASS']);
const MAY_BE_REPORTED: ReadonlySet<InjectionLabel> = new Set([
  'INSTRUCTION_OVERRIDE',
  'PROMPT_LEAK',
  'SAFETY_BYPASS',
  'TOOL_COERCION',
]);

/**
 * Returns how much a phrasing counts in its place, from 0 to 1. It counts less if it is cited, reported or told of, if
 * it is about something other than a model, or if its words are names of a program. `first` and `last` are tokens, both
 * inclusive.
 */
export function weightInContext(
  text: string,
  tokens: TokenList,
  label: InjectionLabel,
  first: number,
  last: number,
): number {
  let weight = 1;
  // Orders for agents end with an address.
  const ends = label !== 'TOOL_COERCION' && label !== 'EXFILTRATION';
  if (isCode(text, tokens, first, last, ends)) weight = Math.min(weight, IN_CODE);
  if (isCited(text, tokens, first, last)) weight = Math.min(weight, CITED);
  if (label === 'PROMPT_LEAK' && sets().head[tokens.sets[last + 1] ?? 0] === 1 && isNext(tokens, last))
    weight = Math.min(weight, ABOUT_THING);
  const isOrder = label !== 'SAFETY_BYPASS' || sets().disable[tokens.sets[first] ?? 0] === 1;
  if (HAS_OBJECT.has(label) && isOrder && isAboutThing(tokens, first, last))
    weight = Math.min(weight, ABOUT_THING);
  if (MAY_BE_REPORTED.has(label) && isReported(tokens, first)) weight = Math.min(weight, REPORTED);
  if (MAY_BE_TOLD.has(label) && isTold(tokens, first)) weight = Math.min(weight, TOLD);
  if (label === 'ROLE_HIJACK' && isOrdinaryName(text, tokens, first, last)) weight = Math.min(weight, CITED);
  return weight;
}

/** Tells whether a phrasing stands between quotation marks or in a table, near a word such as "attack". */
function isCited(text: string, tokens: TokenList, first: number, last: number): boolean {
  const start = tokens.starts[first] ?? 0;
  const end = tokens.ends[last] ?? start;
  if (!(opens(text, start) || opensInside(text, tokens, first, last)) || !closes(text, end)) return false;
  return near(tokens, sets().about, first, last, ABOUT_WITHIN);
}

/**
 * Tells whether a quotation opens inside a phrasing, as in "Send `Ignore ...`". The verb before it is not part of the
 * quotation.
 */
function opensInside(text: string, { starts, ends }: TokenList, first: number, last: number): boolean {
  if (first >= last) return false;
  const gap = text.slice(ends[first] ?? 0, Math.min(starts[first + 1] ?? 0, (ends[first] ?? 0) + 8));
  return [...gap.slice(1)].some((char) => OPENING.includes(char));
}

function near(tokens: TokenList, kind: Uint8Array, first: number, last: number, reach: number): boolean {
  const to = Math.min(tokens.count, last + reach);
  for (let at = Math.max(0, first - reach); at < to; at++) {
    if ((at < first || at > last) && kind[tokens.sets[at] ?? 0] === 1) return true;
  }
  return false;
}

function opens(text: string, start: number): boolean {
  for (let at = start - 1; at >= Math.max(0, start - QUOTATION); at--) {
    const char = text[at] ?? ' ';
    if (char === '\n') return /^\s?[>|]/.test(text.slice(at + 1, at + 3));
    // An apostrophe inside a word opens no quotation.
    if (char === '|' || (OPENING.includes(char) && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' '))) return true;
  }
  return /^[>|]/.test(text);
}

function closes(text: string, end: number): boolean {
  const to = Math.min(text.length, end + QUOTATION);
  for (let at = end; at < to; at++) {
    const char = text[at] ?? ' ';
    if (char === '\n') return false;
    if (char === '|' || (CLOSING.includes(char) && !/[\p{L}\p{N}]/u.test(text[at + 1] ?? ' '))) return true;
  }
  return false;
}

/** Tells whether the words of a phrasing are separated by signs of code, or are names written together. */
function isCode(text: string, tokens: TokenList, first: number, last: number, ends: boolean): boolean {
  const { starts, ends: stops } = tokens;
  const before = text.charCodeAt((starts[first] ?? 0) - 1);
  const dotted = before === 46 || before === 95 || before === 36;
  if (dotted && /[\w)]/.test(text[(starts[first] ?? 0) - 2] ?? ' ')) return true;
  const behind = text.slice(stops[last] ?? 0, (stops[last] ?? 0) + 2);
  if (ends && /^[(=]|^\.\w|^_\w/.test(behind)) return true;
  for (let at = first; at <= last && at < first + MOST_WORDS; at++) {
    if (isCamel(text, tokens, at)) return true;
    const end = stops[at] ?? 0;
    // These tokens are parts of one name that was split.
    if (at < last && starts[at + 1] === end && /^[a-z][A-Z]/.test(text.slice(end - 1, end + 1))) return true;
    if (at < last && CODE_SIGNS.test(text.slice(end, Math.min(starts[at + 1] ?? 0, end + 80)))) return true;
  }
  return false;
}

/**
 * Tells whether a token is part of a name such as `systemPrompt`. Sentences write names of models and personas like
 * that too.
 */
function isCamel(text: string, tokens: TokenList, token: number): boolean {
  const start = tokens.starts[token] ?? 0;
  const end = tokens.ends[token] ?? 0;
  if (end - start < SHORTEST_CAMEL || end - start > 40 || sets().named[tokens.sets[token] ?? 0] === 1)
    return false;
  const turns = text.slice(start, end).match(/[a-z][A-Z]/g)?.length ?? 0;
  return turns > 0 && turns <= 3;
}

/**
 * Tells whether a phrasing is about another thing, as in "your rules on remote work" or "forget the recipe's
 * instructions". It has a word for such a thing inside, or a topic after it.
 */
function isAboutThing(tokens: TokenList, first: number, last: number): boolean {
  const { thing, topic, model, core } = sets();
  const { sets: of, count, places } = tokens;
  for (let at = first; at <= last; at++) if (thing[of[at] ?? 0] === 1) return true;
  if (isNext(tokens, last) && thing[of[last + 1] ?? 0] === 1) return true;
  // A system prompt belongs to a model, whatever the phrasing wants it for.
  for (let at = first; at <= last; at++) if (core[of[at] ?? 0] === 1) return false;
  for (let at = last + 1; at <= last + TOPIC_WITHIN && at < count; at++) {
    if ((places[at] ?? 0) - (places[last] ?? 0) > TOPIC_WITHIN) return false;
    if (topic[of[at] ?? 0] !== 1) continue;
    for (let next = at + 1; next <= at + OBJECT_WITHIN && next < count; next++) {
      if (model[of[next] ?? 0] === 1) return false;
    }
    return at + 1 < count;
  }
  return false;
}

/** Tells whether the next word directly follows a token in the same sentence. */
function isNext({ places, count }: TokenList, token: number): boolean {
  return token + 1 < count && (places[token + 1] ?? 0) - (places[token] ?? 0) === 1;
}

function isReported({ sets: of, places }: TokenList, first: number): boolean {
  const { report, own, told, to, you } = sets();
  // "He told the players to forget" passes an order on; "you were told to" addresses the reader.
  const infinitive = to[of[first - 1] ?? 0] === 1;
  let found = false;
  let addressed = false;
  let passedOn = false;
  for (let at = Math.max(0, first - REPORT_WITHIN); at < first; at++) {
    if ((places[first] ?? 0) - (places[at] ?? 0) > REPORT_WITHIN) continue;
    const set = of[at] ?? 0;
    if (own[set] === 1) return false;
    addressed ||= you[set] === 1;
    found ||= report[set] === 1;
    passedOn ||= infinitive && told[set] === 1;
  }
  return found || (passedOn && !addressed);
}

function isTold(tokens: TokenList, first: number): boolean {
  const { story } = sets();
  const { sets: of, places } = tokens;
  for (let at = Math.max(0, first - STORY_WITHIN); at < first; at++) {
    if ((places[first] ?? 0) - (places[at] ?? 0) <= STORY_WITHIN && story[of[at] ?? 0] === 1) return true;
  }
  return false;
}

/**
 * Tells whether a persona's name is an ordinary word. "Dan" is a name, and "dan" a word of several languages; the
 * persona is written in capitals.
 */
function isOrdinaryName(text: string, tokens: TokenList, first: number, last: number): boolean {
  const start = tokens.starts[first] ?? 0;
  const span = text.slice(start, Math.min(tokens.ends[last] ?? start, start + 400));
  return NAMED_LIKE_A_WORD.test(span) && !span.includes('DAN');
}

interface ContextSets {
  /** 1 for each set of words for talking about attacks. The other tables work likewise. */
  readonly about: Uint8Array;
  readonly named: Uint8Array;
  readonly thing: Uint8Array;
  readonly topic: Uint8Array;
  readonly model: Uint8Array;
  readonly report: Uint8Array;
  readonly own: Uint8Array;
  readonly you: Uint8Array;
  readonly told: Uint8Array;
  readonly to: Uint8Array;
  readonly story: Uint8Array;
  readonly disable: Uint8Array;
  readonly core: Uint8Array;
  readonly head: Uint8Array;
}

let built: ContextSets | undefined;

function sets(): ContextSets {
  if (built !== undefined) return built;
  const words = vocabulary();
  const having = (...names: readonly string[]): Uint8Array => {
    const concepts = names.map((name) => words.conceptOf(name) ?? -1);
    return Uint8Array.from(words.concepts, (set) => (set.some((one) => concepts.includes(one)) ? 1 : 0));
  };
  built = {
    about: having('ABOUT'),
    named: having('AI', 'PERSONA'),
    thing: having('THING'),
    topic: having('TOPIC'),
    model: having(
      'AI',
      'HIDDEN',
      'INSTRUCTION',
      'TEXTUAL',
      'SAFETY',
      'LIMIT',
      'NOW',
      'YOU_ARE',
      'PROMPT',
      'you',
      'ANSWER',
      'SCOPE',
      'USER',
    ),
    report: having('REPORT'),
    own: having('i', 'please', 'must'),
    you: having('you'),
    told: having('told', 'instructed'),
    to: having('to'),
    story: having('STORY'),
    disable: having('DISABLE', 'OVERRIDE'),
    core: having('PROMPT', 'prompt', 'prompts', 'system'),
    head: having('HEAD'),
  };
  return built;
}
