import {
  type CheckContext,
  type Decision,
  enforceSegments,
  type Guardrail,
  runningOn,
} from '../../guard/index.js';
import { type AnyGeneration, rebuildGeneration } from '../content/generation.js';
import { restoreMessage, toolChecks } from '../content/message-checks.js';
import { draftMessage } from '../content/message-draft.js';
import { clonePlain } from '../content/rebuild-message.js';
import { rememberVerdicts } from '../content/verdicts.js';
import { isDraft } from '../fields.js';

/** The result of a chat model's `_generate`. */
export interface AnyChatResult {
  readonly generations: readonly AnyGeneration[];
  readonly llmOutput?: unknown;
}

/**
 * Judges an answer. Its words, with all its other contents, are judged as the response, and each tool call's input as a
 * tool event. Returns the same result object unless something in it was rewritten.
 * @param before the decisions about the prompt, for readers of the answer's verdicts
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function checkChatResult(
  guardrail: Guardrail,
  result: AnyChatResult,
  context: CheckContext,
  before: readonly Decision[] = [],
): Promise<AnyChatResult> {
  const output = clonePlain(result.llmOutput);
  const judged = await Promise.all(
    result.generations.map((generation) =>
      checkGeneration({ guardrail, context, before }, generation, output),
    ),
  );
  if (judged.every((generation, index) => generation === result.generations[index])) return result;
  return { ...result, generations: judged, ...(output !== undefined && { llmOutput: output }) };
}

/** The checks of the candidates of an answer. */
interface AnswerChecks {
  readonly guardrail: Guardrail;
  readonly context: CheckContext;
  /** The decisions about the prompt. */
  readonly before: readonly Decision[];
}

async function checkGeneration(
  { guardrail, context, before }: AnswerChecks,
  generation: AnyGeneration,
  output: unknown,
): Promise<AnyGeneration> {
  const info = clonePlain(generation.generationInfo);
  const draft = draftMessage(generation.message, { beside: [info, output].filter(isDraft) });
  const words = runningOn(draft.words);
  const said = words.map(({ text }) => text).join('');
  // Some providers return a text that the message does not have.
  const apart = said.includes(generation.text) ? [] : [{ text: generation.text }];
  const { decisions } = await enforceSegments([
    {
      segments: [...words, ...runningOn(draft.thoughts, 'thoughts'), ...draft.others, ...apart],
      enforce: (text, threads) => guardrail.enforceResponse(text, { ...context, threads }),
    },
    ...toolChecks(guardrail, draft.tools, context),
  ]);
  const message = restoreMessage(guardrail, draft.build(), context, true);
  rememberVerdicts(message, [...before, ...decisions]);
  if (message === generation.message) return generation;
  return rebuildGeneration(generation, message, isDraft(info) ? info : undefined);
}
