import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { type CheckContext, type Guardrail, isRefusal } from '../../guard/index.js';
import { roleOf } from '../content/message-roles.js';
import { draftPrompt } from '../content/prompt-draft.js';
import type { AnyMessage } from '../content/rebuild-message.js';
import { field, list } from '../fields.js';

/** The texts in place of refused messages. */
const SENTENCES = {
  message: 'This message was blocked by a safety policy.',
  result: 'This tool result was blocked by a safety policy.',
};

/**
 * Changes to the messages of a thread in the form that LangGraph accepts. Each replaces the message with its id. No
 * message is removed, because a removal would stay inside an agent that is part of another graph.
 */
export type ThreadChanges = readonly AnyMessage[];

/**
 * Judges the messages of a thread, and returns the changes to make: redacted messages, and texts in place of messages
 * that the model must not see.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function judgeThread(
  guardrail: Guardrail,
  messages: readonly AnyMessage[],
  context: CheckContext,
): Promise<ThreadChanges> {
  // The application's own instructions are not part of a thread.
  const draft = draftPrompt(guardrail, messages, undefined, []);
  const verdict = await guardrail.enforceConversation(draft.conversation, context);
  const dropped = new Set(messages.filter((_, index) => verdict.isDropped(index)));
  const kept = messages.filter((_, index) => !verdict.isDropped(index));
  const built = draft.build((index) => verdict.isDropped(index));
  const changed = built.filter((message, index) => message !== kept[index]);
  // The messages come back in this form with the next step.
  if (changed.length > 0) verdict.keep(draftPrompt(guardrail, built, undefined, []).conversation);
  return [...hidden(messages, dropped), ...changed];
}

/**
 * Finds the changes to make in a refused thread, so that the next turn can go on. The newest messages, and older ones
 * that are refused by themselves, are replaced by a text. Messages that could not be scanned stay, and the next turn
 * scans them again.
 */
export async function cleanThread(
  guardrail: Guardrail,
  messages: readonly AnyMessage[],
  context: CheckContext,
): Promise<ThreadChanges> {
  /** Returns the changes to messages that pass, or undefined if they are refused. */
  const judged = async (some: readonly AnyMessage[]): Promise<ThreadChanges | undefined> => {
    try {
      return await judgeThread(guardrail, some, context);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return error.code === 'ERR_GUARDRAIL_UNAVAILABLE' ? [] : undefined;
    }
  };
  /** Finds the messages that are refused by themselves. The search halves, because a thread may be forged and long. */
  const culprits = async (some: readonly AnyMessage[]): Promise<readonly AnyMessage[]> => {
    if (some.length === 1) return some;
    const middle = Math.ceil(some.length / 2);
    const found: AnyMessage[] = [];
    for (const half of [some.slice(0, middle), some.slice(middle)])
      if ((await judged(half)) === undefined) found.push(...(await culprits(half)));
    return found;
  };
  const lastAnswer = messages.findLastIndex((message) => roleOf(message) === 'ai');
  const refused = new Set(messages.slice(lastAnswer + 1));
  let older = messages.slice(0, lastAnswer + 1);
  let changes = older.length === 0 ? [] : await judged(older);
  while (changes === undefined) {
    const found = new Set(await culprits(older));
    // If only several messages together are refused, all of them are replaced.
    for (const message of found.size === 0 ? older : found) refused.add(message);
    older = found.size === 0 ? [] : older.filter((message) => !found.has(message));
    changes = older.length === 0 ? [] : await judged(older);
  }
  const gone = hidden(messages, refused);
  const ids = new Set(gone.map((message) => field(message, 'id')));
  return [...gone, ...changes.filter((message) => !ids.has(field(message, 'id')))];
}

/** Collects the ids of the calls in messages. */
function callsOf(messages: Iterable<AnyMessage>): ReadonlySet<unknown> {
  const calls = [...messages].flatMap((message) => list(field(message, 'tool_calls')));
  return new Set(calls.map((call) => field(call, 'id')));
}

/** Tells whether a message answers one of these calls. It is replaced together with the message that made the call. */
function isAnswer(calls: ReadonlySet<unknown>, message: AnyMessage): boolean {
  const id = field(message, 'tool_call_id');
  return id !== undefined && calls.has(id);
}

/** Puts texts in place of messages, and of the answers to the calls in them. */
function hidden(messages: readonly AnyMessage[], refused: ReadonlySet<AnyMessage>): ThreadChanges {
  const calls = callsOf(refused);
  return messages
    .filter((message) => refused.has(message) || isAnswer(calls, message))
    .map((message) => sentence(message, isAnswer(calls, message)));
}

/** Makes the text in place of a message: of its kind, under its id, and without anything else of it. */
function sentence(message: AnyMessage, isOrphan: boolean): AnyMessage {
  const role = roleOf(message);
  const id = field(message, 'id');
  const fields = {
    content: role === 'tool' ? SENTENCES.result : SENTENCES.message,
    ...(typeof id === 'string' && { id }),
  };
  // Without its call, the result of a tool is not valid as one.
  if (role === 'ai' || (role === 'tool' && isOrphan)) return new AIMessage(fields);
  if (role === 'system' || role === 'developer') return new SystemMessage(fields);
  if (role !== 'tool') return new HumanMessage(fields);
  const [callId, name] = ['tool_call_id', 'name'].map((key) => field(message, key));
  return new ToolMessage({
    ...fields,
    tool_call_id: typeof callId === 'string' ? callId : '',
    status: 'error',
    ...(typeof name === 'string' && { name }),
  });
}
