import type { Segment } from '../guard/index.js';
import { parseableText } from './json-text.js';
import { type Draft, type Part, stringOf } from './parts.js';
import { citationTexts, inputSegments, type PartText, readResultPart } from './result-text.js';

/** The parts of one block, one tool call, or one part that comes whole: judged together. */
export interface Lane {
  /** The tool whose input or output this is; absent for words of the answer. */
  readonly tool: Omit<Exclude<PartText, { kind: 'answer' }>, 'segments'> | undefined;
  judged: boolean;
  /** The first segment is text of the answer, which runs on from block to block. */
  readonly words: boolean;
  /** How many parts it has so far. */
  readonly size: number;
  /** Its text, as far as it has come, and where it is rewritten. */
  segments(): readonly Segment[];
  /** A part of the lane as the consumer gets it, or nothing when a rewritten lane no longer needs it. */
  release(part: Part): Part | undefined;
}

/** What became of a part that was taken in. */
export interface Taken {
  readonly lane: Lane;
  /** The lane is whole now and can be judged. */
  readonly complete: 'answer' | 'tool' | undefined;
}

/** Sorts the parts of a stream into lanes, by kind and id. */
export interface Lanes {
  take(part: Part): Taken;
  /** Answer lanes that are whole and not yet handed out. */
  takeAnswer(): Lane[];
  /** Everything not yet handed out, whole or not: for the end of a stream. */
  takeAll(): { answer: Lane[]; tools: Lane[] };
}

/** Blocks sent in deltas, by the first part of their type's name. */
const BLOCK_PART = /^(text|reasoning|tool-input)-(start|delta|end)$/;

export function createLanes(): Lanes {
  // Ids are the provider's: never keys of an object.
  const open = new Map<string, DeltaLane>();
  const whole: Lane[] = [];

  const openLane = (key: string, part: Part): DeltaLane => {
    const existing = open.get(key);
    if (existing !== undefined) return existing;
    const lane = createDeltaLane(part);
    open.set(key, lane);
    return lane;
  };

  const takeBlock = (kind: string, step: string, part: Part): Taken => {
    const key = `${kind}:${stringOf(part, 'id') ?? ''}`;
    const lane = openLane(key, part);
    lane.add(part);
    // A tool's input is judged with its call, which follows; they are released or refused together.
    if (step !== 'end' || kind === 'tool-input') return { lane, complete: undefined };
    open.delete(key);
    whole.push(lane);
    return { lane, complete: 'answer' };
  };

  return {
    take(part) {
      const [, kind, step] = BLOCK_PART.exec(part.type) ?? [];
      if (kind !== undefined && step !== undefined) return takeBlock(kind, step, part);
      if (part.type === 'tool-call') {
        const key = `tool-input:${stringOf(part, 'toolCallId') ?? ''}`;
        const lane = openLane(key, part);
        lane.add(part);
        open.delete(key);
        return { lane, complete: 'tool' };
      }
      const lane = createWholeLane(part);
      if (lane.tool !== undefined) return { lane, complete: 'tool' };
      // Sources and files wait for the next block's scan rather than have one each.
      whole.push(lane);
      return { lane, complete: undefined };
    },
    takeAnswer: () => whole.splice(0),
    takeAll() {
      const rest = [...open.values()];
      open.clear();
      const answer = [...whole.splice(0), ...rest.filter((lane) => lane.tool === undefined)];
      return { answer, tools: rest.filter((lane) => lane.tool !== undefined) };
    },
  };
}

interface DeltaLane extends Lane {
  add(part: Part): void;
}

/** A block that comes in deltas: text, reasoning, or a tool's input with its call. */
function createDeltaLane(first: Part): DeltaLane {
  const isTool = first.type.startsWith('tool-');
  const isReasoning = first.type.startsWith('reasoning');
  let toolName = stringOf(first, 'toolName') ?? 'unknown';
  let size = 0;
  let text = '';
  const citations: string[] = [];
  let call: (Draft & Part) | undefined;
  let callRewritten = false;
  let replacement: string | undefined;
  const replace = (redacted: string): boolean => {
    // Reasoning is signed by the provider; a changed text would be refused on the next turn.
    if (isReasoning) return false;
    replacement = redacted;
    return true;
  };
  const deltas = (): Segment[] => parseableText({ text: replacement ?? text, write: replace });
  const callSegments = (draft: Draft & Part): Segment[] => {
    // Deltas that say something else than the call are a text of their own.
    const apart = text !== '' && text !== draft['input'];
    const own = inputSegments(draft).map((segment) => ({
      text: segment.text,
      write: (redacted: string) => {
        callRewritten = true;
        return segment.write?.(redacted) === true && (apart || replace(redacted));
      },
    }));
    return apart ? [...own, ...deltas()] : own;
  };
  return {
    get tool() {
      return isTool ? { kind: 'toolInput' as const, toolName } : undefined;
    },
    judged: false,
    words: first.type.startsWith('text'),
    get size() {
      return size;
    },
    add(part) {
      size += 1;
      text += stringOf(part, 'delta') ?? '';
      citations.push(...citationTexts(part));
      if (part.type !== 'tool-call') return;
      call = { ...part };
      toolName = stringOf(part, 'toolName') ?? toolName;
    },
    segments() {
      if (call !== undefined) return callSegments(call);
      // A finding in what a citation quotes leaves the text, and takes the citations.
      const cited = citations.map((quoted) => ({ text: quoted, write: () => replace(replacement ?? text) }));
      return [...deltas(), ...(replacement === undefined ? cited : [])];
    },
    release(part) {
      if (part.type === 'tool-call') return callRewritten ? call : part;
      if (replacement === undefined) return part;
      // What the provider attached (annotations, log probabilities) may quote the text that was replaced.
      const bare = { ...part, providerMetadata: undefined };
      if (part.type === 'text-end') return { ...bare, citations: undefined };
      if (!part.type.endsWith('-delta')) return bare;
      // The first delta carries the whole text.
      const delta = replacement;
      replacement = '';
      return delta === '' ? undefined : { ...bare, delta };
    },
  };
}

/** A part that comes whole: a source, a file, a provider tool's result, or a part of a kind unknown here. */
function createWholeLane(part: Part): Lane {
  const draft: Draft & Part = { ...part };
  const { kind } = readResultPart(draft);
  let rewritten = false;
  // Read again each time, so that what was written shows.
  const segments = (): Segment[] =>
    readResultPart(draft).segments.map(({ text, write }) => ({
      text,
      ...(write !== undefined && {
        write: (redacted: string) => {
          rewritten = true;
          return write(redacted);
        },
      }),
    }));
  return {
    tool: kind === 'answer' ? undefined : { kind, toolName: stringOf(part, 'toolName') ?? 'unknown' },
    judged: false,
    words: false,
    size: 1,
    segments,
    release: (original) => (rewritten ? draft : original),
  };
}
