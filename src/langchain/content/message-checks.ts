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

/** Checks that run side by side; the first refusal counts. */
export interface RunningChecks {
  add(check: Promise<unknown>): void;
  /** What is to be waited for; nothing where all are done. */
  work(): Promise<void> | undefined;
}

/** Starts with none. */
export function createRunningChecks(): RunningChecks {
  let pending = 0;
  let all: Promise<unknown> = Promise.resolve();
  return {
    add(check) {
      pending += 1;
      const done = check.then(() => {
        pending -= 1;
      });
      all = Promise.all([all, done]);
      all.catch(() => undefined);
    },
    work: () => (pending > 0 ? all.then(() => undefined) : undefined),
  };
}

/** The sooner of two things to wait for. */
export function sooner(
  first: Promise<void> | undefined,
  second: Promise<void> | undefined,
): Promise<void> | undefined {
  return first === undefined || second === undefined ? (first ?? second) : Promise.race([first, second]);
}
