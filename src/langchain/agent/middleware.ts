import { type AgentMiddleware, createMiddleware } from 'langchain';
import type { CreateGuardrailOptions } from '../../defaults.js';
import { type Guardrail, GuardrailConfigError, isRefusal } from '../../guard/index.js';
import { findGuardrailError } from '../../scan/index.js';
import { judgeValue } from '../content/judge-value.js';
import { roleOf } from '../content/message-roles.js';
import type { AnyMessage } from '../content/rebuild-message.js';
import { field } from '../fields.js';
import { resolveGuard } from '../options.js';
import { agentContext } from './agent-context.js';
import { guardAgentModel, type ModelRequest } from './agent-model.js';
import { createRefusals, type Refusal, type Refusals } from './refusals.js';
import { cleanThread, judgeThread, type ThreadChanges } from './thread.js';
import { guardToolCalls, type ToolCallGuard } from './tool-calls.js';

/** How a refusal ends a run: with an answer that says so, or with the error. */
export type ExitBehavior = 'end' | 'error';

/** Options of `guardrailAgentMiddleware`: a guardrail or the options of one, and how runs end. */
export type GuardrailAgentMiddlewareOptions = (CreateGuardrailOptions | { readonly guardrail: Guardrail }) & {
  /** How a refusal ends a run. @default 'end' */
  readonly exitBehavior?: ExitBehavior;
};

/**
 * Guards an agent of `createAgent`: its prompts, everything that the model answers (also in `streamMode: 'messages'` and in
 * events), and its tools, as tool events.
 *
 * Where the policy redacts, the messages of the thread are rewritten under their own ids, and so are the inputs and results
 * of tools. Callbacks and events of a tool see what has passed.
 *
 * By default a refused prompt is removed from the thread, so that the next turn is free of it. The run ends with an answer
 * that says so and has `response_metadata.guardrail`. The text is `policy.onBlock.replace`, or a plain sentence. A refused
 * tool is not run, or its result is not given, and the model reads so instead. What could not be scanned stays, and is
 * scanned again on the next turn. With `exitBehavior: 'error'` the run throws the very GuardrailViolationError or
 * GuardrailScanError. The thread then keeps what was said; `prompt: { onBlockedHistory: 'drop' }` leaves it out of the next
 * turn.
 *
 * The input of the caller stays as it was given until the first hook has run: in callbacks and events, in the first item of
 * `streamMode: 'values'`, and in the first checkpoint, unless the run has `durability: 'exit'`.
 *
 * Put the middleware last in `middleware`, so that the models of retry and fallback middleware are guarded as well. In front
 * of them it judges the answer of a fallback before it gets into the thread, but not what streams meanwhile as messages and
 * events. A structured response that is refused always throws, because no sentence fits its schema. LangChain wraps that
 * error, and `findGuardrailError` finds it. `modelRetryMiddleware` makes an answer of any error unless its `onFailure` is
 * 'error'.
 *
 * As with any middleware that wraps tool calls, LangChain lets the errors of tools end the run, unless `toolErrorMiddleware`
 * or `toolRetryMiddleware` stands in front. An error whose words are refused or redacted does not end it: the model reads a
 * message instead. Callbacks of a tool of LangChain see no error before it was judged.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const agent = createAgent({ model, tools, middleware: [guardrailAgentMiddleware({ scanner: localScanner() })] });
 */
export function guardrailAgentMiddleware(options: GuardrailAgentMiddlewareOptions = {}): AgentMiddleware {
  const { guardrail, own } = resolveGuard<{ readonly exitBehavior?: ExitBehavior }>(options, [
    'exitBehavior',
  ]);
  const { exitBehavior = 'end' } = own;
  if (exitBehavior !== 'end' && exitBehavior !== 'error')
    throw new GuardrailConfigError('exitBehavior', "must be 'end' or 'error'");
  const refusals = createRefusals(guardrail);
  const agent: GuardedAgent = {
    guardrail,
    refusals,
    tools: guardToolCalls(guardrail, refusals),
    throws: exitBehavior === 'error',
    thrown: new WeakMap(),
  };
  return createMiddleware({
    name: 'GuardrailMiddleware',
    beforeModel: {
      canJumpTo: ['end'],
      hook: async (state, runtime) => {
        throwRefused(agent, state.messages);
        const { changes, refusal } = await judgeTurn(agent, state.messages, runtime);
        if (refusal === undefined)
          return changes.length === 0 ? undefined : { messages: asMessages(changes) };
        return { messages: [...asMessages(changes), refusals.answer(refusal)], jumpTo: 'end' };
      },
    },
    wrapModelCall: (request, handler) =>
      askModel(agent, request, handler, (refusal) => refusals.answer(refusal)),
    afterModel: async (state, runtime) => {
      throwRefused(agent, state.messages);
      // Other middleware may write to the thread after this one has read it, or jump to the model. What the model did not
      // read is therefore judged here. What has been judged before is known and not scanned again.
      if (guardrail.prompt.scope === 'all' || field(state, 'structuredResponse') !== undefined)
        return undefined;
      const { changes } = await judgeTurn(agent, state.messages.slice(0, -1), runtime);
      return changes.length === 0 ? undefined : { messages: asMessages(changes) };
    },
    wrapToolCall: (request, handler) => agent.tools.wrap(request, handler),
    afterAgent: (state) => {
      throwRefused(agent, state.messages);
      return undefined;
    },
  }) as AgentMiddleware;
}

/** What the hooks of one middleware share. */
interface GuardedAgent {
  readonly guardrail: Guardrail;
  readonly refusals: Refusals;
  readonly tools: ToolCallGuard;
  /** Whether a refusal ends the run with an error. */
  readonly throws: boolean;
  /** The refusals of structured responses, by the messages that the model was asked with. */
  readonly thrown: WeakMap<object, Refusal>;
}

/**
 * Throws the refusal that the newest messages tell of. An error of such a hook keeps its class, while LangChain wraps the
 * errors of calls.
 */
function throwRefused({ throws, refusals }: GuardedAgent, messages: readonly unknown[]): void {
  if (!throws) return;
  // A refusal of an earlier turn has been thrown in that turn.
  const said = messages.findLastIndex((message) => roleOf(message) !== 'tool');
  const refusal = refusals.drain(messages.slice(Math.max(0, said)));
  if (refusal !== undefined) throw refusal;
}

/** Judges a thread, and returns the changes to it and the refusal, if any. */
async function judgeTurn(
  { guardrail, throws }: GuardedAgent,
  messages: readonly AnyMessage[],
  runtime: unknown,
): Promise<{ readonly changes: ThreadChanges; readonly refusal?: Refusal }> {
  const context = agentContext(runtime);
  try {
    return { changes: await judgeThread(guardrail, messages, context) };
  } catch (refusal) {
    if (!isRefusal(refusal) || throws) throw refusal;
    // A message that could not be scanned may be harmless. It is scanned again on the next turn.
    const isFailure = refusal.code === 'ERR_GUARDRAIL_UNAVAILABLE';
    return { changes: isFailure ? [] : await cleanThread(guardrail, messages, context), refusal };
  }
}

/** A request of an agent to its model, as far as the guard needs it. */
type AskedModel = ModelRequest<unknown> & {
  readonly messages: object;
  readonly runtime: unknown;
  readonly responseFormat?: unknown;
};

/** Asks the guarded model, and judges what anybody else answered in its place. */
async function askModel<Request extends AskedModel, Response, Answer>(
  { guardrail, refusals, tools, thrown }: GuardedAgent,
  request: Request,
  handler: (request: Request) => Response | Promise<Response>,
  answer: (refusal: Refusal) => Answer,
): Promise<Response | Answer> {
  // A second try, or another model, gets the same refusal.
  const known = thrown.get(request.messages);
  if (known !== undefined) throw known;
  const { model, said } = guardAgentModel(guardrail, refusals, request);
  try {
    const response = await handler({ ...request, model });
    if (said(response) || refusals.find(response) !== undefined) {
      tools.expect(response);
      return response;
    }
    // Another model or a cache answered.
    const context = agentContext(request.runtime);
    const judged = await judgeValue(response, (text, threads) =>
      guardrail.enforceResponse(text, { ...context, threads }),
    );
    return judged as Response;
  } catch (error) {
    const refusal = findGuardrailError(error);
    if (!isRefusal(refusal)) throw error;
    if (request.responseFormat === undefined) return answer(refusal);
    thrown.set(request.messages, refusal);
    throw refusal;
  }
}

/** Types the changes of a thread as messages of LangChain. */
function asMessages(changes: readonly AnyMessage[]): never[] {
  return [...changes] as never[];
}
