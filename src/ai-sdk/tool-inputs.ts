import type { Entry, GuardrailVerdict, HeldInput, ToolInputStream } from '../guard/index.js';
import { besideText } from './part-fields.js';
import { type Part, stringOf } from './parts.js';
import { createToolLane, nameSegment, type PartLane, type ToolLane } from './tool-parts.js';

/** The parts of the tool calls of one answer. */
export interface ToolInputs {
  /** Takes in a part of a tool's input, or its call. */
  push(part: Part): { readonly lane: PartLane; readonly entry: Entry<Part> };
  /** The signs that inputs which are held to their end go on; each is given once. */
  drainSigns(): Part[];
  /** Starts what is to be scanned of inputs that are under way, and says what is to be waited for. */
  work(): Promise<void>[];
  /** What was refused of inputs that are under way. */
  verdicts(): GuardrailVerdict[];
  /** Parts that end the inputs whose start has left and whose end has not. */
  endings(): Part[];
  /** Lanes that no call has completed. */
  drainOpen(): PartLane[];
}

/** How the parts of tool calls are taken in. */
export interface ToolInputsParts {
  /** Whether the application offers a tool of that name. */
  isOffered(name: string): boolean;
  /** Opens the judging of an input as it comes; nothing where it is held to its end. */
  openInput(toolName: string): ToolInputStream | undefined;
}

/** A call under way. */
interface OpenCall {
  readonly lane: ToolLane;
  /** Judges its input as it comes. */
  readonly input: ToolInputStream | undefined;
  /** Says that it goes on, where its input is held to the end. */
  readonly signs: Signs | undefined;
}

/**
 * Makes what takes in the tool calls of one answer: each input is judged as a whole with its call, which follows, and as it
 * comes where the policy leaves it as it is.
 */
export function createToolInputs(parts: ToolInputsParts): ToolInputs {
  // Ids are the provider's: never keys of an object.
  const open = new Map<string, OpenCall>();
  /** The inputs whose start has left and whose end has not. */
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
  // What says more than that a tool of the application is called is held with the rest.
  const isBare = isOffered(toolName) && besideText(part) === '' && part['inputEncoding'] !== 'text';
  return { lane, input, signs: input === undefined && isBare ? createSigns(part) : undefined };
}

const WITH_THE_WHOLE: HeldInput = { ready: () => false, take: () => undefined };

/** A part of an input that is judged as it comes: the start leaves with the first of the input, the end with the call. */
function heldPart(input: ToolInputStream, part: Part, { isOffered }: ToolInputsParts): HeldInput {
  // The end and the call leave once the whole has been judged.
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

/** Says that an input goes on which is held to its end, so that a timer of the SDK is fed as far as the provider feeds it. */
interface Signs {
  /** Whether the input is so long that there is something to be said. */
  readonly isDue: boolean;
  /** Set once the start of the input has left. */
  hasBegun: boolean;
  /** Takes in a part of the input. */
  note(part: Part): void;
  /** The sign to be given now, once. */
  take(): Part[];
}

/** How much of an input comes from one sign to the next, in UTF-16 code units. */
const SIGN_EVERY = 64;

/** What may stand in front of any value in JSON, and says nothing. SDKs take an empty delta for no progress. */
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
