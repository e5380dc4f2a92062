import type { Entry, GuardrailVerdict, HeldInput, ToolInputStream } from '../guard/index.js';
import { besideText } from './part-fields.js';
import { type Part, stringOf } from './parts.js';
import { createToolLane, nameSegment, type PartLane, type ToolLane } from './tool-parts.js';

/** The parts of the tool calls of one answer. */
export interface ToolInputs {
  /** Takes a part of a tool's input, or its call. */
  push(part: Part): { readonly lane: PartLane; readonly entry: Entry<Part> };
  /** Returns the signs of progress for inputs that are held to their end. Each is returned once. */
  drainSigns(): Part[];
  /** Starts the scans that are due for inputs under way, and returns the promises to wait for. */
  work(): Promise<void>[];
  /** Returns the refusals of inputs under way. */
  verdicts(): GuardrailVerdict[];
  /** Returns the parts that end the inputs whose start has left but not their end. */
  endings(): Part[];
  /** Returns the lanes that no call has completed. */
  drainOpen(): PartLane[];
}

/** The settings for the parts of tool calls. */
export interface ToolInputsParts {
  /** Tells whether the application offers a tool of this name. */
  isOffered(name: string): boolean;
  /** Opens the judging of an input as it streams. Returns undefined if the input is held to its end. */
  openInput(toolName: string): ToolInputStream | undefined;
}

/** A call under way. */
interface OpenCall {
  readonly lane: ToolLane;
  /** Judges its input as it streams. */
  readonly input: ToolInputStream | undefined;
  /** Gives signs of progress if its input is held to the end. */
  readonly signs: Signs | undefined;
}

/**
 * Takes the tool calls of one answer. Each input is judged as a whole together with its call, which follows it. If the
 * policy does not rewrite inputs, it is also judged as it streams.
 */
export function createToolInputs(parts: ToolInputsParts): ToolInputs {
  // Ids come from the provider, so they must not be keys of an object.
  const open = new Map<string, OpenCall>();
  /** The inputs whose start has left but not their end. */
  const begun = new Set<string>();
  const inputs = (): ToolInputStream[] => [...open.values()].flatMap(({ input }) => input ?? []);

  const entryOf = (id: string, part: Part, { lane, input, signs }: OpenCall): Entry<Part> => {
    const held = input === undefined ? undefined : heldPart(input, part, parts);
    const { type } = part;
    const isStart = type === 'tool-input-start';
    const isAlone = (): boolean => held !== undefined || (isStart && signs?.isDue === true);
    return {
      ready: () => lane.judged || (held === undefined ? isAlone() : held.ready()),
      take() {
        held?.take();
        if (isStart) begun.add(id);
        if (isStart && signs !== undefined) signs.hasBegun = true;
        if (type === 'tool-input-end' || type === 'tool-call') begun.delete(id);
        const leaving = lane.release(part);
        return leaving === undefined ? [] : [leaving];
      },
      get group() {
        return isAlone() ? undefined : lane;
      },
    };
  };

  return {
    push(part) {
      const isCall = part.type === 'tool-call';
      const id = stringOf(part, isCall ? 'toolCallId' : 'id') ?? '';
      const call = open.get(id) ?? openCall(part, parts);
      const { lane, input, signs } = call;
      lane.add(part);
      signs?.note(part);
      if (isCall) {
        open.delete(id);
        input?.complete();
      } else open.set(id, call);
      return { lane, entry: entryOf(id, part, call) };
    },
    drainSigns: () => [...open.values()].flatMap(({ signs }) => signs?.take() ?? []),
    work: () => inputs().flatMap((input) => input.work() ?? []),
    verdicts: () =>
      inputs().flatMap(({ verdicts }) => verdicts.map((own) => ({ direction: 'tool' as const, ...own }))),
    endings: () => [...begun].map((id) => ({ type: 'tool-input-end', id })),
    drainOpen() {
      const rest = [...open.values()];
      open.clear();
      for (const { input } of rest) input?.complete();
      return rest.map(({ lane }) => lane);
    },
  };
}

function openCall(part: Part, { isOffered, openInput }: ToolInputsParts): OpenCall {
  const lane = createToolLane(part, isOffered);
  const toolName = stringOf(part, 'toolName');
  if (part.type !== 'tool-input-start' || toolName === undefined)
    return { lane, input: undefined, signs: undefined };
  const input = openInput(toolName);
  // A start part that says more than the name of an offered tool is held with the rest.
  const isBare = isOffered(toolName) && besideText(part) === '' && part['inputEncoding'] !== 'text';
  return { lane, input, signs: input === undefined && isBare ? createSigns(part) : undefined };
}

const WITH_THE_WHOLE: HeldInput = { ready: () => false, take: () => undefined };

/**
 * Holds a part of an input that is judged as it streams. The start leaves with the first piece of the input, and the
 * end with the call.
 */
function heldPart(input: ToolInputStream, part: Part, { isOffered }: ToolInputsParts): HeldInput {
  // The end and the call leave after the whole input was judged.
  if (part.type !== 'tool-input-start' && part.type !== 'tool-input-delta') return WITH_THE_WHOLE;
  const toolName = stringOf(part, 'toolName');
  const isNamed = toolName === undefined || isOffered(toolName);
  const said = [besideText(part), isNamed ? '' : nameSegment(toolName).text].filter((text) => text !== '');
  const beside = said.map((text) => input.judgeBeside(text));
  const delta = stringOf(part, 'delta') ?? '';
  const own = delta === '' ? undefined : input.push(delta);
  const isStart = part.type === 'tool-input-start';
  return {
    ready: () => (!isStart || input.begun) && own?.ready() !== false && beside.every((held) => held.ready()),
    take() {
      for (const held of [...beside, ...(own === undefined ? [] : [own])]) held.take();
    },
  };
}

/**
 * Gives signs of progress for an input that is held to its end. They keep a timer of the SDK running while the provider
 * sends data.
 */
interface Signs {
  /** Whether the input is long enough for the next sign. */
  readonly isDue: boolean;
  /** True if the start of the input has left. */
  hasBegun: boolean;
  /** Takes a part of the input. */
  note(part: Part): void;
  /** Returns the sign that is due now, once. */
  take(): Part[];
}

/** The length of input between two signs, in UTF-16 code units. */
const SIGN_EVERY = 64;

/**
 * The text of a sign. It may come before any JSON value and has no meaning. SDKs treat an empty delta as no progress.
 */
const SIGN = ' ';

function createSigns(start: Part): Signs {
  const id = stringOf(start, 'id');
  let length = 0;
  let given = 0;
  let isJson: boolean | undefined;
  const due = (): number => (isJson === true ? Math.floor(length / SIGN_EVERY) : 0);
  return {
    hasBegun: false,
    get isDue() {
      return due() > given;
    },
    note(part) {
      const delta = stringOf(part, 'delta') ?? '';
      length += delta.length;
      const [first] = delta.trimStart();
      if (first !== undefined) isJson ??= first === '{' || first === '[';
    },
    take() {
      if (!this.hasBegun || due() <= given) return [];
      given = due();
      return [{ type: 'tool-input-delta', ...(id !== undefined && { id }), delta: SIGN }];
    },
  };
}
