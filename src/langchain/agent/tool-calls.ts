import type { ToolMessage } from '@langchain/core/messages';
import {
  type CheckContext,
  evaluateThrown,
  type Guardrail,
  isRefusal,
  type ThrownDecision,
} from '../../guard/index.js';
import { createBoundedMap, findGuardrailError, isGuardrailError } from '../../scan/index.js';
import { judgeValue, restoreValue } from '../content/judge-value.js';
import { roleOf } from '../content/message-roles.js';
import { plainMessage } from '../content/value-draft.js';
import { field, isObject, list } from '../fields.js';
import { isBubbling } from '../steps/tool.js';
import { agentContext } from './agent-context.js';
import { type Refusals, toolError } from './refusals.js';
import { guardRun } from './run-guard.js';
import { judgeThread } from './thread.js';
import { toldError } from './told-error.js';

/** The guard of an agent's tools. */
export interface ToolCallGuard {
  /** Remembers the calls in an answer as judged. */
  expect(response: unknown): void;
  /** Judges a call, makes it, and judges its result. */
  wrap<Request extends ToolRequest, Result>(
    request: Request,
    handler: (request: Request) => Result | Promise<Result>,
  ): Promise<Result>;
}

/** A call of a tool in an agent. */
export interface ToolRequest {
  readonly toolCall: { readonly name: string; readonly args: Record<string, unknown>; readonly id?: string };
  /** Absent for a tool that another middleware provides. */
  readonly tool?: unknown;
  readonly runtime?: unknown;
}

/** How many calls are remembered until they are made, and how many bytes. A call that is forgotten is judged again. */
const EXPECTED = { maxEntries: 1_000, maxBytes: 16 * 1024 * 1024 };

/** Guards the tools of an agent: their inputs, unless those were judged with the model's answer, and their results. */
export function guardToolCalls(guardrail: Guardrail, refusals: Refusals, hides: boolean): ToolCallGuard {
  /** The calls that have been judged, by their ids, which the model chose. */
  const judged = createBoundedMap<string, string>(EXPECTED);
  /** The runs that have made their call before. Another call for the same run is a retry. */
  const tried = new WeakSet<object>();
  return {
    expect(response) {
      const messages = [response, ...list(field(response, 'messages'))];
      for (const call of messages.flatMap((message) => list(field(message, 'tool_calls')))) {
        const id = field(call, 'id');
        if (typeof id !== 'string') continue;
        const said = saidBy(field(call, 'name'), field(call, 'args'));
        judged.set(id, said, 2 * (id.length + said.length));
      }
    },
    async wrap(request, handler) {
      const { id = '', name, args } = request.toolCall;
      const isJudged = judged.get(id) === saidBy(name, args);
      judged.delete(id);
      const { runtime } = request;
      const isRetry = isObject(runtime) && tried.has(runtime);
      if (isObject(runtime)) tried.add(runtime);
      return runCall({ guardrail, refusals, request, isJudged, isRetry, hides }, handler);
    },
  };
}

/** One guarded call of a tool. */
interface GuardedCall<Request extends ToolRequest> {
  readonly guardrail: Guardrail;
  readonly refusals: Refusals;
  readonly request: Request;
  /** Whether the input was judged with the model's answer. */
  readonly isJudged: boolean;
  /** Whether other middleware is trying again. That middleware then decides what happens to the error. */
  readonly isRetry: boolean;
  /** Whether callbacks and streams do not see what runs inside the tool. */
  readonly hides: boolean;
}

async function runCall<Request extends ToolRequest, Result>(
  { guardrail, refusals, request, isJudged, isRetry, hides }: GuardedCall<Request>,
  handler: (request: Request) => Result | Promise<Result>,
): Promise<Result> {
  const { toolCall, tool, runtime } = request;
  const { id = '', name } = toolCall;
  const context = agentContext(runtime, id);
  const failures = createFailures({ guardrail, refusals, toolCall, context, isRetry });
  try {
    const args = isJudged
      ? toolCall.args
      : await judgeValue(toolCall.args, (input, threads) =>
          guardrail.enforceTool({ name, input }, { ...context, threads }),
        );
    const guarded = guardRun(guardrail, tool, {
      name,
      context,
      thrown: failures.judge,
      instead: failures.instead,
      hides,
    });
    // A guarded tool puts the originals in by itself, so callbacks do not see them.
    const given =
      guarded === undefined && guardrail.restores
        ? restoreValue(args, (text) => guardrail.restore(text, context))
        : args;
    const call = given === toolCall.args ? toolCall : { ...toolCall, args: given };
    const made = await handler({ ...request, toolCall: call, ...(guarded && { tool: guarded }) });
    if (refusals.find(made) !== undefined) return made;
    return (await judgeResult(guardrail, made, name, context)) as typeof made;
  } catch (error) {
    const refusal = findGuardrailError(error);
    // Other middleware or LangChain also passes the error of the tool on to the model.
    const thrown = isRefusal(refusal) ? refusal : await failures.judgeOnce(error);
    const message = failures.instead(thrown);
    if (message !== undefined) return message as never;
    throw thrown;
  }
}

/** Judges the result of a tool. A message is judged as one of the thread, so it is not judged there again. */
async function judgeResult(
  guardrail: Guardrail,
  made: unknown,
  name: string,
  context: CheckContext,
): Promise<unknown> {
  const isMessage = roleOf(made) === 'tool' && field(made, 'artifact') === undefined;
  if (!isMessage || typeof made !== 'object' || made === null)
    return judgeValue(made, (output, threads) =>
      guardrail.enforceTool({ name, output }, { ...context, threads }),
    );
  const own = plainMessage(made);
  const [changed = own] = await judgeThread(guardrail, [own], context);
  return changed;
}

/** The errors that a tool throws in one call. */
interface Failures {
  /**
   * Judges an error, and returns the error to throw in its place. For an ordinary error it is one that does not end the
   * run.
   */
  judge(error: unknown): Promise<unknown>;
  /** Judges an error unless it has been judged already. */
  judgeOnce(error: unknown): Promise<unknown>;
  /** Returns the message to the model in place of an error that cannot be passed on. */
  instead(error: unknown): ToolMessage | undefined;
}

function createFailures({
  guardrail,
  refusals,
  toolCall,
  context,
  isRetry,
}: {
  readonly guardrail: Guardrail;
  readonly refusals: Refusals;
  readonly toolCall: ToolRequest['toolCall'];
  readonly context: CheckContext;
  readonly isRetry: boolean;
}): Failures {
  const outcomes = new Map<unknown, ThrownDecision['outcome']>();
  let isFirst = !isRetry;
  /**
   * Tells whether an error is ordinary. Middleware that tries again, outside or inside, decides what happens to other
   * errors.
   */
  const isOrdinary = (error: unknown): boolean =>
    isFirst && !isBubbling(error) && !isGuardrailError(error) && context.signal?.aborted !== true;
  const judge = async (thrown: unknown): Promise<unknown> => {
    // Interrupts of LangGraph, which humans answer, are not failures.
    const judged: ThrownDecision = isBubbling(thrown)
      ? { outcome: 'passed', error: thrown }
      : await evaluateThrown(guardrail, thrown, { name: toolCall.name }, context);
    const { outcome } = judged;
    const error = outcome === 'passed' && isOrdinary(judged.error) ? toldError(judged.error) : judged.error;
    isFirst = false;
    outcomes.set(error, outcome);
    return error;
  };
  return {
    judge,
    judgeOnce: async (error) => (outcomes.has(error) ? error : judge(error)),
    instead(error) {
      if (isRefusal(error)) return refusals.toolResult(error, toolCall);
      if (outcomes.get(error) !== 'rewritten') return undefined;
      return toolError(toolCall, `${error}\n Please fix your mistakes.`);
    },
  };
}

/** Writes a call as one text. */
function saidBy(name: unknown, args: unknown): string {
  return JSON.stringify([name, args]);
}
