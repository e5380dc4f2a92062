import { type Draft, parseableText, type Segment } from '../guard/index.js';
import { besideText, withoutBeside } from './part-fields.js';
import { type Part, stringOf } from './parts.js';
import { inputSegments, type PartText, readResultPart } from './result-text.js';

/** The parts of one tool call, or one complete part. They are judged together. */
export interface PartLane {
  /** The tool whose input or output this is. It is undefined for a part of the answer. */
  readonly tool: Omit<Exclude<PartText, { kind: 'answer' }>, 'segments'> | undefined;
  judged: boolean;
  /** Returns its text so far, and the places where it is rewritten. */
  segments(): readonly Segment[];
  /** Returns a part of the lane as the consumer gets it, or undefined if a rewritten lane no longer needs it. */
  release(part: Part): Part | undefined;
}

/** The parts of one tool call. */
export interface ToolLane extends PartLane {
  add(part: Part): void;
}

/**
 * Makes the lane of a tool's input, in deltas or not, with its call.
 * @param isOffered whether the application offers a tool of this name
 */
export function createToolLane(first: Part, isOffered: (name: string) => boolean): ToolLane {
  let toolName = stringOf(first, 'toolName') ?? 'unknown';
  let text = '';
  let call: (Draft & Part) | undefined;
  let callRewritten = false;
  let replacement: string | undefined;
  /** The text of the parts outside the input. It is left out after a finding in it. */
  const beside: string[] = [];
  let isBare = false;
  /** Names of tools that the application does not offer. The model wrote them, and they cannot be rewritten. */
  const names = new Set<string>();
  const replace = (redacted: string): true => {
    replacement = redacted;
    return true;
  };
  const deltas = (): Segment[] => parseableText({ text: replacement ?? text, write: replace });
  const callSegments = (draft: Draft & Part): Segment[] => {
    // Deltas that differ from the call are a text of their own.
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
  const besideSegment = (): Segment[] => {
    const drop = (): true => {
      isBare = true;
      return true;
    };
    return beside.length === 0 || isBare ? [] : [{ text: beside.join('\n'), write: drop }];
  };
  return {
    get tool() {
      return { kind: 'toolInput' as const, toolName };
    },
    judged: false,
    add(part) {
      text += stringOf(part, 'delta') ?? '';
      const said = besideText(part);
      if (said !== '') beside.push(said);
      const name = stringOf(part, 'toolName');
      if (name !== undefined && !isOffered(name)) names.add(name);
      if (part.type !== 'tool-call') return;
      call = { ...part };
      toolName = stringOf(part, 'toolName') ?? toolName;
    },
    segments: () => [
      ...(call === undefined ? deltas() : callSegments(call)),
      ...besideSegment(),
      ...[...names].map(nameSegment),
    ],
    release(part) {
      if (part.type === 'tool-call') {
        const own = callRewritten && call !== undefined ? call : part;
        return isBare ? withoutBeside(own) : own;
      }
      if (replacement === undefined) return isBare ? withoutBeside(part) : part;
      // Data that the provider attached may quote the replaced text.
      const bare = withoutBeside(part);
      if (!part.type.endsWith('-delta')) return bare;
      // The first delta carries the whole text.
      const delta = replacement;
      replacement = '';
      return delta === '' ? undefined : { ...bare, delta };
    },
  };
}

/** Makes the segment of a tool's name, which is judged with the tool's input or output. */
export function nameSegment(name: string): Segment {
  return { text: `toolName: ${name}` };
}

/**
 * Makes the lane of a complete part: a source, a file, a provider tool's result, or a part of an unknown kind.
 * @param isOffered whether the application offers a tool of this name
 */
export function createWholeLane(part: Part, isOffered: (name: string) => boolean): PartLane {
  const draft: Draft & Part = { ...part };
  const { kind } = readResultPart(draft);
  const name = kind === 'answer' ? undefined : stringOf(part, 'toolName');
  const named = name === undefined || isOffered(name) ? [] : [nameSegment(name)];
  let rewritten = false;
  // The part is read again each time, so that rewritten text shows.
  const segments = (): Segment[] => {
    const own = readResultPart(draft).segments.map(({ text, write }) => ({
      text,
      ...(write !== undefined && {
        write: (redacted: string) => {
          rewritten = true;
          return write(redacted);
        },
      }),
    }));
    return [...own, ...named];
  };
  return {
    tool: kind === 'answer' ? undefined : { kind, toolName: stringOf(part, 'toolName') ?? 'unknown' },
    judged: false,
    segments,
    release: (original) => (rewritten ? draft : original),
  };
}
