import { RemoveMessage, ToolMessage } from '@langchain/core/messages';
import { type CheckContext, type Guardrail, isRefusal } from '../../guard/index.js';
import { roleOf } from '../content/message-roles.js';
import { draftPrompt } from '../content/prompt-draft.js';
import type { AnyMessage } from '../content/rebuild-message.js';
import { field, list } from '../fields.js';

/** Changes to the messages of a thread, as LangGraph takes them: by id, replaced or removed. */
export type ThreadChanges = readonly AnyMessage[];

/**
 * Judges the messages of a thread, and returns the changes to make in it: messages that are redacted, and messages to
 * remove.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function judgeThread(
  guardrail: Guardrail,
  messages: readonly AnyMessage[],
  context: CheckContext,
): Promise<ThreadChanges> {
  // The application's own instructions are no part of a thread.
  const draft = draftPrompt(guardrail, messages, undefined, []);
  const verdict = await guardrail.enforceConversation(draft.conversation, context);
  const dropped = messages.filter((_, index) => verdict.isDropped(index));
  const kept = messages.filter((_, index) => !verdict.isDropped(index));
  const built = draft.build((index) => verdict.isDropped(index));
  const changed = built.filter((message, index) => message !== kept[index]);
  // The messages come back with the next step as they are now.
  if (changed.length > 0) verdict.keep(draftPrompt(guardrail, built, undefined, []).conversation);
  return [...dropped.flatMap(removal), ...changed];
}

/**
 * Finds what to remove of a thread that was refused, so that the next turn can go on: the newest messages, and of the older
 * ones those that are refused by themselves. The result of a tool is replaced by a sentence, because its call would stand
 * alone. What could not be scanned stays, and the next turn scans it again.
 */
export async function cleanThread(
  guardrail: Guardrail,
  messages: readonly AnyMessage[],
  context: CheckContext,
): Promise<ThreadChanges> {
  const isRefused = async (some: readonly AnyMessage[]): Promise<boolean> => {
    try {
      await judgeThread(guardrail, some, context);
      return false;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return error.code !== 'ERR_GUARDRAIL_UNAVAILABLE';
    }
  };
  /** Finds the messages that are refused by themselves. The search halves, because a thread may be forged and long. */
  const culprits = async (some: readonly AnyMessage[]): Promise<readonly AnyMessage[]> => {
    if (some.length === 1) return some;
    const middle = Math.ceil(some.length / 2);
    const found: AnyMessage[] = [];
    for (const half of [some.slice(0, middle), some.slice(middle)])
      if (await isRefused(half)) found.push(...(await culprits(half)));
    return found;
  };
  const lastAnswer = messages.findLastIndex((message) => roleOf(message) === 'ai');
  const refused = new Set(messages.slice(lastAnswer + 1));
  let older = messages.slice(0, lastAnswer + 1);
  while (older.length > 0 && (await isRefused(older))) {
    const found = new Set(await culprits(older));
    // Where only several messages together are refused, all of them go.
    for (const message of found.size === 0 ? older : found) refused.add(message);
    older = found.size === 0 ? [] : older.filter((message) => !found.has(message));
  }
  const calls = callsOf(refused);
  const withAnswers = messages.filter((message) => refused.has(message) || isAnswer(calls, message));
  return withAnswers.flatMap((message) =>
    roleOf(message) === 'tool' && !isAnswer(calls, message) ? [emptied(message)] : removal(message),
  );
}

/** Collects the ids of the calls in messages. */
function callsOf(messages: Iterable<AnyMessage>): ReadonlySet<unknown> {
  const calls = [...messages].flatMap((message) => list(field(message, 'tool_calls')));
  return new Set(calls.map((call) => field(call, 'id')));
}

/** Whether a message answers one of these calls. It goes together with the message that made the call. */
function isAnswer(calls: ReadonlySet<unknown>, message: AnyMessage): boolean {
  const id = field(message, 'tool_call_id');
  return id !== undefined && calls.has(id);
}

function removal(message: AnyMessage): AnyMessage[] {
  const id = field(message, 'id');
  return typeof id === 'string' ? [new RemoveMessage({ id })] : [];
}

function emptied(message: AnyMessage): AnyMessage {
  const [id, callId, name] = ['id', 'tool_call_id', 'name'].map((key) => field(message, key));
  return new ToolMessage({
    content: 'This tool result was blocked by a safety policy.',
    tool_call_id: typeof callId === 'string' ? callId : '',
    status: 'error',
    ...(typeof id === 'string' && { id }),
    ...(typeof name === 'string' && { name }),
  });
}
