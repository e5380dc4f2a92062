import { GenerationChunk } from '@langchain/core/outputs';
import { type CheckContext, type Guardrail, GuardrailConfigError } from '../../guard/index.js';
import { linkedSignal } from '../../scan/index.js';
import { judgeDraft, judgeValue, restoreValue } from '../content/judge-value.js';
import { draftItems } from '../content/value-draft.js';
import { isolated } from '../context/run-config.js';
import { tellToken } from '../context/run-handlers.js';
import { field, list, type Method } from '../fields.js';
import { cacheKeyOf } from '../model/cache-key.js';
import { modelCall, withConfig } from '../model/prompt.js';
import { replacementOf } from '../model/replacement.js';
import { quietManager } from '../model/run-manager.js';
import { isTextModel, textModelBase } from '../model/runnable-shape.js';
import { type GuardOptions, resolveGuard } from '../options.js';
import { judgedStream } from './step-stream.js';

/** A text model of any version of LangChain, with the members that the guard needs. */
export interface AnyTextModel {
  invoke(input: never, options?: never): PromiseLike<string>;
  _generate(prompts: never, options: never, runManager?: never): PromiseLike<unknown>;
}

/**
 * Guards a text model of LangChain, which takes and returns plain text (`BaseLLM`). Every prompt is judged before the
 * model is called, and every answer before a consumer, a callback or an event sees any of it, also while it streams. In
 * all other respects the returned model is the same: `generate`, batches, bindings, retries and caches go through the
 * guard.
 *
 * A violation throws `GuardrailViolationError`, or ends the call normally with a text of yours (`policy.onBlock`). A
 * failed scan throws `GuardrailScanError` under a policy that fails closed. A cache returns only answers that this
 * guardrail object has let into it.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid, or for a value that is not a text model
 * @example
 * const model = guardLLM(new OpenAI({ model: 'gpt-3.5-turbo-instruct' }), { scanner: localScanner() });
 * await model.invoke('Write a slogan.');
 */
export function guardLLM<Model extends AnyTextModel>(
  model: Model,
  options: GuardOptions<object> = {},
): Model {
  if (!isTextModel(model))
    throw new GuardrailConfigError(
      'model',
      'must be a text model of LangChain; chat models have guardChatModel',
    );
  const { guardrail } = resolveGuard(options, []);
  const base = textModelBase(model);
  const members = membersOf(guardrail, model);
  return new Proxy(model, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      const member = members.get(key);
      // LangChain compares methods to see whether a model streams, so an inherited method must stay the same.
      const isInherited = key === '_streamResponseChunks' && value === Reflect.get(base, key);
      return member === undefined || isInherited || typeof value !== 'function'
        ? value
        : member(value as Method);
    },
  });
}

/** Returns the replacements of the members that lead to an answer. */
function membersOf(guardrail: Guardrail, model: object): ReadonlyMap<PropertyKey, (inner: Method) => Method> {
  return new Map<PropertyKey, (inner: Method) => Method>([
    [
      '_generate',
      (inner) =>
        (...args) =>
          generate(guardrail, model, inner, args),
    ],
    [
      '_streamResponseChunks',
      (inner) =>
        (...args) =>
          stream(guardrail, model, inner, args),
    ],
    [
      '_separateRunnableConfigFromCallOptionsCompat',
      (inner) =>
        function (...args) {
          const [config, options] = list(inner.apply(this, args));
          return [config, withConfig(options, config)];
        },
    ],
    [
      '_getSerializedCacheKeyParametersForCall',
      (inner) =>
        function (...args) {
          return cacheKeyOf(guardrail, inner.apply(this, args));
        },
    ],
  ]);
}

function judgePrompt(guardrail: Guardrail, prompt: unknown, context: CheckContext): Promise<unknown> {
  return judgeValue(prompt, (text, threads) => guardrail.enforcePrompt(text, { ...context, threads }));
}

async function generate(
  guardrail: Guardrail,
  model: object,
  inner: Method,
  [given, callOptions, runManager]: readonly unknown[],
): Promise<unknown> {
  const { options, context } = modelCall(model, callOptions, runManager);
  const quiet = quietManager(runManager);
  try {
    const prompts = await Promise.all(list(given).map((prompt) => judgePrompt(guardrail, prompt, context)));
    // Other models that it calls would report to the callbacks of the run.
    const result = Object(await isolated(() => inner.call(model, prompts, options, quiet.manager)));
    const answers = list(field(result, 'generations'));
    const generations = await Promise.all(
      answers.map((candidates, index) => {
        const about = { ...context, prompt: String(prompts[index] ?? '') };
        return Promise.all(list(candidates).map((one) => judgeGeneration(guardrail, one, about)));
      }),
    );
    const llmOutput: unknown = await judgeValue(field(result, 'llmOutput'), (text, threads) =>
      guardrail.enforceResponse(text, { ...context, threads }),
    );
    const text = field(generations[0]?.[0], 'text');
    await quiet.tell(typeof text === 'string' ? text : '');
    return { ...result, generations, ...(llmOutput !== undefined && { llmOutput }) };
  } catch (error) {
    const replacement = replacementOf(guardrail, error, options);
    if (replacement === undefined) throw error;
    return { generations: list(given).map(() => [{ text: replacement.text }]) };
  }
}

/** Judges one candidate of an answer: its text together with the data beside it. */
async function judgeGeneration(
  guardrail: Guardrail,
  generation: unknown,
  context: CheckContext,
): Promise<unknown> {
  const said = [field(generation, 'text'), field(generation, 'generationInfo') ?? null];
  const judged = await judgeDraft(draftItems(said), (text, threads) =>
    guardrail.enforceResponse(text, { ...context, threads }),
  );
  const [text, generationInfo] = list(restored(guardrail, judged, context));
  const fields = { text, ...(generationInfo !== null && { generationInfo }) };
  return Object.assign(Object.create(Object.getPrototypeOf(Object(generation))), generation, fields);
}

function restored(guardrail: Guardrail, value: unknown, context: CheckContext): unknown {
  return guardrail.restores ? restoreValue(value, (text) => guardrail.restore(text, context)) : value;
}

async function* stream(
  guardrail: Guardrail,
  model: object,
  inner: Method,
  [given, callOptions, runManager]: readonly unknown[],
): AsyncGenerator<GenerationChunk> {
  const { options, context } = modelCall(model, callOptions, runManager);
  const { signal, stop, detach } = linkedSignal(context.signal);
  const infos: unknown[] = [];
  const told = async (chunk: GenerationChunk): Promise<GenerationChunk> => {
    await tellToken(runManager, chunk.text, undefined, undefined, undefined, undefined, { chunk });
    return chunk;
  };
  let isDone = false;
  try {
    const prompt = await judgePrompt(guardrail, given, context);
    // The model gets no run manager, because it would report unjudged content.
    const open = () => inner.call(model, prompt, { ...options, signal }, undefined);
    const chunks = isolated(open) as AsyncIterable<unknown>;
    const about = { ...context, signal, prompt: String(prompt) };
    const output = async (): Promise<unknown> => undefined;
    const text = () => guardrail.responseStream(about);
    for await (const piece of judgedStream(textsOf(chunks, infos), { output, text }, about, true))
      yield await told(new GenerationChunk({ text: String(piece) }));
    for (const info of infos)
      yield new GenerationChunk({ text: '', generationInfo: await judged(info, about) });
    isDone = true;
  } catch (error) {
    const replacement = replacementOf(guardrail, error, options);
    if (replacement === undefined) throw error;
    yield await told(new GenerationChunk({ text: replacement.text }));
  } finally {
    detach();
    // Stop everything that still runs, including the checks.
    if (!isDone) stop(new DOMException('The answer was given up', 'AbortError'));
  }

  async function judged(info: unknown, about: CheckContext): Promise<Record<string, unknown>> {
    const value = await judgeValue(info, (text, threads) =>
      guardrail.enforceResponse(text, { ...about, threads }),
    );
    return { ...Object(value) };
  }
}

/** Returns the texts of chunks, and keeps the data beside them until the text has passed. */
async function* textsOf(chunks: AsyncIterable<unknown>, infos: unknown[]): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    const [text, info] = [field(chunk, 'text'), field(chunk, 'generationInfo')];
    if (Object.keys(Object(info)).length > 0) infos.push(info);
    yield typeof text === 'string' ? text : '';
  }
}
