import { type BaseMessage, type BaseMessageLike, coerceMessageLikeToMessage } from '@langchain/core/messages';
import { type CheckContext, GuardrailConfigError } from '../../guard/index.js';
import { draftPrompt } from '../content/prompt-draft.js';
import { field } from '../fields.js';
import { type GuardOptions, resolveGuard } from '../options.js';

/**
 * Judges messages before LangChain sees them, and before they reach tracers, checkpointers or a database. The
 * guardrail's prompt options apply as they do for a model. Messages that have passed before are not scanned again, a
 * refused exchange of earlier turns is left out, and the result of a tool is judged as a tool event.
 *
 * A client may have written any message, so no role is trusted: a system message is judged wherever it stands, unless
 * `prompt.system.trusted` names it.
 * @param options a guardrail, which remembers what has passed, or the options of one for this call
 * @param context the session, the user and the abort signal of the call
 * @returns a new list: the same messages, or copies where the policy redacts, without those that are left out. A value
 * that is not yet a message (`{ role, content }`, a pair, a text) is converted to one.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason; GuardrailConfigError for a value that is not
 * a message
 * @example
 * const messages = await guardMessages(body.messages, guardrail, { sessionId: body.thread });
 * await agent.invoke({ messages }, { configurable: { thread_id: body.thread } });
 */
export async function guardMessages(
  messages: readonly BaseMessageLike[],
  options: GuardOptions<object> = {},
  context: CheckContext = {},
): Promise<BaseMessage[]> {
  const { guardrail } = resolveGuard(options, []);
  if (!Array.isArray(messages)) throw notMessages();
  const given: readonly BaseMessage[] = messages.map(asMessage);
  const draft = draftPrompt(guardrail, given, undefined, []);
  const verdict = await guardrail.enforceConversation(draft.conversation, context);
  const judged = draft.build((message) => verdict.isDropped(message));
  // They come back to a model in this form.
  if (verdict.rewritten) verdict.keep(draftPrompt(guardrail, judged, undefined, []).conversation);
  return [...judged] as BaseMessage[];
}

function asMessage(message: BaseMessageLike): BaseMessage {
  // LangChain makes an empty message of a value without content.
  const isPlain = typeof message === 'object' && !Array.isArray(message) && !('lc' in Object(message));
  if (isPlain && field(message, 'content') === undefined) throw notMessages();
  try {
    return coerceMessageLikeToMessage(message);
  } catch {
    // The text of LangChain's error quotes the message.
    throw notMessages();
  }
}

function notMessages(): GuardrailConfigError {
  return new GuardrailConfigError('messages', 'must be messages of LangChain');
}
