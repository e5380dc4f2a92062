import type { InjectionLabel } from './families/index.js';
import { readGroups } from './number-groups.js';
import { PHRASINGS } from './phrasing-tables.js';

/** A phrasing that is ready for the search. */
export interface OrderedRule {
  readonly label: InjectionLabel;
  readonly confidence: number;
  readonly notAfter: boolean;
  readonly notAround: boolean;
  /** The numbers of the parts, in order. */
  readonly parts: readonly number[];
  /** The most places between each part and the one before it. The first entry has no meaning. */
  readonly reaches: readonly number[];
}

/** The number of entries before a phrasing's parts: label, confidence, conditions and rarest part. */
const HEAD = 4;
const NOT_AFTER = 1;
const NOT_AROUND = 2;

/**
 * Every phrasing, with the search from its rarest part. The parts of a set of words are worked out when a text first
 * has one of them, because a text has few sets.
 */
export class RuleBook {
  readonly rules: readonly OrderedRule[];
  readonly #sets: readonly (readonly number[])[];
  /** The pairs of rule and part from which a search begins, by concept. */
  readonly #starts: number[][] = [];
  /** The parts that a concept may be, by concept. */
  readonly #partsOf: number[][] = [];
  /** The number of 32-bit words for the parts of a set. */
  readonly #columns: number;
  readonly #members: Int32Array;
  /** The pairs of rule and part from which a search begins at a word of the set, for each prepared set. */
  readonly anchors: (readonly number[] | undefined)[];

  /** `sets` has the concepts of each set of words. */
  constructor(sets: readonly (readonly number[])[]) {
    const concepts = readGroups(PHRASINGS.parts);
    this.rules = readGroups(PHRASINGS.rules).map((written, number) => {
      const parts = written.filter((_, at) => at >= HEAD && at % 2 === 0);
      const rarest = written[3] ?? 0;
      for (const concept of concepts[parts[rarest] ?? 0] ?? [])
        listAt(this.#starts, concept).push(number, rarest);
      return ruleOf(written, parts);
    });
    for (const [part, own] of concepts.entries())
      for (const concept of own) listAt(this.#partsOf, concept).push(part);
    this.#sets = sets;
    this.#columns = (concepts.length + 31) >>> 5;
    this.#members = new Int32Array(sets.length * this.#columns);
    this.anchors = new Array<readonly number[] | undefined>(sets.length).fill(undefined);
  }

  /** Tells whether a word of a set may be a part. The set must be prepared. */
  isPart(set: number, part: number): boolean {
    return (((this.#members[set * this.#columns + (part >>> 5)] ?? 0) >>> (part & 31)) & 1) === 1;
  }

  /** Works out the parts of a set, once. */
  prepare(set: number): void {
    if (this.anchors[set] !== undefined) return;
    const pairs: number[] = [];
    const members = this.#members;
    for (const concept of this.#sets[set] ?? []) {
      for (const part of this.#partsOf[concept] ?? []) {
        const at = set * this.#columns + (part >>> 5);
        members[at] = (members[at] ?? 0) | (1 << (part & 31));
      }
      const from = this.#starts[concept] ?? [];
      for (let at = 0; at < from.length; at += 2) {
        // Two concepts of a word may lead to the same part.
        let same = 0;
        while (same < pairs.length && pairs[same] !== from[at]) same += 2;
        if (same >= pairs.length) pairs.push(from[at] ?? 0, from[at + 1] ?? 0);
      }
    }
    this.anchors[set] = pairs;
  }
}

function ruleOf(written: readonly number[], parts: readonly number[]): OrderedRule {
  const [label = 0, thousandths = 0, conditions = 0] = written;
  return {
    label: PHRASINGS.labels[label] ?? 'OBFUSCATION',
    confidence: thousandths / 1000,
    notAfter: (conditions & NOT_AFTER) !== 0,
    notAround: (conditions & NOT_AROUND) !== 0,
    parts,
    reaches: written.filter((_, at) => at >= HEAD && at % 2 === 1),
  };
}

function listAt(lists: number[][], at: number): number[] {
  const list = lists[at] ?? [];
  lists[at] = list;
  return list;
}
