import { type CompiledRule, prefixSource } from './compile.js';
import type { Assertion, PatternNode } from './pattern-syntax.js';

/** Any character beyond ASCII, and the place before the first character. */
const BEYOND = 128;
const NOTHING = 129;
const SIZE = 130;

/** Writing that may stand for characters beyond ASCII. */
const MAY_BE_BEYOND = /[\u0080-\uffff]|\\[uxpPWDSs]|\[\^|^\.$/;

/** A rule's prefix form and the characters between which it can begin: most rules can begin at hardly any place. */
interface PrefixRule {
  readonly source: string;
  readonly flags: string;
  readonly first: readonly boolean[];
  readonly previous: readonly boolean[];
}

/**
 * Tells where more text could still make a finding. For each pair of neighbours there is one expression, of the rules that
 * can begin between them; it is made when the pair is first met.
 */
export class PrefixTable {
  readonly #rules: readonly PrefixRule[];
  readonly #byPair: (readonly RegExp[] | undefined)[] = new Array<undefined>(SIZE * SIZE);
  readonly #bySubset = new Map<string, readonly RegExp[]>();

  constructor(rules: readonly CompiledRule[]) {
    this.#rules = rules.map((rule) => ({
      source: prefixSource(rule),
      flags: rule.flags,
      first: firstCharacters(rule),
      previous: previousCharacters(rule),
    }));
  }

  /** The first index from `from` on at which a match may be under way, or the text's length. */
  unsettledFrom(text: string, from: number): number {
    let previous = from === 0 ? NOTHING : Math.min(BEYOND, text.charCodeAt(from - 1));
    for (let index = from; index < text.length; index += 1) {
      const next = Math.min(BEYOND, text.charCodeAt(index));
      for (const pattern of this.#byPair[previous * SIZE + next] ?? this.#make(previous, next)) {
        pattern.lastIndex = index;
        if (pattern.test(text)) return index;
      }
      previous = next;
    }
    return text.length;
  }

  #make(previous: number, next: number): readonly RegExp[] {
    const fitting = this.#rules.filter(
      (rule) => rule.first[next] === true && rule.previous[previous] === true,
    );
    const byFlags = new Map<string, Set<string>>();
    for (const { source, flags } of fitting) {
      const sources = byFlags.get(flags) ?? new Set<string>();
      byFlags.set(flags, sources.add(source));
    }
    const wanted = [...byFlags].map(([flags, sources]) => [flags, [...sources].join('|')] as const);
    const key = JSON.stringify(wanted);
    const patterns =
      this.#bySubset.get(key) ?? wanted.map(([flags, source]) => new RegExp(source, `${flags}y`));
    this.#bySubset.set(key, patterns);
    this.#byPair[previous * SIZE + next] = patterns;
    return patterns;
  }
}

/** For each ASCII character, and any beyond, whether a match can begin with it. */
function firstCharacters({ parsed, flags }: CompiledRule): boolean[] {
  return union(edgeOf(parsed.body, 'first').sources, flags);
}

/** For each ASCII character, any beyond, and none at all, whether a match can stand behind it. */
function previousCharacters({ parsed, flags }: CompiledRule): boolean[] {
  const allowed = Array.from({ length: SIZE }, () => true);
  for (const assertion of parsed.before) {
    const here = allowedBy(assertion, flags);
    for (let index = 0; index < SIZE; index += 1)
      allowed[index] = allowed[index] === true && here[index] === true;
  }
  return allowed;
}

function allowedBy({ kind, node }: Assertion, flags: string): boolean[] {
  if (kind === 'behind') {
    const { sources, optional } = edgeOf(node, 'last');
    return optional ? Array.from({ length: SIZE }, () => true) : union(sources, flags);
  }
  const allowed = Array.from({ length: SIZE }, () => true);
  if (kind !== 'notBehind') return allowed;
  // What takes more than one character to refuse cannot be told from one.
  const options = node.kind === 'choice' ? node.options : [node];
  const single = options.flatMap((option) => {
    const only = option.kind === 'sequence' && option.items.length === 1 ? option.items[0] : option;
    return only?.kind === 'char' ? [only.source] : [];
  });
  for (const source of single) {
    const refused = charactersOf(source, flags);
    for (let index = 0; index < BEYOND; index += 1) if (refused[index] === true) allowed[index] = false;
  }
  return allowed;
}

/** The classes that a match of the tree can begin, or end, with; `optional` where it can be empty. */
function edgeOf(node: PatternNode, edge: 'first' | 'last'): { sources: string[]; optional: boolean } {
  switch (node.kind) {
    case 'char':
      return { sources: [node.source], optional: false };
    case 'repeat': {
      const { sources, optional } = edgeOf(node.item, edge);
      return { sources: node.max === 0 ? [] : sources, optional: optional || node.min === 0 };
    }
    case 'choice': {
      const edges = node.options.map((option) => edgeOf(option, edge));
      return {
        sources: edges.flatMap(({ sources }) => sources),
        optional: edges.some(({ optional }) => optional),
      };
    }
    case 'sequence': {
      const sources: string[] = [];
      for (const item of edge === 'first' ? node.items : node.items.toReversed()) {
        const own = edgeOf(item, edge);
        sources.push(...own.sources);
        if (!own.optional) return { sources, optional: false };
      }
      return { sources, optional: true };
    }
  }
}

function union(sources: readonly string[], flags: string): boolean[] {
  const found = Array.from({ length: SIZE }, () => false);
  for (const source of new Set(sources)) {
    const own = charactersOf(source, flags);
    for (let index = 0; index < SIZE; index += 1) found[index] ||= own[index] === true;
  }
  return found;
}

function charactersOf(source: string, flags: string): boolean[] {
  const pattern = new RegExp(`^${source}$`, flags);
  const found = Array.from(
    { length: SIZE },
    (_, code) => code < BEYOND && pattern.test(String.fromCharCode(code)),
  );
  // Under flag `iu` k and s have relatives beyond ASCII.
  found[BEYOND] = MAY_BE_BEYOND.test(source) || flags === 'iu';
  return found;
}
