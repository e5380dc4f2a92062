import type { SpanStream, StreamPart } from '../../scan/index.js';
import type { Replace } from '../redaction/redact-text.js';

/** The text of one block, for which a finder decides what is sensitive data. */
export interface DecidedLane {
  /** The end of the text that is decided. */
  readonly decidedTo: number;
  /** Decides the next `length` units. They are no finding, a replaced finding, or the rest of the finding before. */
  decide(length: number, found?: { readonly label: string; readonly placeholder: string | undefined }): void;
}

/** Finds sensitive data in blocks that continue one another, as in one text. */
export interface FinderChain {
  /** Takes text that came in a block. */
  push(lane: DecidedLane, text: string): void;
  /** Ends the text. Nothing continues it. */
  end(): void;
}

/**
 * Makes a chain over one stream of spans. A finding that spans several blocks leaves its replacement in the first.
 * Without `replace` the stream only holds back text that may become a finding.
 */
export function createFinderChain(stream: SpanStream, replace: Replace | undefined): FinderChain {
  /** The text that came but is not decided yet, in order. */
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
