import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type Guardrail, joinSegments, readValue } from '../guard/index.js';
import { findGuardrailError } from '../scan/index.js';
import { stringOf } from './parts.js';
import { toolContextOf } from './tool-context.js';

/** What AI SDK 7 takes for the approval of a tool call. */
export type ToolApproval =
  | undefined
  | 'not-applicable'
  | 'approved'
  | 'denied'
  | 'user-approval'
  | { readonly type: 'not-applicable'; readonly reason?: never }
  | { readonly type: 'approved' | 'denied' | 'user-approval'; readonly reason?: string };

/** What AI SDK 7 gives to a `toolApproval` function. */
export interface ToolApprovalCall {
  readonly toolCall: { readonly toolName: string; readonly toolCallId: string; readonly input: unknown };
  readonly tools: unknown;
  readonly toolsContext: unknown;
  readonly runtimeContext: unknown;
  readonly messages: unknown;
}

/** What AI SDK 7 gives to an approval function of one tool, beside the input. */
export interface ToolApprovalOptions {
  readonly toolCallId: string;
  readonly messages: unknown;
  /** As it was given for the tool; the SDK would hold it against the tool's `contextSchema` first. */
  readonly toolContext: unknown;
  readonly runtimeContext: unknown;
}

type Word = ToolApproval | PromiseLike<ToolApproval>;

// Methods, whose parameters TypeScript compares both ways: the SDK's own function types know the tools by name.
interface Approving {
  call(call: ToolApprovalCall): Word;
  tool(input: unknown, options: ToolApprovalOptions): Word;
}

/** The application's own `toolApproval`: a function of the call, or a status or function for each tool. */
export type InnerToolApproval =
  | Approving['call']
  | { readonly [toolName: string]: ToolApproval | Approving['tool'] };

/**
 * A `toolApproval` for AI SDK 7: a tool call whose input is refused is denied, and the model told so; any other gets
 * the word of `inner`, or of the tool's own `needsApproval`. An input that would have to be redacted is denied, as an
 * approval can rewrite nothing; so is a call whose approval fails. An abort is thrown on.
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
      // What the application is asked about is what was judged.
      const judged = { ...call.toolCall, input: read.build() };
      return statusOf(await innerWord(inner, { ...call, toolCall: judged }));
    } catch (error) {
      if (isAbort(error)) throw error;
      // A guard's own message says what was found, and where; another's may quote the input.
      return denied(findGuardrailError(error)?.message ?? 'Tool call could not be judged');
    }
  };
}

function denied(reason: string): ToolApproval {
  return { type: 'denied', reason };
}

/** As the SDK decides it: the function's word; the tool's own entry; what the tool itself asks for. */
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
  // Called on the tool, which may be of a class.
  const needs =
    typeof tool === 'object' && tool !== null && 'needsApproval' in tool
      ? isFunction(tool.needsApproval)
        ? await tool.needsApproval(input, { toolCallId, messages: call.messages, context })
        : tool.needsApproval
      : false;
  return needs ? 'user-approval' : 'not-applicable';
}

/** Only a status that the SDK knows; what is none denies. */
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

/** Names of tools come from the model: only own properties count. */
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
