import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type Guardrail, GuardrailConfigError } from '../guard/index.js';
import { type BesidePrompt, checkBeside, generateBeside, streamBeside } from './parallel-prompt.js';
import type { CallParams, GenerateResult, Model, StreamResult } from './parts.js';
import { type CallContext, type CheckedPrompt, checkPrompt, contextOf } from './prompt.js';
import { type Replacement, replacedResult, replacedStream, replacementOf } from './replacement.js';
import { checkResult } from './result.js';
import { guardStream } from './stream.js';

/**
 * A middleware for `wrapLanguageModel`, `wrapProvider` and provider registries of AI SDK 5, 6 and 7. The middleware
 * types of the three exclude each other, so the members are declared as wide as all of them allow.
 * `specificationVersion` is `v3` at run time, because only that version requires a literal.
 */
export interface GuardrailMiddleware {
  readonly specificationVersion: never;
  readonly transformParams: (options: unknown) => Promise<never>;
  readonly wrapGenerate: (options: unknown) => Promise<never>;
  readonly wrapStream: (options: unknown) => Promise<never>;
}

/** The guard of one model call, in the three steps of a middleware, with the types used here. */
export interface ModelHooks {
  /**
   * Judges the prompt.
   * @returns params with an identity of their own, by which the other two functions recognise them
   */
  transformParams(call: TransformOptions): Promise<CallParams>;
  wrapGenerate(call: WrapOptions<GenerateResult, unknown>): Promise<GenerateResult>;
  wrapStream(call: WrapOptions<unknown, StreamResult>): Promise<StreamResult>;
}

interface TransformOptions {
  readonly params: CallParams;
  readonly model?: Model;
}

interface WrapOptions<Generated, Streamed> extends TransformOptions {
  readonly doGenerate: () => PromiseLike<Generated>;
  readonly doStream: () => PromiseLike<Streamed>;
}

/**
 * Guards a language model. Every prompt is scanned before the model is called, or in parallel with it (see
 * `prompt.promptScan`). Every answer is scanned before it is released, including tool calls and tool results. Parts of
 * a prompt that passed before are not scanned again (`prompt.scope`). A violation throws `GuardrailViolationError`, and
 * a failed scan under a policy that fails closed throws `GuardrailScanError`. With `policy.onBlock` the call ends
 * normally with a replacement text instead. A stream is released as it is verified (`stream`). A violation in it ends
 * the stream with an error part and the finish reason `content-filter`.
 *
 * If the policy redacts a text, the data that the provider attached to it is removed: `providerMetadata`, citations,
 * raw chunks and the raw response may quote it. The model's own errors pass unchanged, thrown or as error parts.
 *
 * The SDK does not retry a refusal, except with `streamRetries` of ai 7, which retries after any error part. Every
 * attempt is judged. If the provider failed first and the retry was refused, the refusal is the SDK's
 * `RetryError.lastError`.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid
 */
export function guardrailMiddleware(options: Guardrail | CreateGuardrailOptions = {}): GuardrailMiddleware {
  const middleware = { specificationVersion: 'v3', ...modelHooks(guardrailOf(options)) };
  return middleware as unknown as GuardrailMiddleware;
}

/** Makes the hooks of a guardrail. This is the only place where a language model is guarded. */
export function modelHooks(guardrail: Guardrail): ModelHooks {
  // The wrap functions get the same object that transformParams returned.
  const checked = new WeakMap<object, CheckedPrompt>();

  const promptOf = async ({ params, model }: TransformOptions): Promise<CheckedPrompt> => {
    const known = checked.get(params);
    if (known !== undefined) return known;
    // The wrap function was called without transformParams. The prompt is judged, but can no longer be rewritten.
    const fresh = await checkPrompt(guardrail, params, contextOf(params, model));
    if (fresh.params.prompt !== params.prompt) {
      throw new GuardrailConfigError(
        'middleware',
        'must run its own transformParams: the prompt has to be redacted',
      );
    }
    return fresh;
  };

  const beside = new WeakMap<object, BesidePrompt>();
  // These prompts are answered with a text of the policy, without a call of the model.
  const refused = new WeakMap<object, Replacement>();

  /** Runs a step. A refusal becomes the policy's replacement, if there is one. */
  const replacing = async <Result>(
    { params }: TransformOptions,
    step: () => Promise<Result>,
    replaced: (replacement: Replacement) => Result,
  ): Promise<Result> => {
    try {
      return await step();
    } catch (error) {
      const replacement = replacementOf(guardrail, error, params);
      if (replacement === undefined) throw error;
      return replaced(replacement);
    }
  };

  const transformParams = async ({ params, model }: TransformOptions): Promise<CallParams> => {
    const context = contextOf(params, model);
    if (guardrail.prompt.promptScan === 'parallel') {
      const prompt = checkBeside(guardrail, params, context);
      beside.set(prompt.params, prompt);
      return prompt.params;
    }
    const prompt = await checkPrompt(guardrail, params, context);
    checked.set(prompt.params, prompt);
    return prompt.params;
  };

  const wrapGenerate: ModelHooks['wrapGenerate'] = async (call) => {
    const doGenerate = async (): Promise<GenerateResult> => call.doGenerate();
    const parallel = beside.get(call.params);
    if (parallel !== undefined) return generateBeside(guardrail, parallel, doGenerate);
    const { context } = await promptOf(call);
    return checkResult(guardrail, await doGenerate(), context);
  };

  const wrapStream: ModelHooks['wrapStream'] = async (call) => {
    const open = async (context: CallContext): Promise<StreamResult> => {
      const result = await call.doStream();
      const stream = guardStream(guardrail, result.stream, context, {
        specificationVersion: call.model?.specificationVersion,
        replacementOf: (error) => replacementOf(guardrail, error, call.params),
      });
      return { ...result, stream };
    };
    const parallel = beside.get(call.params);
    if (parallel !== undefined) return streamBeside(parallel, open);
    return open((await promptOf(call)).context);
  };

  return {
    transformParams: (call) =>
      replacing(
        call,
        () => transformParams(call),
        (replacement) => {
          const params = { ...call.params };
          refused.set(params, replacement);
          return params;
        },
      ),
    async wrapGenerate(call) {
      const replaced = (replacement: Replacement): GenerateResult =>
        replacedResult(replacement, call.model?.specificationVersion);
      const known = refused.get(call.params);
      return known === undefined ? replacing(call, () => wrapGenerate(call), replaced) : replaced(known);
    },
    async wrapStream(call) {
      const replaced = (replacement: Replacement): StreamResult =>
        replacedStream(replacement, call.model?.specificationVersion);
      const known = refused.get(call.params);
      return known === undefined ? replacing(call, () => wrapStream(call), replaced) : replaced(known);
    },
  };
}
