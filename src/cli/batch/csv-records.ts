/** One record of a CSV: its cells, or the reason why they could not be read. */
export type CsvRecord = { readonly cells: readonly string[] } | { readonly problem: string };

/**
 * Reads records from pieces of a text, by RFC 4180: quoted cells with commas, quotes and line breaks; CRLF, LF or CR.
 */
export interface CsvReader {
  /** Returns the records that end in this piece. */
  push(piece: string): CsvRecord[];
  /** Returns the last record, if the text ends in one. */
  end(): CsvRecord[];
}

const SPECIAL_OUTSIDE = /[",\r\n]/g;

/**
 * Opens a reader.
 * @param max the most UTF-16 code units of a record; nothing of a longer one is kept
 */
export function openCsvReader(max: number): CsvReader {
  let cells: string[] = [];
  let cell = '';
  let length = 0;
  let problem: string | undefined;
  /** `quote` means after a quote inside quotes: the cell ends, or the quote is escaped. */
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
  /** Handles a character outside of quotes. */
  const outside = (mark: string): void => {
    if (mark === ',') {
      length++;
      endCell();
    } else if (mark === '"') {
      // A quote that does not begin a cell is an ordinary character.
      if (state === 'start') {
        length++;
        state = 'quoted';
      } else add(mark);
    } else {
      endRecord();
      if (mark === '\r') state = 'cr';
    }
  };
  /** Takes the characters up to the next special one. Returns the place after it. */
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
