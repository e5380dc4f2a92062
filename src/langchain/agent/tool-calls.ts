import type { CheckContext, Guardrail } from '../../guard/index.js';
import { field, list } from '../message-text.js';
import { isRefusal } from '../model-call.js';
import { roleOf } from '../prompt-text.js';
import { configContext } from '../run-config.js';
import { judgeValue, restoreValue } from '../value-draft.js';
import type { Refusals } from './refusals.js';
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
  readonly runtime?: unknown;
}

/** How many calls are remembered until they are made. */
const MAX_EXPECTED = 1_000;

/** Guards the tools of an agent: their inputs, unless those were judged with the model's answer, and their results. */
export function guardToolCalls(guardrail: Guardrail, refusals: Refusals): ToolCallGuard {
  /** The inputs of calls that have been judged, by the id of the call. */
  const judged = new Map<string, string>();
  const judgeResult = async (made: unknown, name: string, context: CheckContext): Promise<unknown> => {
    const isMessage = roleOf(made) === 'tool' && field(made, 'artifact') === undefined;
    if (!isMessage || typeof made !== 'object' || made === null)
      return judgeValue(made, (output) => guardrail.enforceTool({ name, output }, context));
    // As a message of the thread: there it is not judged again before the model reads it.
    const [changed = made] = await judgeThread(guardrail, [made], context);
    return changed;
  };

  return {
    expect(response) {
      const messages = [response, ...list(field(response, 'messages'))];
      for (const call of messages.flatMap((message) => list(field(message, 'tool_calls')))) {
        const id = field(call, 'id');
        const [oldest] = judged.keys();
        if (oldest !== undefined && judged.size >= MAX_EXPECTED) judged.delete(oldest);
        if (typeof id === 'string') judged.set(id, JSON.stringify(field(call, 'args')) ?? '');
      }
    },
    async wrap(request, handler) {
      const { toolCall, runtime } = request;
      const { id = '', name } = toolCall;
      const context = configContext(
        { configurable: field(runtime, 'configurable'), signal: field(runtime, 'signal') },
        id,
      );
      const args = JSON.stringify(toolCall.args) ?? '';
      const isJudged = judged.get(id) === args;
      judged.delete(id);
      try {
        const passed = isJudged
          ? toolCall.args
          : await judgeValue(toolCall.args, (input) => guardrail.enforceTool({ name, input }, context));
        const original = guardrail.restores
          ? restoreValue(passed, (text) => guardrail.restore(text, context))
          : passed;
        const isSame = original === toolCall.args;
        const made = await handler(
          isSame ? request : { ...request, toolCall: { ...toolCall, args: original } },
        );
        return (await judgeResult(made, name, context)) as typeof made;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return refusals.toolResult(error, toolCall) as never;
      }
    },
  };
}
