import {
  type ConversationPart,
  passageOf,
  passageOfParts,
  type ReadSystem,
  type Thread,
  type ToolCheck,
  type Turn,
} from '../../guard/index.js';
import { field, list } from '../fields.js';
import { guardRole, roleOf, toolNameOf } from './message-roles.js';
import { messageSegments, messageTexts } from './read-message.js';
import { countUnscanned } from './unscanned-blocks.js';

/** A text, with the other ways in which its consumers join its parts (absent if there are none). */
interface ReadText {
  readonly text: string;
  readonly threads?: readonly Thread[];
  /** The beginnings of its turns, if it holds several. */
  readonly turns?: readonly Turn[];
}

/** A prompt as it is scanned: the conversation in order, without the application's own instructions. */
export interface PromptText extends ReadText {
  /** The number of files in it that nobody judges; absent if there are none. */
  readonly unscanned?: number;
  /** The answers of tools, each judged as a tool event. */
  readonly tools: readonly (ToolCheck & Pick<ReadText, 'threads'>)[];
  /** Instructions that are judged by themselves; absent if there are none. */
  readonly systems?: readonly ReadText[];
}

/** Roles of messages whose content a tool wrote. */
const TOOL_ROLES: ReadonlySet<unknown> = new Set(['tool', 'function']);

/** Trusts the system message at the head, and reads others as part of the conversation. */
const TRUSTING_HEAD: ReadSystem = (_, { isHead }) => (isHead ? 'trusted' : 'words');

/** Reads the messages of one prompt. A message of an unknown role is scanned as part of the conversation. */
export function readPrompt(messages: readonly unknown[], readSystem: ReadSystem = TRUSTING_HEAD): PromptText {
  const systems: ReadText[] = [];
  const parts: ConversationPart[] = [];
  const tools: PromptText['tools'][number][] = [];
  const toolNames = new Map<unknown, unknown>();
  let unscanned = 0;
  for (const [index, message] of messages.entries()) {
    const role = guardRole(message);
    const isSystem = role === 'system';
    const text = isSystem ? messageTexts(message).join('') : '';
    const kind = isSystem ? readSystem(text, { isHead: index === 0 }) : 'words';
    const segments = messageSegments(message);
    if (kind !== 'trusted') unscanned += countUnscanned(field(message, 'content'));
    if (kind === 'system') systems.push(threaded(passageOf(segments)));
    if (kind !== 'words') continue;
    for (const call of list(field(message, 'tool_calls')))
      toolNames.set(field(call, 'id'), field(call, 'name'));
    if (!TOOL_ROLES.has(roleOf(message))) parts.push({ kind, role, message: index, segments });
    else if (segments.length > 0) {
      const { text: output, ...rest } = threaded(passageOf(segments));
      tools.push({ name: toolNameOf(message, toolNames), output, ...rest });
    }
  }
  return {
    ...threaded(passageOfParts(parts)),
    tools,
    ...(unscanned > 0 && { unscanned }),
    ...(systems.length > 0 && { systems }),
  };
}

/** Joins prompts to one text, with a break between them. */
export function joinPrompts(prompts: readonly PromptText[]): Required<Pick<ReadText, 'text' | 'turns'>> {
  const turns: Turn[] = [];
  let text = '';
  for (const prompt of prompts.filter((own) => own.text !== '')) {
    if (text !== '') text += '\n\n';
    for (const turn of prompt.turns ?? []) turns.push({ ...turn, start: turn.start + text.length });
    text += prompt.text;
  }
  return { text, turns };
}

function threaded({ text, threads, turns = [] }: ReadText & Pick<Required<ReadText>, 'threads'>): ReadText {
  return { text, ...(threads.length > 0 && { threads }), ...(turns.length > 0 && { turns }) };
}
