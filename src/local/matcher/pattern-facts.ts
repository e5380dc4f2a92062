/** A set of signs, a bit for each. */
export type CharacterSet = Int32Array;

/**
 * What is known of a built-in rule's pattern without taking it apart. Taking some hundreds of patterns apart costs more
 * than a first scan, and the patterns are known when the package is made.
 */
export interface PatternFacts {
  /** How far in front of a match the pattern looks, in UTF-16 code units. */
  readonly behind: number;
  /** The longest match. */
  readonly length: number;
  /** How far behind a match it looks. */
  readonly ahead: number;
  /**
   * How many characters in front of its digits a match may begin; with a trigger of characters, of the first place at which
   * one of them must stand, -1 where there is none.
   */
  readonly lead: number;
  /** How many it must at least begin in front of this place. */
  readonly least: number;
  /** Whether a match may hold a blank: 1, or 0. */
  readonly blanks: number;
  /** The characters that may stand just before a match. */
  readonly before: CharacterSet;
  /** For each of the first units of a match, as many as its tables look at, the characters it may be. */
  readonly leading: readonly CharacterSet[];
}

/** Numbers are written with this base. */
const BASE = 36;

/**
 * Facts as they stand in a generated module: sets by number, and a row for each pattern, in the order of the rules.
 */
export interface WrittenFacts {
  /** Sets apart by blanks, each its words in base 36, apart by commas. */
  readonly sets: string;
  /**
   * Rows apart by blanks: behind, length, ahead, lead, least, blanks, and the number of the set before, apart by commas; behind a colon
   * the numbers of the leading sets, each with how often it comes.
   */
  readonly rows: string;
}

/** Reads what `writeFacts` wrote. Equal sets are one object. */
export function readFacts({ sets, rows }: WrittenFacts): PatternFacts[] {
  const known = sets.split(' ').map((set) => Int32Array.from(set.split(','), (word) => parseInt(word, BASE)));
  const setAt = (number: number): CharacterSet => known[number] ?? new Int32Array(0);
  return rows.split(' ').map((row) => {
    const [numbers = '', runs = ''] = row.split(':');
    const [behind = 0, length = 0, ahead = 0, lead = 0, least = 0, blanks = 0, before = 0] = numbers
      .split(',')
      .map((digits) => parseInt(digits, BASE));
    const leading: CharacterSet[] = [];
    for (const run of runs === '' ? [] : runs.split(',')) {
      const [number = '', times = '1'] = run.split('*');
      const set = setAt(parseInt(number, BASE));
      for (let count = parseInt(times, BASE); count > 0; count -= 1) leading.push(set);
    }
    return { behind, length, ahead, lead, least, blanks, before: setAt(before), leading };
  });
}

/** Writes facts for a generated module. */
export function writeFacts(facts: readonly PatternFacts[]): WrittenFacts {
  const numbers = new Map<string, number>();
  const numberOf = (set: CharacterSet): string => {
    const written = [...set].map((word) => word.toString(BASE)).join(',');
    const known = numbers.get(written) ?? numbers.size;
    numbers.set(written, known);
    return known.toString(BASE);
  };
  const rows = facts.map(({ behind, length, ahead, lead, least, blanks, before, leading }) => {
    const first = [behind, length, ahead, lead, least, blanks].map((number) => number.toString(BASE));
    const runs: { readonly number: string; times: number }[] = [];
    for (const number of leading.map(numberOf)) {
      const last = runs.at(-1);
      if (last?.number === number) last.times += 1;
      else runs.push({ number, times: 1 });
    }
    const written = runs.map(({ number, times }) =>
      times === 1 ? number : `${number}*${times.toString(BASE)}`,
    );
    return `${[...first, numberOf(before)].join(',')}:${written.join(',')}`;
  });
  return { sets: [...numbers.keys()].join(' '), rows: rows.join(' ') };
}
