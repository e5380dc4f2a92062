import { RemoveMessage, ToolMessage } from '@langchain/core/messages';
import type { CheckContext, Guardrail } from '../../guard/index.js';
import { draftPrompt } from '../conversation.js';
import type { AnyMessage } from '../message-fields.js';
import { field, list } from '../message-text.js';
import { isRefusal } from '../model-call.js';
import { roleOf } from '../prompt-text.js';

/** Changes to the messages of a thread, as LangGraph takes them: by id, replaced or removed. */
export type ThreadChanges = readonly AnyMessage[];

/**
 * Judges the messages of a thread. What the policy redacts, and what it drops, is to be changed in the thread as well.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function judgeThread(
  guardrail: Guardrail,
  messages: readonly AnyMessage[],
  context: CheckContext,
): Promise<ThreadChanges> {
  const draft = draftPrompt(guardrail, messages, undefined);
  const verdict = await guardrail.enforceConversation(draft.conversation, context);
  const dropped = messages.filter((_, index) => verdict.isDropped(index));
  const kept = messages.filter((_, index) => !verdict.isDropped(index));
  const built = draft.build((index) => verdict.isDropped(index));
  const changed = built.filter((message, index) => message !== kept[index]);
  // They come back with the next step, as they are now.
  if (changed.length > 0) verdict.keep(draftPrompt(guardrail, built, undefined).conversation);
  return [...dropped.flatMap(removal), ...changed];
}

/**
 * What has to go of a thread that was refused, so that the next turn can go on: the newest messages, and of the older ones
 * those that are refused by themselves. The result of a tool gives way to a word, as its call would stand alone.
 */
export async function cleanThread(
  guardrail: Guardrail,
  messages: readonly AnyMessage[],
  context: CheckContext,
): Promise<ThreadChanges> {
  const passes = async (some: readonly AnyMessage[]): Promise<boolean> => {
    try {
      await judgeThread(guardrail, some, context);
      return true;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return false;
    }
  };
  const lastAnswer = messages.findLastIndex((message) => roleOf(message) === 'ai');
  const isNew = (message: AnyMessage): boolean => messages.indexOf(message) > lastAnswer;
  const older = messages.filter((message) => !isNew(message));
  const refused = messages.filter(isNew);
  if (!(await passes(older))) {
    const verdicts = await Promise.all(older.map((message) => passes([message])));
    refused.push(...older.filter((_, index) => verdicts[index] !== true));
    const rest = older.filter((message) => !refused.includes(message));
    // What only several of them say together cannot be told apart.
    if (!(await passes(rest))) refused.push(...rest);
  }
  return withAnswers(messages, refused).flatMap((message) =>
    roleOf(message) === 'tool' && !isOrphan(messages, refused, message)
      ? [emptied(message)]
      : removal(message),
  );
}

/** A message that calls tools goes with what they answered. */
function withAnswers(messages: readonly AnyMessage[], refused: readonly AnyMessage[]): readonly AnyMessage[] {
  return messages.filter((message) => refused.includes(message) || isOrphan(messages, refused, message));
}

function isOrphan(
  messages: readonly AnyMessage[],
  gone: readonly AnyMessage[],
  message: AnyMessage,
): boolean {
  const id = field(message, 'tool_call_id');
  if (id === undefined) return false;
  return messages
    .filter((other) => gone.includes(other))
    .some((other) => list(field(other, 'tool_calls')).some((call) => field(call, 'id') === id));
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
