import { type Draft, type Guardrail, GuardrailConfigError, isRefusal } from '../../guard/index.js';
import { messageText } from '../content/prompt-draft.js';
import { field, isDraft, list } from '../fields.js';
import { guardModel } from '../model/guard-model.js';
import type { ModelGuard } from '../model/hooks.js';
import { canReplace } from '../model/replacement.js';
import { isChatModel } from '../model/runnable-shape.js';
import type { Refusals } from './refusals.js';

/** The guarded model of one request of an agent. */
export interface AgentModel<Model> {
  readonly model: Model;
  /** Tells whether a response came from this model, so that it has been judged. */
  said(response: unknown): boolean;
}

/** The part of an agent's request that concerns its model. */
export interface ModelRequest<Model> {
  readonly model: Model;
  readonly systemMessage?: unknown;
  readonly systemPrompt?: unknown;
}

/**
 * Guards the model of a request. A refusal becomes an answer. A thrown refusal would make outer middleware try again,
 * or try another model.
 * @throws GuardrailConfigError for a value that is not a chat model
 */
export function guardAgentModel<Model>(
  guardrail: Guardrail,
  refusals: Refusals,
  { model, systemMessage, systemPrompt }: ModelRequest<Model>,
): AgentModel<Model> {
  const passed = new WeakSet<object>();
  let hasAnswered = false;
  let refused: Readonly<Record<string, unknown>> | undefined;
  const guard: ModelGuard = {
    guardrail,
    isOfAgent: true,
    ownSystem: ownSystem(systemMessage, systemPrompt),
    replacement(error, callOptions) {
      if (!isRefusal(error) || !canReplace(callOptions)) return undefined;
      refused = refusals.metadataOf(error);
      return { text: refusals.textOf(error), metadata: refused };
    },
    onAnswer: () => {
      hasAnswered = true;
    },
    onMessage(message) {
      if (!isDraft(message)) return;
      // An answer from a cache has not been judged by this model.
      if (hasAnswered) passed.add(message);
      if (refused !== undefined) addMetadata(message, refused);
      hasAnswered = false;
      refused = undefined;
    },
  };
  return {
    model: guardInside(model, guard) as Model,
    said: (response) =>
      // A structured response comes first with the message from which it was read.
      [response, list(field(response, 'messages'))[0]].some(
        (message) => typeof message === 'object' && message !== null && passed.has(message),
      ),
  };
}

/** Returns the application's own instructions, which stand at the head of the prompt. */
function ownSystem(message: unknown, prompt: unknown): readonly string[] {
  const texts = [isDraft(message) ? messageText(message) : '', prompt];
  return texts.flatMap((text) => (typeof text === 'string' && text !== '' ? [text] : []));
}

/**
 * Adds metadata to a message, because LangChain drops the metadata of typed events when it builds a message from them.
 */
function addMetadata(message: Draft, metadata: Readonly<Record<string, unknown>>): void {
  const whole = { ...Object(message['response_metadata']), ...metadata };
  message['response_metadata'] = whole;
  const fields = message['lc_kwargs'];
  if (isDraft(fields)) fields['response_metadata'] = whole;
}

/** Puts a chat model behind a guard. The model may have a config bound to it. */
function guardInside(model: unknown, guard: ModelGuard): unknown {
  if (isChatModel(model)) return guardModel(model, guard);
  const bound = field(model, 'bound');
  if (typeof model !== 'object' || model === null || bound === undefined)
    throw new GuardrailConfigError('request.model', 'must be a chat model of LangChain');
  // The binding is copied, because it is the application's.
  const copy: object = Object.create(Object.getPrototypeOf(model), Object.getOwnPropertyDescriptors(model));
  Reflect.set(copy, 'bound', guardInside(bound, guard));
  return copy;
}
