import { CONCEPTS } from '../lexicon/concepts.js';
import { writeGroups } from '../number-groups.js';
import type { WrittenPhrasings } from '../written-phrasings.js';
import { conceptNames } from './concept-names.js';
import type { Phrasing } from './family.js';
import { FAMILIES } from './index.js';

// This module puts the phrasings of all families into the tables of the package: `npm run generate`.

/** The distinct parts of phrasings, each with a number. */
class Parts {
  readonly concepts: number[][] = [];
  readonly #numbers = new Map<string, number>();
  readonly #names: ReadonlyMap<string, number>;

  constructor(names: ReadonlySet<string>) {
    this.#names = new Map([...names].map((name, number) => [name, number]));
  }

  numberOf(part: string): number {
    const known = this.#numbers.get(part);
    if (known !== undefined) return known;
    this.#numbers.set(part, this.concepts.length);
    return this.concepts.push(part.split('|').flatMap((name) => this.#names.get(name) ?? [])) - 1;
  }
}

/**
 * Builds the phrasings in the form that the package carries. `frequencies` tells for each concept how frequent its
 * words are in English.
 */
export function buildPhrasings(frequencies: readonly number[]): WrittenPhrasings {
  const names = conceptNames();
  const parts = new Parts(names);
  const labels = [...new Set(FAMILIES.map(({ label }) => label))];
  const rules = FAMILIES.flatMap(({ label, phrasings }) =>
    phrasings.map((phrasing) => [labels.indexOf(label), ...numbersOf(phrasing, parts, frequencies)]),
  );
  return {
    concepts: [...names].join(' '),
    named: CONCEPTS.length,
    labels,
    parts: writeGroups(parts.concepts),
    rules: writeGroups(rules),
  };
}

function numbersOf(
  { sequence, confidence, notAfter, notAround }: Phrasing,
  parts: Parts,
  frequencies: readonly number[],
): number[] {
  const written = sequence.split(' ');
  const own = written.filter((_, at) => at % 2 === 0).map((part) => parts.numberOf(part));
  const often = own.map((part) =>
    (parts.concepts[part] ?? []).reduce((sum, concept) => sum + (frequencies[concept] ?? 0), 0),
  );
  return [
    Math.round(confidence * 1000),
    (notAfter === undefined ? 0 : 1) + (notAround === undefined ? 0 : 2),
    often.indexOf(Math.min(...often)),
    ...own.flatMap((part, step) => [part, step === 0 ? 0 : Number(written[step * 2 - 1]) + 1]),
  ];
}
