import type { InjectionLabel } from './families/index.js';
import { readGroups } from './number-groups.js';
import { PHRASINGS } from './phrasing-tables.js';

/** A phrasing made ready. */
export interface OrderedRule {
  readonly label: InjectionLabel;
  readonly confidence: number;
  readonly notAfter: boolean;
  readonly notAround: boolean;
  /** Numbers of the parts, in order. */
  readonly parts: readonly number[];
  /** How many places each part may stand behind the one before; the first entry says nothing. */
  readonly reaches: readonly number[];
}

/** In front of a phrasing's parts stand its label, confidence, conditions and rarest part. */
const HEAD = 4;
const NOT_AFTER = 1;
const NOT_AROUND = 2;

/**
 * Every phrasing, searched for from its rarest part. What a set of words may be is worked out when a text first has one of
 * them: a text has few.
 */
export class RuleBook {
  readonly rules: readonly OrderedRule[];
  readonly #sets: readonly (readonly number[])[];
  /** For each concept the pairs of rule and part that a search begins with. */
  readonly #starts: number[][] = [];
  /** For each concept the parts that it may be. */
  readonly #partsOf: number[][] = [];
  /** How many words of 32 bits the parts of a set take. */
  readonly #columns: number;
  readonly #members: Int32Array;
  /** For each prepared set the pairs of rule and part that a search begins with at one of its words. */
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

  /** Whether a word of a set may be a part; the set must be prepared. */
  isPart(set: number, part: number): boolean {
    return (((this.#members[set * this.#columns + (part >>> 5)] ?? 0) >>> (part & 31)) & 1) === 1;
  }

  /** Works out what a set may be, once. */
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
        // A word may be one part for two reasons.
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
