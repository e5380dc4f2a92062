import { type CheckContext, type Decision, type Guardrail, GuardrailConfigError } from '../../guard/index.js';
import { draftPrompt, lastUserText } from '../content/prompt-draft.js';
import { messageTexts } from '../content/read-message.js';
import type { AnyMessage } from '../content/rebuild-message.js';
import { documentsIn } from '../context/retrieved-documents.js';
import { callOptions, configContext } from '../context/run-config.js';
import { field } from '../fields.js';

/** The key under which the config of a call travels with its options to the call of the model. */
const CONFIG = Symbol('airs-guardrails.config');

/**
 * Adds to the options of a call the part of its config that the guard needs. Callbacks see these options, so nothing
 * else is added.
 */
export function withConfig<Options>(options: Options, config: unknown): Options {
  if (typeof options !== 'object' || options === null) return options;
  const known = ['runId', 'metadata', 'configurable'].map((name) => [name, field(config, name)] as const);
  return { ...options, [CONFIG]: Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
}

/** One call of a model. */
export interface ModelCall {
  /** The options in the form that the model takes. */
  readonly options: Record<string, unknown>;
  readonly context: CheckContext;
}

/** Reads the context of a call: the run, the thread, the model and the abort signal. */
export function modelCall(model: unknown, given: unknown, runManager: unknown): ModelCall {
  const options = { ...Object(given) };
  const config = options[CONFIG];
  delete options[CONFIG];
  const runId = field(runManager, 'runId') ?? field(config, 'runId') ?? globalThis.crypto.randomUUID();
  const metadata = field(runManager, 'metadata');
  const context = configContext({ metadata, ...Object(config), signal: options['signal'] }, runId);
  const aiModel = modelName(model, options);
  return {
    options,
    context: {
      ...context,
      ...callOptions(config),
      inferred: { ...context.inferred, ...(aiModel !== undefined && { aiModel }) },
    },
  };
}

function modelName(model: unknown, options: unknown): string | undefined {
  const params = field(model, 'getLsParams');
  const names = [field(model, 'model'), field(model, 'modelName')];
  try {
    if (typeof params === 'function') names.unshift(field(params.call(model, options), 'ls_model_name'));
  } catch {
    // A custom model may need more than the options to name itself.
  }
  const name = names.find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : undefined;
}

/** A prompt that is being judged. */
export interface JudgedPrompt {
  /** The messages for the model, as they are known before the verdict. */
  readonly messages: readonly AnyMessage[];
  readonly context: CheckContext;
  /** Returns the decisions about the prompt, once it has passed. */
  decisions(): readonly Decision[];
  /** Settles with the verdict, and rejects as `judgePrompt` does. The answer must not leave earlier. */
  readonly passed: Promise<void>;
}

/**
 * Judges the prompt of a call. If the guardrail judges prompts beside the call, the returned promise does not wait for
 * the verdict.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function judgePrompt(
  { guardrail, ownSystem }: { readonly guardrail: Guardrail; readonly ownSystem?: readonly string[] },
  messages: readonly AnyMessage[],
  { options, context }: ModelCall,
): Promise<JudgedPrompt> {
  const draft = draftPrompt(guardrail, messages, options['tools'] ?? options['functions'], ownSystem);
  let said: readonly Decision[] = [];
  const decisions = (): readonly Decision[] => said;
  const judge = async (): Promise<readonly AnyMessage[]> => {
    const verdict = await guardrail.enforceConversation(draft.conversation, context);
    said = verdict.decisions;
    const built = draft.build((message) => verdict.isDropped(message));
    const isSame = built.length === messages.length && built.every((own, index) => own === messages[index]);
    return isSame ? messages : built;
  };
  const grounding = (own: readonly AnyMessage[]): Pick<CheckContext, 'context'> => {
    const documents = context.context ?? documentsIn(() => own.flatMap(messageTexts));
    return documents === undefined ? {} : { context: documents };
  };
  const withPrompt = (own: readonly AnyMessage[]): CheckContext => ({
    ...context,
    ...grounding(own),
    prompt: own === messages ? draft.lastUserText() : lastUserText(own),
  });
  if (guardrail.prompt.promptScan === 'before') {
    const judged = await judge();
    return { messages: judged, context: withPrompt(judged), decisions, passed: Promise.resolve() };
  }
  const passed = judge().then((judged) => {
    // Policies that redact are refused when the guardrail is made. Any other change to the prompt comes too late here.
    if (judged !== messages)
      throw new GuardrailConfigError('prompt.promptScan', 'must be before: the prompt has to be rewritten');
  });
  passed.catch(() => undefined);
  return { messages, context: withPrompt(messages), decisions, passed };
}
