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

/** The checks of tools that are called, each as a tool event. */
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
 * Puts what a vault holds back into a message that has been judged: into the inputs of its tools, and into its words where
 * those have not had it yet.
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
