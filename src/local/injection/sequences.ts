import { FAMILIES, type InjectionLabel } from './families/index.js';
import type { TokenList } from './tokens.js';
import { type Vocabulary, vocabulary } from './vocabulary.js';

/** A phrasing found: token numbers, both inclusive. */
export interface Found {
  readonly rule: number;
  readonly first: number;
  readonly last: number;
}

/** A phrasing made ready. */
interface CompiledRule {
  readonly label: InjectionLabel;
  readonly confidence: number;
  readonly notAfter: boolean;
}

/** What a token of some set does: it may be step `step` of a rule, if the step before is no further back than `reach`. */
interface Machine {
  readonly rules: readonly CompiledRule[];
  /** Slot of each rule's step 0 in the state arrays. */
  readonly slots: number;
  /** For each set: quadruples slot, reach (0 for a first step), rule when complete or -1, last steps first. */
  readonly moves: readonly Int32Array[];
  readonly isNot: Uint8Array;
}

const MOVE = 3;
const NOT_WITHIN = 3;
let compiled: Machine | undefined;

/** Every phrasing by number, as `Found.rule` counts them. */
export function rules(): readonly CompiledRule[] {
  return machine().rules;
}

/**
 * Finds the phrasings of all families in one pass: each token advances the sequences that its concepts stand in, and the
 * nearest earlier step is the only one worth remembering. At most one finding for each end and phrasing.
 */
export function findSequences(tokens: TokenList): Found[] {
  const { rules: known, slots, moves, isNot } = machine();
  const lastPlace = new Int32Array(slots).fill(-1_000_000);
  const firstToken = new Int32Array(slots);
  const found: Found[] = [];
  const { count, sets, places } = tokens;
  for (let token = 0; token < count; token++) {
    const set = sets[token] ?? 0;
    if (set === 0) continue;
    const steps = moves[set];
    if (steps === undefined) continue;
    const place = places[token] ?? 0;
    for (let at = 0; at < steps.length; at += MOVE) {
      const slot = steps[at] ?? 0;
      const reach = steps[at + 1] ?? 0;
      let first = token;
      if (reach > 0) {
        if (place - (lastPlace[slot - 1] ?? 0) > reach) continue;
        first = firstToken[slot - 1] ?? 0;
        if (first === token) continue;
      }
      lastPlace[slot] = place;
      firstToken[slot] = first;
      const rule = steps[at + 2] ?? -1;
      if (rule < 0) continue;
      if (known[rule]?.notAfter && isNegated(tokens, first, isNot)) continue;
      found.push({ rule, first, last: token });
    }
  }
  return found;
}

function isNegated(tokens: TokenList, first: number, isNot: Uint8Array): boolean {
  for (let at = Math.max(0, first - NOT_WITHIN); at < first; at++) {
    const near = (tokens.places[first] ?? 0) - (tokens.places[at] ?? 0) <= NOT_WITHIN;
    if (near && isNot[tokens.sets[at] ?? 0] === 1) return true;
  }
  return false;
}

function machine(): Machine {
  compiled ??= compile(vocabulary());
  return compiled;
}

function compile(words: Vocabulary): Machine {
  const known: CompiledRule[] = [];
  const byConcept = new Map<number, number[][]>();
  let slots = 0;
  for (const { label, phrasings } of FAMILIES) {
    for (const { sequence, confidence, notAfter } of phrasings) {
      const parts = sequence.split(' ');
      for (let part = 0; part < parts.length; part += 2) {
        const isLast = part === parts.length - 1;
        const reach = part === 0 ? 0 : Number(parts[part - 1]) + 1;
        const move = [slots++, reach, isLast ? known.length : -1];
        for (const name of new Set((parts[part] ?? '').split('|'))) {
          const concept = words.conceptOf(name);
          if (concept === undefined) continue;
          const moves = byConcept.get(concept);
          if (moves === undefined) byConcept.set(concept, [move]);
          else moves.push(move);
        }
      }
      known.push({ label, confidence, notAfter: notAfter !== undefined });
    }
  }
  const isNot = new Uint8Array(words.concepts.length);
  const not = words.conceptOf('NOT') ?? -1;
  // "How do I ignore ..." asks for advice.
  const how = words.conceptOf('how') ?? -1;
  const moves = words.concepts.map((concepts, set) => {
    if (concepts.includes(not) || concepts.includes(how)) isNot[set] = 1;
    const distinct = new Map<number, number[]>();
    for (const concept of concepts) {
      for (const move of byConcept.get(concept) ?? []) distinct.set(move[0] ?? 0, move);
    }
    // A later step comes first, so that one token is never two steps.
    return Int32Array.from([...distinct.values()].sort((a, b) => (b[0] ?? 0) - (a[0] ?? 0)).flat());
  });
  return { rules: known, slots, moves, isNot };
}
