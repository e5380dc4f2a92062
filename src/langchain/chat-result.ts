import { type CheckContext, type Draft, enforceSegments, type Guardrail, runningOn } from '../guard/index.js';
import { restoreMessage, toolChecks } from './checks.js';
import { draftMessage } from './message-draft.js';
import { type AnyMessage, clonePlain, isDraft } from './message-fields.js';
import { field, list } from './message-text.js';

/** One candidate of an answer, of any version of LangChain. */
export interface AnyGeneration {
  readonly text: string;
  readonly message: AnyMessage;
  readonly generationInfo?: unknown;
}

/** What `_generate` of a chat model gives. */
export interface AnyChatResult {
  readonly generations: readonly AnyGeneration[];
  readonly llmOutput?: unknown;
}

/**
 * Judges an answer: its words, with all else that it says, as the response, each tool call's input as a tool event. The
 * result is the very one that came unless something in it was rewritten.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function checkChatResult(
  guardrail: Guardrail,
  result: AnyChatResult,
  context: CheckContext,
): Promise<AnyChatResult> {
  const output = clonePlain(result.llmOutput);
  const judged = await Promise.all(
    result.generations.map((generation) => checkGeneration(guardrail, generation, context, output)),
  );
  if (judged.every((generation, index) => generation === result.generations[index])) return result;
  return { ...result, generations: judged, ...(output !== undefined && { llmOutput: output }) };
}

async function checkGeneration(
  guardrail: Guardrail,
  generation: AnyGeneration,
  context: CheckContext,
  output: unknown,
): Promise<AnyGeneration> {
  const info = clonePlain(generation.generationInfo);
  const draft = draftMessage(generation.message, { beside: [info, output].filter(isDraft) });
  const words = runningOn(draft.words);
  const said = words.map(({ text }) => text).join('');
  // Some providers give a text that the message does not have.
  const apart = said.includes(generation.text) ? [] : [{ text: generation.text }];
  await enforceSegments([
    {
      segments: [...words, ...runningOn(draft.thoughts, 'thoughts'), ...draft.others, ...apart],
      enforce: (text, threads) => guardrail.enforceResponse(text, { ...context, threads }),
    },
    ...toolChecks(guardrail, draft.tools, context),
  ]);
  const message = restoreMessage(guardrail, draft.build(), context, true);
  if (message === generation.message) return generation;
  return rebuildGeneration(generation, message, isDraft(info) ? info : undefined);
}

/** A generation, or a chunk of one, with another message. */
export function rebuildGeneration<Generation extends AnyGeneration>(
  generation: Generation,
  message: AnyMessage,
  info: Draft | undefined,
): Generation {
  const fields = { text: messageText(message), message, ...(info !== undefined && { generationInfo: info }) };
  return Object.assign(Object.create(Object.getPrototypeOf(generation)), generation, fields);
}

/** The text of a message, as LangChain joins it. */
export function messageText(message: AnyMessage): string {
  const content = field(message, 'content');
  if (typeof content === 'string') return content;
  const texts = list(content).map((block) => (typeof block === 'string' ? block : field(block, 'text')));
  return texts.filter((text) => typeof text === 'string').join('');
}
