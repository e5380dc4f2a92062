import { turnLabel, turnPlaces, withoutTurns } from '../../scan/index.js';
import type { Stretch } from './mapped-text.js';
import type { Reading } from './readings.js';

/** A turn of a conversation in a text of several. */
export interface Turn {
  /** Where its first word stands, in UTF-16 code units. */
  readonly start: number;
  readonly role: string;
}

/** A reading with the turns labelled, and where in its text the labels stand. */
export interface LabelledReading extends Reading {
  readonly turns: readonly number[];
}

/**
 * Labels the turns of a reading, in the text as it stands. What else its consumers read in it stays: labels are for the
 * scanner, and nobody's words.
 * @param turns ascending; roles without a label are passed over
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

/** Moves turns to where their words stand in a text that came of theirs by redactions. */
export function movedTurns(
  turns: readonly Turn[] | undefined,
  move: (stretches: readonly Stretch[]) => readonly Stretch[],
): readonly Turn[] | undefined {
  if (turns === undefined || turns.length === 0) return turns;
  const moved = move(turns.map(({ start }) => ({ start, end: start })));
  return turns.map(({ role }, index) => ({ role, start: moved[index]?.start ?? 0 }));
}
