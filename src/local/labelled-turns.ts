import { type DetectedSpan, firstIndex, type TurnPlace, turnPlaces, withoutTurns } from '../scan/index.js';
import type { Task } from './engine.js';

/** A text without the labels of its turns, and the way back to the text with them. */
export interface UnlabelledTask {
  readonly task: Task;
  place(spans: readonly DetectedSpan[]): DetectedSpan[];
}

/**
 * Removes the labels that the guard put in front of the turns of a text. They are no marks of a forged conversation,
 * and the text on both sides of a label is read together. Returns undefined if the text has no labels.
 */
export function withoutLabels(task: Task, turns: readonly number[] = []): UnlabelledTask | undefined {
  const places = turnPlaces(task.text, turns);
  if (places.length === 0) return undefined;
  let text = '';
  let taken = 0;
  let removed = 0;
  for (const { at, length } of places) {
    text += task.text.slice(taken, at + removed);
    removed += length;
    taken = at + removed;
  }
  const plain = withoutTurns(places);
  const labelled = labelledOffsets(places);
  return {
    task: { ...task, text: text + task.text.slice(taken), sections: task.sections?.map(plain) },
    place: (spans) =>
      spans.map((span) => ({ ...span, start: labelled(span.start, true), end: labelled(span.end, false) })),
  };
}

/**
 * Returns a function that maps offsets back to the text with labels. An end at the beginning of a turn stays in front
 * of the label.
 */
function labelledOffsets(places: readonly TurnPlace[]): (offset: number, isStart: boolean) => number {
  let added = 0;
  const sums = places.map(({ length }) => {
    added += length;
    return added;
  });
  return (offset, isStart) => {
    const count = firstIndex(places.length, (index) => {
      const { at } = places[index] ?? { at: 0 };
      return isStart ? at > offset : at >= offset;
    });
    return offset + (sums[count - 1] ?? 0);
  };
}
