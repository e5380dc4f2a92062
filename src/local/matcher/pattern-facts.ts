/** A set of signs, with one bit for each. */
export type CharacterSet = Int32Array;

/**
 * The facts about a built-in rule's pattern that are known without parsing it. Parsing some hundreds of patterns costs
 * more than a first scan, and the patterns are known when the package is made.
 */
export interface PatternFacts {
  /** How far in front of a match the pattern looks, in UTF-16 code units. */
  readonly behind: number;
  /** The length of the longest match. */
  readonly length: number;
  /** How far after a match the pattern looks. */
  readonly ahead: number;
  /**
   * The most characters of a match in front of its digits. With a trigger of characters it is the most in front of the
   * first place where one of them must stand, or -1 if there is no such place.
   */
  readonly lead: number;
  /** The fewest characters of a match in front of this place. */
  readonly least: number;
  /** 1 if a match may hold a blank, else 0. */
  readonly blanks: number;
  /** The characters that may stand just before a match. */
  readonly before: CharacterSet;
  /** The possible characters of each of the first units of a match, as many as the tables examine. */
  readonly leading: readonly CharacterSet[];
}

/** The base in which numbers are written. */
const BASE = 36;

/** Facts in a generated module: sets by number, and a row for each pattern, in the order of the rules. */
export interface WrittenFacts {
  /** The sets, separated by blanks. Each has its words in base 36, separated by commas. */
  readonly sets: string;
  /**
   * The rows, separated by blanks. A row has behind, length, ahead, lead, least, blanks, and the number of the set
   * before, separated by commas. After a colon come the numbers of the leading sets, each with its count.
   */
  readonly rows: string;
}

/** Reads the output of `writeFacts`. Equal sets are one object. */
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
