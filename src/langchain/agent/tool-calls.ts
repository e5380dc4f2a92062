import type { ToolMessage } from '@langchain/core/messages';
import {
  type CheckContext,
  evaluateThrown,
  type Guardrail,
  isRefusal,
  type ThrownDecision,
} from '../../guard/index.js';
import { createBoundedMap, findGuardrailError } from '../../scan/index.js';
import { field, list } from '../message-text.js';
import { roleOf } from '../prompt-text.js';
import { isBubbling } from '../tool.js';
import { judgeValue, plainMessage, restoreValue } from '../value-draft.js';
import { agentContext } from './agent-context.js';
import { type Refusals, toolError } from './refusals.js';
import { guardRun } from './run-guard.js';
import { judgeThread } from './thread.js';

/** The guard of an agent's tools. */
export interface ToolCallGuard {
  /** Says that the calls in an answer have been judged with it. */
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
  /** Not of a tool that another middleware brings. */
  readonly tool?: unknown;
  readonly runtime?: unknown;
}

/** How many calls are remembered until they are made, and how much of them. What is forgotten is judged once more. */
const EXPECTED = { maxEntries: 1_000, maxBytes: 16 * 1024 * 1024 };

/** Guards the tools of an agent: their inputs, unless those were judged with the model's answer, and their results. */
export function guardToolCalls(guardrail: Guardrail, refusals: Refusals): ToolCallGuard {
  /** The calls that have been judged, by their ids, which the model chose. */
  const judged = createBoundedMap<string, string>(EXPECTED);

  const judgeResult = async (made: unknown, name: string, context: CheckContext): Promise<unknown> => {
    const isMessage = roleOf(made) === 'tool' && field(made, 'artifact') === undefined;
    if (!isMessage || typeof made !== 'object' || made === null)
      return judgeValue(made, (output, threads) =>
        guardrail.enforceTool({ name, output }, { ...context, threads }),
      );
    // As a message of the thread: there it is not judged again before the model reads it.
    const own = plainMessage(made);
    const [changed = own] = await judgeThread(guardrail, [own], context);
    return changed;
  };

  /** What tools throw in one call, judged. */
  const failuresOf = ({ toolCall }: ToolRequest, context: CheckContext) => {
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
      judgeOnce: async (error: unknown): Promise<unknown> => (known.has(error) ? error : judge(error)),
      /** What the model is told in place of an error that cannot go on as it is. */
      instead(error: unknown): ToolMessage | undefined {
        if (isRefusal(error)) return refusals.toolResult(error, toolCall);
        if (known.get(error)?.outcome !== 'rewritten') return undefined;
        return toolError(toolCall, `${error}\n Please fix your mistakes.`);
      },
    };
  };

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
      const { toolCall, tool, runtime } = request;
      const { id = '', name } = toolCall;
      const context = agentContext(runtime, id);
      const isJudged = judged.get(id) === saidBy(name, toolCall.args);
      judged.delete(id);
      const failures = failuresOf(request, context);
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
        // A guarded tool gets the originals by itself, unseen by callbacks.
        const given =
          guarded === undefined && guardrail.restores
            ? restoreValue(args, (text) => guardrail.restore(text, context))
            : args;
        const call = given === toolCall.args ? toolCall : { ...toolCall, args: given };
        const made = await handler({ ...request, toolCall: call, ...(guarded && { tool: guarded }) });
        return refusals.find(made) === undefined
          ? ((await judgeResult(made, name, context)) as typeof made)
          : made;
      } catch (error) {
        const refusal = findGuardrailError(error);
        // What a tool says when it fails goes to the model as well, by other middleware or by LangChain itself.
        const judged = isRefusal(refusal) ? refusal : await failures.judgeOnce(error);
        const message = failures.instead(judged);
        if (message === undefined) throw judged;
        return message as never;
      }
    },
  };
}

/** What a call says, as one text. */
function saidBy(name: unknown, args: unknown): string {
  return JSON.stringify([name, args]);
}
