import { joinPassages, type Passage, type ReadSystem, type ToolCheck } from '../guard/index.js';
import { field, joinTexts, list, messagePassage, messageTexts } from './message-text.js';

/** What a model is about to read, as it is scanned. */
export interface PromptText {
  /** What was said, by whomever, in order. Not a system message that is the application's own. */
  readonly text: string;
  /** How else it is read. */
  readonly threads?: Passage['threads'];
  /** What tools answered, each judged as a tool event. */
  readonly tools: readonly (ToolCheck & Partial<Pick<Passage, 'threads'>>)[];
  /** Instructions that are judged by themselves, where there are any. */
  readonly systems?: readonly string[];
}

/** Messages whose content a tool wrote. */
const TOOL_ROLES: ReadonlySet<unknown> = new Set(['tool', 'function']);

/** Trusts the system message at the head. */
const TRUSTING_HEAD: ReadSystem = (_, { isHead }) => (isHead ? 'trusted' : 'words');

/** Reads the messages of one prompt. A message of an unknown role is scanned as what was said. */
export function readPrompt(messages: readonly unknown[], readSystem: ReadSystem = TRUSTING_HEAD): PromptText {
  const systems: string[] = [];
  const words: Passage[] = [];
  const tools: PromptText['tools'][number][] = [];
  const toolNames = new Map<unknown, unknown>();
  for (const [index, message] of messages.entries()) {
    const role = roleOf(message);
    const isSystem = guardRole(message) === 'system';
    const text = isSystem ? messageTexts(message).join('') : '';
    const kind = isSystem ? readSystem(text, { isHead: index === 0 }) : 'words';
    if (kind === 'system') systems.push(joinTexts(messageTexts(message)));
    if (kind !== 'words') continue;
    for (const call of list(field(message, 'tool_calls')))
      toolNames.set(field(call, 'id'), field(call, 'name'));
    const said = messagePassage(message);
    if (!TOOL_ROLES.has(role)) words.push(said);
    else if (said.text !== '') {
      const { text: output, threads } = said;
      tools.push({ name: toolNameOf(message, toolNames), output, threads });
    }
  }
  return { ...joinPassages(words), tools, ...(systems.length > 0 && { systems }) };
}

/** Roles as the guard knows them. */
const ROLES: ReadonlyMap<unknown, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['function', 'tool'],
  ['developer', 'system'],
]);

/** The role of a message as the guard knows it. */
export function guardRole(message: unknown): string {
  const role = roleOf(message);
  // Messages of a role of their own have it in a field.
  const own = role === 'generic' ? field(message, 'role') : role;
  return ROLES.get(own) ?? (typeof own === 'string' ? own : 'user');
}

/** `human`, `ai`, `system`, `tool`, ...; old versions of LangChain know `_getType` alone. */
export function roleOf(message: unknown): unknown {
  for (const name of ['getType', '_getType']) {
    const getter = field(message, name);
    if (typeof getter === 'function') return getter.call(message);
  }
  return field(message, 'type');
}

/** The tool that a message is the answer of: by its own word, or by the call that it answers. */
export function toolNameOf(message: unknown, names: ReadonlyMap<unknown, unknown>): string {
  const given = [field(message, 'name'), names.get(field(message, 'tool_call_id'))];
  const name = given.find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : 'tool';
}
