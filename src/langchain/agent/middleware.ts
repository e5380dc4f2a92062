import type { AIMessage } from '@langchain/core/messages';
import { type AgentMiddleware, createMiddleware } from 'langchain';
import type { CreateGuardrailOptions } from '../../defaults.js';
import { canBlock, canRedact, type Guardrail, GuardrailConfigError, isRefusal } from '../../guard/index.js';
import { findGuardrailError } from '../../scan/index.js';
import { judgeValue } from '../content/judge-value.js';
import { roleOf } from '../content/message-roles.js';
import type { AnyMessage } from '../content/rebuild-message.js';
import { field, list } from '../fields.js';
import { resolveGuard } from '../options.js';
import { agentContext } from './agent-context.js';
import { guardAgentModel, type ModelRequest } from './agent-model.js';
import { createRefusals, type Refusal, type Refusals } from './refusals.js';
import { cleanThread, judgeThread, type ThreadChanges } from './thread.js';
import { ThreadUpdate } from './thread-update.js';
import { guardToolCalls, type ToolCallGuard } from './tool-calls.js';

/** How a refusal ends a run: with an answer that reports it, or with the error. */
export type ExitBehavior = 'end' | 'error';

/** Options of `guardrailAgentMiddleware` in addition to those of a guardrail. */
interface AgentOptions {
  /** How a refusal ends a run. @default 'end' */
  readonly exitBehavior?: ExitBehavior;
  /** The name of the middleware. An agent accepts two only with different names. @default 'GuardrailMiddleware' */
  readonly name?: string;
  /**
   * Whether callbacks and streams of the agent see what runs inside a tool, such as a model or another agent that the
   * tool calls. The guard does not judge those. Use `'show'` for tools whose models and agents have guards of their
   * own. @default 'hide'
   */
  readonly insideTools?: 'hide' | 'show';
}

/** Options of `guardrailAgentMiddleware`: a guardrail or the options of one, how runs end, and a name. */
export type GuardrailAgentMiddlewareOptions =
  | (CreateGuardrailOptions & AgentOptions)
  | ({ readonly guardrail: Guardrail } & AgentOptions);

/**
 * Guards an agent of `createAgent`: its prompts, everything that the model answers (also in `streamMode: 'messages'`
 * and in events), and its tools, as tool events.
 *
 * Where the policy redacts, the messages of the thread are rewritten under their own ids, and so are the inputs and
 * results of tools. Callbacks and events of a tool see only judged content.
 *
 * By default a sentence takes the place of a refused prompt in the thread, under the id of the message, so that the
 * next turn does not contain it. This also holds in a graph that contains the agent. The run ends with an answer that
 * reports the refusal and has `response_metadata.guardrail`. The text is `policy.onBlock.replace`, or a plain sentence.
 * A refused tool is not run, or its result is withheld, and the model reads a message about the refusal instead.
 * Content that could not be scanned stays, and is scanned again on the next turn. With `exitBehavior: 'error'` the run
 * throws the GuardrailViolationError or GuardrailScanError itself. The thread then keeps the refused messages, and the
 * next turn leaves them out.
 *
 * The thread is judged before the run. Later messages are judged inside the calls of models and tools. A guarded round
 * therefore takes as many steps of the graph as an unguarded one. With `exitBehavior: 'error'`, one step is added at
 * the end of the run. Hooks of other middleware see a judged thread, wherever they stand, except for messages that
 * other hooks have written since the last call of the model.
 *
 * The input of the caller is not judged before the first hook has run. Until then it appears unchanged in callbacks and
 * events, in the first item of `streamMode: 'values'`, and in the first checkpoint (unless the run has `durability:
 * 'exit'`).
 *
 * Put the middleware after those that change the model, such as `modelFallbackMiddleware`, so that their models are
 * guarded as well. Before them, it judges the answer of a fallback before the answer enters the thread, but not the
 * messages and events that stream in the meantime. Put `modelRetryMiddleware` after it if `retryOn` lists classes:
 * LangChain wraps every error that leaves a middleware, and the error of the provider is then its `cause`. A structured
 * response that is refused always throws, because no sentence fits its schema; `findGuardrailError` finds the error.
 * `modelRetryMiddleware` turns any error into an answer unless its `onFailure` is 'error'.
 *
 * An ordinary error of a tool is reported to the model, as without a middleware. Other middleware that wraps tool calls
 * sees the error unchanged. An error whose words are refused or redacted is always reported to the model, in other
 * words. Callbacks of a LangChain tool see an error only after it has been judged.
 *
 * A model or another agent that runs inside a tool does not report to the callbacks and streams of the run, because it
 * would report unjudged content (`insideTools`). The progress that a tool writes is judged part by part as its output.
 * After a refusal no more progress is written.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const agent = createAgent({ model, tools, middleware: [guardrailAgentMiddleware({ scanner: localScanner() })] });
 */
export function guardrailAgentMiddleware(options: GuardrailAgentMiddlewareOptions = {}): AgentMiddleware {
  const { guardrail, own } = resolveGuard<AgentOptions>(options, ['exitBehavior', 'name', 'insideTools']);
  const { exitBehavior = 'end', name = 'GuardrailMiddleware', insideTools = 'hide' } = own;
  if (exitBehavior !== 'end' && exitBehavior !== 'error')
    throw new GuardrailConfigError('exitBehavior', "must be 'end' or 'error'");
  if (typeof name !== 'string' || name === '')
    throw new GuardrailConfigError('name', 'must be a text that is not empty');
  if (insideTools !== 'hide' && insideTools !== 'show')
    throw new GuardrailConfigError('insideTools', "must be 'hide' or 'show'");
  // A policy that cannot change anything has nothing to hide.
  const hides = insideTools === 'hide' && (canBlock(guardrail.policy) || canRedact(guardrail.policy));
  const refusals = createRefusals(guardrail);
  const agent: GuardedAgent = {
    guardrail,
    refusals,
    tools: guardToolCalls(guardrail, refusals, hides),
    throws: exitBehavior === 'error',
    thrown: new WeakMap(),
  };
  // A hook that LangChain runs after the model costs a step in every round, and crashes beside another such hook when a
  // structured response is asked for again. Everything is therefore judged before the run and inside the calls.
  return createMiddleware({
    name,
    beforeAgent: {
      canJumpTo: ['end'],
      hook: async (state, runtime) => {
        const { changes, refusal } = await judgeTurn(agent, state.messages, runtime);
        if (refusal === undefined)
          return changes.length === 0 ? undefined : { messages: asMessages(changes) };
        if (agent.throws) throw refusal;
        return { messages: [...asMessages(changes), refusals.answer(refusal)], jumpTo: 'end' };
      },
    },
    wrapModelCall: (request, handler) => askModel(agent, request, handler) as Promise<AIMessage>,
    wrapToolCall: (request, handler) => agent.tools.wrap(request, handler),
    // An error of a state hook keeps its class, while LangChain wraps the errors of calls.
    ...(agent.throws && {
      afterAgent: (state: { readonly messages: readonly unknown[] }) => {
        const refusal = refusals.drain(newest(state.messages));
        if (refusal !== undefined) throw refusal;
        return undefined;
      },
    }),
  }) as AgentMiddleware;
}

/** The state that the hooks of one middleware share. */
interface GuardedAgent {
  readonly guardrail: Guardrail;
  readonly refusals: Refusals;
  readonly tools: ToolCallGuard;
  /** Whether a refusal ends the run with an error. */
  readonly throws: boolean;
  /** The refusals of structured responses, by the messages with which the model was asked. */
  readonly thrown: WeakMap<object, Refusal>;
}

/** Returns the last answer and the results after it. A refusal of an earlier turn has been thrown in that turn. */
function newest(messages: readonly unknown[]): readonly unknown[] {
  const said = messages.findLastIndex((message) => roleOf(message) !== 'tool');
  return messages.slice(Math.max(0, said));
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
    if (!isRefusal(refusal)) throw refusal;
    // A message that could not be scanned may be harmless, so it is scanned again on the next turn.
    const stays = throws || refusal.code === 'ERR_GUARDRAIL_UNAVAILABLE';
    return { changes: stays ? [] : await cleanThread(guardrail, messages, context), refusal };
  }
}

/** A request of an agent to its model, with the fields that the guard needs. */
type AskedModel = ModelRequest<unknown> & {
  readonly messages: object;
  readonly state: { readonly messages: readonly AnyMessage[] };
  readonly runtime: unknown;
  readonly responseFormat?: unknown;
};

/**
 * Judges the messages that other middleware has written to the thread since the run began, asks the guarded model, and
 * judges an answer that came from elsewhere.
 */
async function askModel<Request extends AskedModel, Response>(
  agent: GuardedAgent,
  request: Request,
  handler: (request: Request) => Response | Promise<Response>,
): Promise<Response | AIMessage | ThreadUpdate> {
  const { guardrail, refusals, tools, thrown } = agent;
  // A second try, or another model, gets the same refusal.
  const known = thrown.get(request.messages);
  if (known !== undefined) throw known;
  const { model, said } = guardAgentModel(guardrail, refusals, request);
  const { messages } = request.state;
  // The refusal of a tool is thrown at the end of the run, which is reached here.
  if (agent.throws && refusals.knows(newest(messages))) return new ThreadUpdate([]);
  const { changes, refusal } = await judgeTurn(agent, messages, request.runtime);
  if (refusal !== undefined) {
    const answer = refusals.answer(refusal);
    return changes.length === 0 ? answer : new ThreadUpdate([...changes, answer]);
  }
  try {
    const response = await handler({ ...request, model });
    if (said(response) || refusals.find(response) !== undefined) {
      tools.expect(response);
      return withChanges(response, changes);
    }
    // Another model or a cache answered.
    const context = agentContext(request.runtime);
    const judged = await judgeValue(response, (text, threads) =>
      guardrail.enforceResponse(text, { ...context, threads }),
    );
    return judged === response ? withChanges(response, changes) : (judged as Response);
  } catch (error) {
    const refused = findGuardrailError(error);
    if (!isRefusal(refused)) throw error;
    if (request.responseFormat === undefined) return refusals.answer(refused);
    thrown.set(request.messages, refused);
    throw refused;
  }
}

/**
 * Adds changes of the thread to a response. LangChain writes an answer that a handler returned to the thread, and a
 * command beside it. An answer that was made in its place is returned alone, and the changes are made with the next
 * response.
 */
function withChanges<Response>(response: Response, changes: ThreadChanges): Response | ThreadUpdate {
  if (changes.length === 0) return response;
  const structured = field(response, 'structuredResponse');
  if (structured === undefined) return new ThreadUpdate(changes);
  return { ...response, messages: [...list(field(response, 'messages')), ...changes] };
}

/** Types the changes of a thread as messages of LangChain. */
function asMessages(changes: readonly AnyMessage[]): never[] {
  return [...changes] as never[];
}
