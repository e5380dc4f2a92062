import { type DetectedSpan, firstIndex, type TurnPlace, turnPlaces, withoutTurns } from '../scan/index.js';
import type { Task } from './engine.js';

/** A text without the labels of its turns, and how to get back to the text with them. */
export interface UnlabelledTask {
  readonly task: Task;
  place(spans: readonly DetectedSpan[]): DetectedSpan[];
}

/**
 * Takes the labels out of a text that the guard put in front of its turns: they are no marks of a forged conversation, and
 * whatever stands on both sides of one is read together. Nothing where it has none.
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

/** Makes what moves offsets back behind the labels; an end at the beginning of a turn stays in front of its label. */
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
