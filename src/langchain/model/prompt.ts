import { type CheckContext, type Guardrail, GuardrailConfigError } from '../../guard/index.js';
import { draftPrompt, lastUserText } from '../content/prompt-draft.js';
import type { AnyMessage } from '../content/rebuild-message.js';
import { callOptions, configContext } from '../context/run-config.js';
import { field } from '../fields.js';

/** Under which the config of a call travels with its options, from where both are known to where the model is called. */
const CONFIG = Symbol('airs-guardrails.config');

/** Options of a call that know what it was configured with, as far as the guard asks: callbacks get to see them. */
export function withConfig<Options>(options: Options, config: unknown): Options {
  if (typeof options !== 'object' || options === null) return options;
  const known = ['runId', 'metadata', 'configurable'].map((name) => [name, field(config, name)] as const);
  return { ...options, [CONFIG]: Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
}

/** One call of a model. */
export interface ModelCall {
  /** The options as the model knows them. */
  readonly options: Record<string, unknown>;
  readonly context: CheckContext;
}

/** What a call says about itself: the run, the thread, the model and the abort signal. */
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
    // A model of a kind of its own may need more than the options to name itself.
  }
  const name = names.find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : undefined;
}

/** A prompt that is judged. */
export interface JudgedPrompt {
  /** What the model may be called with, as far as that is known before the verdict. */
  readonly messages: readonly AnyMessage[];
  readonly context: CheckContext;
  /** Rejects as `judgePrompt` does; the answer must not leave before it is settled. */
  readonly passed: Promise<void>;
}

/**
 * Judges the prompt of a call, or starts to where the guardrail judges it beside the call.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function judgePrompt(
  { guardrail, ownSystem }: { readonly guardrail: Guardrail; readonly ownSystem?: readonly string[] },
  messages: readonly AnyMessage[],
  { options, context }: ModelCall,
): Promise<JudgedPrompt> {
  const draft = draftPrompt(guardrail, messages, options['tools'] ?? options['functions'], ownSystem);
  const judge = async (): Promise<readonly AnyMessage[]> => {
    const verdict = await guardrail.enforceConversation(draft.conversation, context);
    const built = draft.build((message) => verdict.isDropped(message));
    const isSame = built.length === messages.length && built.every((own, index) => own === messages[index]);
    return isSame ? messages : built;
  };
  const withPrompt = (own: readonly AnyMessage[]): CheckContext => ({
    ...context,
    prompt: own === messages ? draft.lastUserText() : lastUserText(own),
  });
  if (guardrail.prompt.promptScan === 'before') {
    const judged = await judge();
    return { messages: judged, context: withPrompt(judged), passed: Promise.resolve() };
  }
  const passed = judge().then((judged) => {
    // Policies that redact are refused when the guardrail is made; whatever else would rewrite comes too late.
    if (judged !== messages)
      throw new GuardrailConfigError('prompt.promptScan', 'must be before: the prompt has to be rewritten');
  });
  passed.catch(() => undefined);
  return { messages, context: withPrompt(messages), passed };
}
