import type { ToolCheck } from '../guard/index.js';
import { field, joinTexts, list, messageTexts } from './message-text.js';

/** What a model is about to read, as it is scanned. */
export interface PromptText {
  /** What was said, by whomever, in order. Not a system message at the head: that is the application's own. */
  readonly text: string;
  /** What tools answered, each judged as a tool event. */
  readonly tools: readonly ToolCheck[];
}

/** Messages whose content a tool wrote. */
const TOOL_ROLES: ReadonlySet<unknown> = new Set(['tool', 'function']);

/** Reads the messages of one prompt. A message of an unknown role is scanned as what was said. */
export function readPrompt(messages: readonly unknown[]): PromptText {
  const texts: string[] = [];
  const tools: ToolCheck[] = [];
  const toolNames = new Map<unknown, unknown>();
  for (const [index, message] of messages.entries()) {
    const role = roleOf(message);
    // The first system message is the application's; later ones may come with the messages of a browser.
    if (role === 'system' && index === 0) continue;
    for (const call of list(field(message, 'tool_calls')))
      toolNames.set(field(call, 'id'), field(call, 'name'));
    const said = messageTexts(message);
    if (!TOOL_ROLES.has(role)) texts.push(...said);
    else if (said.length > 0) {
      tools.push({ name: toolNameOf(message, toolNames), output: joinTexts(said) });
    }
  }
  return { text: joinTexts(texts), tools };
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
