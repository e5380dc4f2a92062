import type { CreateGuardrailOptions } from '../../defaults.js';
import { type CheckContext, type Guardrail, GuardrailConfigError } from '../../guard/index.js';
import { judgeDraft, judgeValue, restoreValue } from '../content/judge-value.js';
import type { ValueDraft } from '../content/value-draft.js';
import { configContext } from '../context/run-config.js';
import { field } from '../fields.js';
import { type GuardOptions, resolveBoolean, resolveGuard } from '../options.js';
import { guardSteps, isRunnable } from './guard-steps.js';

/** Options of `guardRunnable` in addition to those of a guardrail. */
interface RunnableOptions {
  /** Whether the input is judged, as a prompt. @default true */
  readonly input?: boolean;
  /** Whether the output is judged, as a response. @default true */
  readonly output?: boolean;
}

/**
 * Options of `guardRunnable`: a guardrail, the options of one, or a guardrail in `guardrail` with options beside it.
 */
export type GuardRunnableOptions =
  | Guardrail
  | (CreateGuardrailOptions & RunnableOptions)
  | ({ readonly guardrail: Guardrail } & RunnableOptions);

/**
 * Guards a step of LangChain, or a whole chain. The input is judged as a prompt before it runs, and the output as a
 * response before anybody sees it. Texts, messages, prompt values, documents, lists and plain objects are read, and a
 * policy that redacts rewrites copies of the same class. Text that streams goes through the guardrail's stream. Chunks
 * of other kinds are held until they can be judged together.
 *
 * While the output is guarded, the steps inside do not report to the callbacks of the caller, because they would report
 * the answer before it is judged. `streamEvents`, `streamLog`, tracers and LangGraph's `streamMode: 'messages'` see one
 * run, with the judged input and output. Callbacks that the steps inside have of their own (of a constructor or
 * `withConfig`), tracing set up in the environment, and the state or the stream writer of a graph are not hidden. With
 * `output: false`, or a policy that cannot change anything, callbacks see everything as without the guard.
 *
 * The runnable is closed. `pipe`, `withConfig`, `withRetry` and their like build on the guarded step. Its parts
 * (`first`, `steps`, `bound`) are hidden, because they run unguarded. Methods that runnables do not have, such as
 * `generate` of a text model, are not guarded.
 * @returns the same kind of runnable, of the same class
 * @throws GuardrailConfigError for an option that is not valid, for a value that is not a runnable, or for a chat
 * model, for which there is `guardChatModel`
 * @example
 * const chain = guardRunnable(prompt.pipe(model).pipe(parser), { scanner: localScanner(), policy: 'strict' });
 * const answer = await chain.invoke({ question: 'Where is my order?' });
 */
export function guardRunnable<Runnable extends object>(
  runnable: Runnable,
  options: GuardRunnableOptions = {},
): Runnable {
  if (!isRunnable(runnable)) throw new GuardrailConfigError('runnable', 'must be a Runnable of LangChain');
  if (isChatModel(runnable))
    throw new GuardrailConfigError('runnable', 'must not be a chat model: guardChatModel guards those');
  const { guardrail, own } = resolveGuard<RunnableOptions>(options satisfies GuardOptions<RunnableOptions>, [
    'input',
    'output',
  ]);
  const judgesInput = resolveBoolean('input', own.input, true);
  const judgesOutput = resolveBoolean('output', own.output, true);
  if (!judgesInput && !judgesOutput)
    throw new GuardrailConfigError(
      'output',
      'must not be false where input is false too: nothing is guarded',
    );

  return guardSteps(runnable, guardrail, {
    contextOf: (_, config) => configContext(config, field(config, 'runId')),
    ...(judgesInput && {
      input: (input: unknown, context: CheckContext) =>
        judgeValue(input, (text, threads) => guardrail.enforcePrompt(text, { ...context, threads })),
    }),
    ...(judgesOutput && {
      output: async (output: ValueDraft, context: CheckContext) => {
        const judged = await judgeDraft(output, (text, threads) =>
          guardrail.enforceResponse(text, { ...context, threads }),
        );
        if (!guardrail.restores) return judged;
        return restoreValue(judged, (text) => guardrail.restore(text, context));
      },
      text: (context: CheckContext) => guardrail.responseStream(context),
    }),
  });
}

function isChatModel(runnable: object): boolean {
  const modelType = field(runnable, '_modelType');
  return typeof modelType === 'function' && Reflect.apply(modelType, runnable, []) === 'base_chat_model';
}
