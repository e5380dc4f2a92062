/** A part of a streamed text. All parts, in order, make up the text without gaps. */
export interface StreamPart {
  /** The original text of the part. */
  readonly text: string;
  /** The kind of finding; absent for text that is not a finding. */
  readonly finding?: { readonly detector: string; readonly label: string };
  /** Set if the part continues the finding before it, such as the rest of a private key block. */
  readonly continues?: true;
}

/**
 * Finds sensitive data, in this process, in a text that comes in pieces. It returns a part once no later text can
 * change the finding. The parts are therefore the same however the text is cut into pieces.
 */
export interface SpanStream {
  /** How many UTF-16 code units are held back. */
  readonly heldLength: number;
  /** Takes the next piece of text and returns the parts that are decided. */
  push(text: string): readonly StreamPart[];
  /** Ends the text and returns the remaining parts. */
  end(): readonly StreamPart[];
}
