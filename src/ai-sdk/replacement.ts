import { type Decision, type Guardrail, isRefusal, verdictOf } from '../guard/index.js';
import type { CallParams, GenerateResult, Part, StreamResult } from './parts.js';
import { canReplace } from './result.js';
import { blockedFinish, blockedResult } from './spec-versions.js';
import { withResults } from './verdicts.js';

/** The replacement of a refused prompt or answer. */
export interface Replacement {
  readonly text: string;
  readonly decision: Decision;
}

/**
 * Returns the policy's replacement of a refused prompt or answer. Returns undefined if the policy throws, or if a text
 * cannot replace the answer.
 */
export function replacementOf(
  guardrail: Guardrail,
  error: unknown,
  params: CallParams,
): Replacement | undefined {
  if (!isRefusal(error)) return undefined;
  if (!canReplace(params)) return undefined;
  const text = guardrail.replacementFor(error.decision);
  return text === undefined ? undefined : { text, decision: error.decision };
}

/** Returns the replacement as a result that ends normally. */
export function replacedResult(
  { text, decision }: Replacement,
  specificationVersion: string | undefined,
): GenerateResult {
  const result = blockedResult(specificationVersion, text);
  return { ...result, providerMetadata: withResults(undefined, [verdictOf(decision)]) };
}

/** Returns the replacement as a block of text. Its id is one that no provider uses. */
export function replacementParts({ text }: Replacement): Part[] {
  const id = 'guardrail-replacement';
  return [
    { type: 'text-start', id },
    { type: 'text-delta', id, delta: text },
    { type: 'text-end', id },
  ];
}

/** Returns the replacement as a stream that ends normally. */
export function replacedStream(
  replacement: Replacement,
  specificationVersion: string | undefined,
): StreamResult {
  const finish = blockedFinish(specificationVersion);
  const parts: Part[] = [
    { type: 'stream-start', warnings: [] },
    ...replacementParts(replacement),
    { ...finish, providerMetadata: withResults(undefined, [verdictOf(replacement.decision)]) },
  ];
  return {
    stream: new ReadableStream<Part>({
      start(controller) {
        for (const part of parts) controller.enqueue(part);
        controller.close();
      },
    }),
  };
}
