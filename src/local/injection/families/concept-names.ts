import { CONCEPTS } from '../lexicon/concepts.js';
import { FAMILIES } from './index.js';

/** Returns all concepts in the order of their numbers: the named ones, then the words in phrasings. */
export function conceptNames(): ReadonlySet<string> {
  const names = new Set<string>(CONCEPTS);
  for (const { phrasings } of FAMILIES)
    for (const { sequence } of phrasings)
      for (const part of sequence.split(/[ |]/)) if (part > '9') names.add(part);
  return names;
}
