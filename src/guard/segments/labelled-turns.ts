import { turnLabel, turnPlaces, withoutTurns } from '../../scan/index.js';
import type { Stretch } from './mapped-text.js';
import type { Reading } from './readings.js';

/** A turn of a conversation within a text of several turns. */
export interface Turn {
  /** The offset of its first word, in UTF-16 code units. */
  readonly start: number;
  readonly role: string;
}

/** A reading with labelled turns, and the offsets of the labels in its text. */
export interface LabelledReading extends Reading {
  readonly turns: readonly number[];
}

/**
 * Adds labels to the turns of a reading, in the text as it is written. The other readings of the text stay the same,
 * because labels are only for the scanner and belong to nobody's words.
 * @param turns ascending; roles without a label are skipped
 */
export function labelTurns(
  reading: Reading,
  turns: readonly Turn[] = [],
): Reading & Partial<LabelledReading> {
  const starts: number[] = [];
  let text = '';
  let taken = 0;
  for (const { start, role } of turns) {
    const label = turnLabel(role);
    if (label === undefined || start < taken) continue;
    text += reading.text.slice(taken, start);
    taken = start;
    starts.push(text.length);
    text += label;
  }
  if (starts.length === 0) return reading;
  const added = text.length - taken;
  const whole = text + reading.text.slice(taken);
  const plain = withoutTurns(turnPlaces(whole, starts));
  return {
    text: whole,
    turns: starts,
    sections: reading.sections.map((section) => section + added),
    place: (spans, field) =>
      reading.place(
        spans.flatMap((span) => {
          if (span.field !== field) return [span];
          const moved = { ...span, start: plain(span.start), end: plain(span.end) };
          return moved.start < moved.end ? [moved] : [];
        }),
        field,
      ),
  };
}

/** Moves turns to the places of their words in a text after redaction. */
export function movedTurns(
  turns: readonly Turn[] | undefined,
  move: (stretches: readonly Stretch[]) => readonly Stretch[],
): readonly Turn[] | undefined {
  if (turns === undefined || turns.length === 0) return turns;
  const moved = move(turns.map(({ start }) => ({ start, end: start })));
  return turns.map(({ role }, index) => ({ role, start: moved[index]?.start ?? 0 }));
}
