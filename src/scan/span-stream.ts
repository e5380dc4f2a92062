/** A part of a text that streams. All parts, in order, are the text without gaps. */
export interface StreamPart {
  /** What stood there, as it came. */
  readonly text: string;
  /** What it was found to be; absent for text that is no finding. */
  readonly finding?: { readonly detector: string; readonly label: string };
  /** Whether the part goes on with the finding before it, such as the rest of a private key block. */
  readonly continues?: true;
}

/**
 * Finds sensitive data in a text that comes in pieces, in this process. A part is handed out once nothing that follows
 * can change what it is, so that the parts are the same for every way to cut the text.
 */
export interface SpanStream {
  /** How many UTF-16 code units are held back. */
  readonly heldLength: number;
  /** Takes the next piece of text and returns what is decided. */
  push(text: string): readonly StreamPart[];
  /** Returns the rest. */
  end(): readonly StreamPart[];
}
