import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type Guardrail, joinSegments, readValue } from '../guard/index.js';
import { findGuardrailError } from '../scan/index.js';
import { stringOf } from './parts.js';
import { toolContextOf } from './tool-context.js';

/** The values that AI SDK 7 accepts for the approval of a tool call. */
export type ToolApproval =
  | undefined
  | 'not-applicable'
  | 'approved'
  | 'denied'
  | 'user-approval'
  | { readonly type: 'not-applicable'; readonly reason?: never }
  | { readonly type: 'approved' | 'denied' | 'user-approval'; readonly reason?: string };

/** The argument that AI SDK 7 passes to a `toolApproval` function. */
export interface ToolApprovalCall {
  readonly toolCall: { readonly toolName: string; readonly toolCallId: string; readonly input: unknown };
  readonly tools: unknown;
  readonly toolsContext: unknown;
  readonly runtimeContext: unknown;
  readonly messages: unknown;
}

/** The options that AI SDK 7 passes to the approval function of one tool, after the input. */
export interface ToolApprovalOptions {
  readonly toolCallId: string;
  readonly messages: unknown;
  /** The value set for the tool. The SDK would first check it against the tool's `contextSchema`. */
  readonly toolContext: unknown;
  readonly runtimeContext: unknown;
}

type Word = ToolApproval | PromiseLike<ToolApproval>;

// These are methods because TypeScript compares their parameters in both directions: the SDK's own function types know
// the tools by name.
interface Approving {
  call(call: ToolApprovalCall): Word;
  tool(input: unknown, options: ToolApprovalOptions): Word;
}

/** The application's own `toolApproval`: a function of the call, or a status or function for each tool. */
export type InnerToolApproval =
  | Approving['call']
  | { readonly [toolName: string]: ToolApproval | Approving['tool'] };

/**
 * Makes a `toolApproval` for AI SDK 7. A tool call with a refused input is denied, and the model is told. For any other
 * call, `inner` or the tool's own `needsApproval` decides. An input that would have to be redacted is denied, because
 * an approval can rewrite nothing. A call whose approval fails is denied too. An abort is thrown on.
 *
 * The reason names categories, never content.
 * @throws GuardrailConfigError for an option that is not valid
 */
export function guardrailToolApproval(
  options: Guardrail | CreateGuardrailOptions = {},
  inner?: InnerToolApproval,
): (call: ToolApprovalCall) => Promise<ToolApproval> {
  const guardrail = guardrailOf(options);
  return async (call) => {
    try {
      const { toolName, toolCallId, input } = call.toolCall;
      const read = readValue(input);
      const text = joinSegments(read.segments);
      const decision = await guardrail.enforceTool(
        { name: toolName, input: text },
        toolContextOf({ toolCallId }),
      );
      if (decision.outcome === 'redact') return denied('Tool call holds what would have to be redacted');
      // The application is asked about the input that was judged.
      const judged = { ...call.toolCall, input: read.build() };
      return statusOf(await innerWord(inner, { ...call, toolCall: judged }));
    } catch (error) {
      if (isAbort(error)) throw error;
      // A guard's message names what was found, and where. Another error's message may quote the input.
      return denied(findGuardrailError(error)?.message ?? 'Tool call could not be judged');
    }
  };
}

function denied(reason: string): ToolApproval {
  return { type: 'denied', reason };
}

/**
 * Finds the application's decision in the SDK's order: the function's result, the tool's entry, the tool's own
 * `needsApproval`.
 */
async function innerWord(inner: InnerToolApproval | undefined, call: ToolApprovalCall): Promise<unknown> {
  const { toolName, toolCallId, input } = call.toolCall;
  if (isFunction(inner)) return inner(call);
  const tool = ownOf(call.tools, toolName);
  const context = ownOf(call.toolsContext, toolName);
  const own = ownOf(inner, toolName);
  if (isFunction(own)) {
    const { messages, runtimeContext } = call;
    return own(input, { toolCallId, messages, toolContext: context, runtimeContext });
  }
  if (own !== undefined && own !== null) return own;
  // It is called on the tool, which may be an instance of a class.
  const needs =
    typeof tool === 'object' && tool !== null && 'needsApproval' in tool
      ? isFunction(tool.needsApproval)
        ? await tool.needsApproval(input, { toolCallId, messages: call.messages, context })
        : tool.needsApproval
      : false;
  return needs ? 'user-approval' : 'not-applicable';
}

/** Returns a status that the SDK knows. Anything else is denied. */
function statusOf(word: unknown): ToolApproval {
  const type = typeof word === 'string' ? word : stringOf(word, 'type');
  const reason = stringOf(word, 'reason');
  switch (type) {
    case 'approved':
    case 'denied':
    case 'user-approval':
      return reason === undefined ? { type } : { type, reason };
    case 'not-applicable':
      return { type };
    default:
      return word === undefined ? undefined : denied('Tool call was given no known approval');
  }
}

/** Returns an own property. Names of tools come from the model, so inherited properties do not count. */
function ownOf(source: unknown, key: string): unknown {
  const known = typeof source === 'object' && source !== null && Object.hasOwn(source, key);
  return known ? Reflect.get(source, key) : undefined;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}
