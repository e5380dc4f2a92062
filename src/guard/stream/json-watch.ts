import { parses } from '../values.js';

/** Looks at a text in pieces for whether it may be JSON, and where the first escape is. */
export interface JsonWatch {
  /** Takes the next piece. */
  push(piece: string): void;
  /** The offset of the first escape, which can spell any character: from there on the whole is waited for. */
  readonly escapeAt: number;
  /** Whether all of it is JSON. */
  end(): boolean;
}

/** The longest JSON that is looked at as a whole, in UTF-16 code units. */
const MAX_JSON = 500_000;

/** Makes a watch. It keeps the text only as long as it may be JSON. */
export function watchJson(): JsonWatch {
  let pieces: string[] | undefined = [];
  let length = 0;
  let begun = false;
  let endsInBackslash = false;
  let escapeAt = Number.POSITIVE_INFINITY;
  return {
    get escapeAt() {
      return escapeAt;
    },
    push(piece) {
      if (pieces === undefined || piece === '') return;
      const before = endsInBackslash ? '\\' : '';
      const found = (before + piece).search(/\\[u/]/);
      if (found >= 0) escapeAt = Math.min(escapeAt, length - before.length + found);
      endsInBackslash = piece.endsWith('\\');
      pieces.push(piece);
      length += piece.length;
      const first = begun ? '' : piece.trimStart().charAt(0);
      begun ||= first !== '';
      if (!'"[{'.includes(first) || length > MAX_JSON) {
        pieces = undefined;
        escapeAt = Number.POSITIVE_INFINITY;
      }
    },
    end() {
      return pieces !== undefined && parses(pieces.join(''));
    },
  };
}
