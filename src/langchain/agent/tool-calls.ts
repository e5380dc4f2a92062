import type { ToolMessage } from '@langchain/core/messages';
import {
  type CheckContext,
  evaluateThrown,
  type Guardrail,
  isRefusal,
  type ThrownDecision,
} from '../../guard/index.js';
import { createBoundedMap, findGuardrailError } from '../../scan/index.js';
import { judgeValue, restoreValue } from '../content/judge-value.js';
import { roleOf } from '../content/message-roles.js';
import { plainMessage } from '../content/value-draft.js';
import { field, list } from '../fields.js';
import { isBubbling } from '../steps/tool.js';
import { agentContext } from './agent-context.js';
import { type Refusals, toolError } from './refusals.js';
import { guardRun } from './run-guard.js';
import { judgeThread } from './thread.js';

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
  /** Absent for a tool that another middleware brings. */
  readonly tool?: unknown;
  readonly runtime?: unknown;
}

/** How many calls are remembered until they are made, and how many bytes. A call that is forgotten is judged again. */
const EXPECTED = { maxEntries: 1_000, maxBytes: 16 * 1024 * 1024 };

/** Guards the tools of an agent: their inputs, unless those were judged with the model's answer, and their results. */
export function guardToolCalls(guardrail: Guardrail, refusals: Refusals): ToolCallGuard {
  /** The calls that have been judged, by their ids, which the model chose. */
  const judged = createBoundedMap<string, string>(EXPECTED);
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
      return runCall({ guardrail, refusals, request, isJudged }, handler);
    },
  };
}

/** One call of a tool, as it is guarded. */
interface GuardedCall<Request extends ToolRequest> {
  readonly guardrail: Guardrail;
  readonly refusals: Refusals;
  readonly request: Request;
  /** Whether the input was judged with the model's answer. */
  readonly isJudged: boolean;
}

async function runCall<Request extends ToolRequest, Result>(
  { guardrail, refusals, request, isJudged }: GuardedCall<Request>,
  handler: (request: Request) => Result | Promise<Result>,
): Promise<Result> {
  const { toolCall, tool, runtime } = request;
  const { id = '', name } = toolCall;
  const context = agentContext(runtime, id);
  const failures = createFailures(guardrail, refusals, toolCall, context);
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
    });
    // A guarded tool puts the originals in by itself, unseen by callbacks.
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
    // The error of a tool goes to the model as well, by other middleware or by LangChain itself.
    const thrown = isRefusal(refusal) ? refusal : await failures.judgeOnce(error);
    const message = failures.instead(thrown);
    if (message === undefined) throw thrown;
    return message as never;
  }
}

/** Judges the result of a tool. A message is judged as one of the thread, where it is then not judged again. */
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
  /** Judges an error, and returns what is to be thrown in its place. */
  judge(error: unknown): Promise<unknown>;
  /** Does the same with an error that has not been judged yet. */
  judgeOnce(error: unknown): Promise<unknown>;
  /** Returns what the model is told in place of an error that cannot go on as it is. */
  instead(error: unknown): ToolMessage | undefined;
}

function createFailures(
  guardrail: Guardrail,
  refusals: Refusals,
  toolCall: ToolRequest['toolCall'],
  context: CheckContext,
): Failures {
  const known = new Map<unknown, ThrownDecision>();
  const judge = async (error: unknown): Promise<unknown> => {
    // Interrupts of LangGraph, for humans to answer, are no failures.
    const judged: ThrownDecision = isBubbling(error)
      ? { outcome: 'passed', error }
      : await evaluateThrown(guardrail, error, { name: toolCall.name }, context);
    known.set(judged.error, judged);
    return judged.error;
  };
  return {
    judge,
    judgeOnce: async (error) => (known.has(error) ? error : judge(error)),
    instead(error) {
      if (isRefusal(error)) return refusals.toolResult(error, toolCall);
      if (known.get(error)?.outcome !== 'rewritten') return undefined;
      return toolError(toolCall, `${error}\n Please fix your mistakes.`);
    },
  };
}

/** Writes a call as one text. */
function saidBy(name: unknown, args: unknown): string {
  return JSON.stringify([name, args]);
}
