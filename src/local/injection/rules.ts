import { FAMILIES, type InjectionLabel } from './families/index.js';
import type { Vocabulary } from './vocabulary.js';

/** A phrasing made ready. */
export interface OrderedRule {
  readonly label: InjectionLabel;
  readonly confidence: number;
  readonly notAfter: boolean;
  readonly notAround: boolean;
  /** Numbers of the parts, in order. */
  readonly parts: Int32Array;
  /** How many places each part may stand behind the one before; the first entry says nothing. */
  readonly reaches: Int32Array;
}

/** Every phrasing, searched for from its rarest part. */
export interface RuleBook {
  readonly rules: readonly OrderedRule[];
  /** For each set the pairs of rule and part that a search begins with; undefined for none. */
  readonly anchors: readonly (Int32Array | undefined)[];
  /** Whether a word of a set may be a part. */
  isPart(set: number, part: number): boolean;
}

/** Makes the phrasings of all families ready for the sets of a vocabulary. */
export function compileRules(words: Vocabulary): RuleBook {
  const rules: OrderedRule[] = [];
  const partNumbers = new Map<string, number>();
  const partConcepts: number[][] = [];
  const partFrequencies: number[] = [];
  const numberOf = (part: string): number => {
    const known = partNumbers.get(part);
    if (known !== undefined) return known;
    const concepts = part.split('|').flatMap((name) => words.conceptOf(name) ?? []);
    partNumbers.set(part, partConcepts.length);
    partFrequencies.push(concepts.reduce((sum, concept) => sum + words.frequencyOf(concept), 0));
    return partConcepts.push(concepts) - 1;
  };
  const starts: number[][] = [];
  for (const { label, phrasings } of FAMILIES) {
    for (const { sequence, confidence, notAfter, notAround } of phrasings) {
      const written = sequence.split(' ');
      const size = (written.length + 1) >>> 1;
      const parts = new Int32Array(size);
      const reaches = new Int32Array(size);
      let rarest = 0;
      for (let step = 0; step < size; step++) {
        parts[step] = numberOf(written[step * 2] ?? '');
        reaches[step] = step === 0 ? 0 : Number(written[step * 2 - 1]) + 1;
        const frequency = (of: number): number => partFrequencies[parts[of] ?? 0] ?? 0;
        if (frequency(step) < frequency(rarest)) rarest = step;
      }
      for (const concept of partConcepts[parts[rarest] ?? 0] ?? []) {
        const known = starts[concept] ?? [];
        starts[concept] = known;
        known.push(rules.length, rarest);
      }
      rules.push({
        label,
        confidence,
        notAfter: notAfter !== undefined,
        notAround: notAround !== undefined,
        parts,
        reaches,
      });
    }
  }
  const columns = (partConcepts.length + 31) >>> 5;
  const members = new Int32Array(words.concepts.length * columns);
  const partsOf: number[][] = [];
  for (const [part, concepts] of partConcepts.entries()) {
    for (const concept of concepts) {
      const known = partsOf[concept] ?? [];
      partsOf[concept] = known;
      known.push(part);
    }
  }
  const anchors = words.concepts.map((concepts, set): Int32Array | undefined => {
    const pairs: number[] = [];
    for (const concept of concepts) {
      for (const part of partsOf[concept] ?? []) {
        const at = set * columns + (part >>> 5);
        members[at] = (members[at] ?? 0) | (1 << (part & 31));
      }
      const from = starts[concept] ?? [];
      for (let at = 0; at < from.length; at += 2) {
        // A word may be one part for two reasons.
        let known = 0;
        while (known < pairs.length && pairs[known] !== from[at]) known += 2;
        if (known >= pairs.length) pairs.push(from[at] ?? 0, from[at + 1] ?? 0);
      }
    }
    return pairs.length === 0 ? undefined : Int32Array.from(pairs);
  });
  return {
    rules,
    anchors,
    isPart: (set, part) => (((members[set * columns + (part >>> 5)] ?? 0) >>> (part & 31)) & 1) === 1,
  };
}
