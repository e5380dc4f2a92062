/** One record of a CSV: its cells, or why they could not be read. */
export type CsvRecord = { readonly cells: readonly string[] } | { readonly problem: string };

/** Reads records from pieces of a text, by RFC 4180: quoted cells with commas, quotes and line breaks; CRLF, LF or CR. */
export interface CsvReader {
  /** The records that end in this piece. */
  push(piece: string): CsvRecord[];
  /** The record that the text ends in, if any. */
  end(): CsvRecord[];
}

const SPECIAL_OUTSIDE = /[",\r\n]/g;

/**
 * Opens a reader.
 * @param max UTF-16 code units of a record; of a longer one nothing is kept
 */
export function openCsvReader(max: number): CsvReader {
  let cells: string[] = [];
  let cell = '';
  let length = 0;
  let problem: string | undefined;
  /** `quote` is behind a quote inside quotes: the cell ends, or one quote is meant. */
  let state: 'start' | 'plain' | 'quoted' | 'quote' | 'cr' = 'start';
  let done: CsvRecord[] = [];

  const add = (text: string): void => {
    length += text.length;
    if (length > max) {
      problem ??= `is longer than ${max} characters`;
      cell = '';
      cells = [];
    } else {
      cell += text;
    }
  };
  const endCell = (): void => {
    if (problem === undefined) cells.push(cell);
    cell = '';
    state = 'start';
  };
  const endRecord = (): void => {
    endCell();
    const isEmpty = problem === undefined && cells.length === 1 && cells[0] === '' && length === 0;
    if (!isEmpty) done.push(problem === undefined ? { cells } : { problem });
    [cells, length, problem] = [[], 0, undefined];
  };
  /** What a character outside of quotes does. */
  const outside = (mark: string): void => {
    if (mark === ',') {
      length++;
      endCell();
    } else if (mark === '"') {
      // A quote inside a cell that has none in front is a letter like others.
      if (state === 'start') {
        length++;
        state = 'quoted';
      } else add(mark);
    } else {
      endRecord();
      if (mark === '\r') state = 'cr';
    }
  };
  /** Takes the characters up to the next one that means something. Returns the place behind it. */
  const step = (piece: string, from: number): number => {
    if (state === 'cr') {
      state = 'start';
      if (piece[from] === '\n') return from + 1;
    }
    if (state === 'quoted') {
      const at = piece.indexOf('"', from);
      add(piece.slice(from, at < 0 ? undefined : at));
      if (at >= 0) state = 'quote';
      return at < 0 ? piece.length : at + 1;
    }
    if (state === 'quote') {
      const mark = piece[from] ?? '';
      if (mark === '"') {
        add(mark);
        state = 'quoted';
      } else if (mark === ',' || mark === '\r' || mark === '\n') {
        outside(mark);
      } else {
        problem ??= 'has text behind a closing quote';
        state = 'plain';
      }
      return from + 1;
    }
    SPECIAL_OUTSIDE.lastIndex = from;
    const found = SPECIAL_OUTSIDE.exec(piece);
    const at = found?.index ?? piece.length;
    if (at > from) {
      add(piece.slice(from, at));
      state = 'plain';
    }
    if (found !== null) outside(found[0]);
    return at + 1;
  };
  const taken = (): CsvRecord[] => {
    const records = done;
    done = [];
    return records;
  };
  return {
    push(piece) {
      for (let at = 0; at < piece.length; ) at = step(piece, at);
      return taken();
    },
    end() {
      if (state === 'quoted') problem ??= 'has a quote that is not closed';
      const isBegun = state !== 'cr' && (length > 0 || cells.length > 0);
      if (isBegun) endRecord();
      return taken();
    },
  };
}
