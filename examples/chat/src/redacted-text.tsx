import type { ReactElement } from 'react';
import { readable } from './words.ts';

/** A placeholder as the policies of this example write it: `[CREDIT_CARD]`. */
const PLACEHOLDER = /\[([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\]/g;

/** Text with its placeholders as chips. Where nothing was redacted a word in brackets is one that the model wrote. */
export function RedactedText({
  text,
  hasRedactions,
}: {
  readonly text: string;
  readonly hasRedactions: boolean;
}): ReactElement {
  if (!hasRedactions) return <>{text}</>;
  return (
    <>
      {piecesOf(text).map(({ at, words, label }) =>
        label === undefined ? words : <Chip key={at} label={label} />,
      )}
    </>
  );
}

interface Piece {
  readonly at: number;
  readonly words: string;
  /** What the placeholder stands for, where it is one. */
  readonly label?: string;
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, 0: words, 1: label = '' } of text.matchAll(PLACEHOLDER)) {
    pieces.push({ at: end, words: text.slice(end, index) }, { at: index, words, label });
    end = index + words.length;
  }
  return [...pieces, { at: end, words: text.slice(end) }];
}

function Chip({ label }: { readonly label: string }): ReactElement {
  const name = readable(label);
  return (
    <span className="chip" title={`${name}: replaced by the guardrail before it was shown`}>
      <span aria-hidden="true" className="chip-bar" />
      {name}
      <span className="sr-only"> (redacted)</span>
    </span>
  );
}

/** The same for the ear. */
export function spokenText(text: string, hasRedactions: boolean): string {
  return hasRedactions
    ? text.replace(PLACEHOLDER, (_, label: string) => `${readable(label)}, redacted,`)
    : text;
}
