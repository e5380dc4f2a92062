import {
  type CheckContext,
  type Decision,
  type Guardrail,
  restoreSegments,
  type Segment,
  type SegmentCheck,
} from '../../guard/index.js';
import { draftMessage, type ToolText } from './message-draft.js';
import type { AnyMessage } from './rebuild-message.js';

/** Returns one check for each tool call, as a tool event. */
export function toolChecks(
  guardrail: Guardrail,
  tools: readonly ToolText[],
  context: CheckContext,
): SegmentCheck[] {
  return tools.map(({ toolName, segments }) => ({
    segments,
    enforce: (input, threads): Promise<Decision> =>
      guardrail.enforceTool({ name: toolName, input }, { ...context, threads }),
  }));
}

/**
 * Puts the originals of a vault back into a judged message.
 * @param withWords whether the words of the message are restored too, and not only the inputs of its tools
 */
export function restoreMessage(
  guardrail: Guardrail,
  message: AnyMessage,
  context: CheckContext,
  withWords: boolean,
): AnyMessage {
  if (!guardrail.restores) return message;
  const draft = draftMessage(message);
  const places: Segment[] = [
    ...draft.tools.flatMap(({ segments }) => segments),
    ...(withWords ? draft.words : []),
  ];
  restoreSegments(guardrail, places, context);
  return draft.build();
}
