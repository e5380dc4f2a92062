import type { SpanStream, StreamPart } from '../../scan/index.js';
import type { Replace } from '../redaction/redact-text.js';

/** What a finder decides on: the text of one block. */
export interface DecidedLane {
  /** Up to here it is decided what is sensitive data. */
  readonly decidedTo: number;
  /** The next `length` units are no finding, one that is replaced, or the rest of the one before. */
  decide(length: number, found?: { readonly label: string; readonly placeholder: string | undefined }): void;
}

/** Finds sensitive data in blocks that read on from one another, as in one text. */
export interface FinderChain {
  /** Text that came in a block. */
  push(lane: DecidedLane, text: string): void;
  /** Nothing reads on from what came. */
  end(): void;
}

/**
 * Makes a chain over one stream of spans. A finding that runs over several blocks leaves its replacement in the first;
 * without `replace` the stream only holds back what may become one.
 */
export function createFinderChain(stream: SpanStream, replace: Replace | undefined): FinderChain {
  /** What came and is not decided yet, in order. */
  const waiting: { readonly lane: DecidedLane; length: number }[] = [];

  const decide = ({ text, finding, continues }: StreamPart): void => {
    let left = text.length;
    let placeholder: string | undefined;
    for (let head = waiting[0]; left > 0 && head !== undefined; head = waiting[0]) {
      const { lane } = head;
      const length = Math.min(left, head.length);
      if (finding === undefined || replace === undefined) lane.decide(length);
      else {
        const { label } = finding;
        const start = lane.decidedTo;
        if (left === text.length && continues !== true)
          placeholder = replace({ label, start, end: start + text.length }, text);
        lane.decide(length, { label, placeholder });
        placeholder = undefined;
      }
      left -= length;
      head.length -= length;
      if (head.length === 0) waiting.shift();
    }
  };

  return {
    push(lane, text) {
      if (text === '') return;
      const last = waiting.at(-1);
      if (last?.lane === lane) last.length += text.length;
      else waiting.push({ lane, length: text.length });
      for (const part of stream.push(text)) decide(part);
    },
    end() {
      for (const part of stream.end()) decide(part);
    },
  };
}
