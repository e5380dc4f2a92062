// A provider without a model: phrases of the last message choose what is said. The page can be tried without a key, and
// says the same every time.
import { customProvider } from 'ai';
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { type Answer, answerTo, type Question } from './script.ts';

type StreamResult = Awaited<ReturnType<MockLanguageModelV4['doStream']>>;
type Part = StreamResult['stream'] extends ReadableStream<infer Item> ? Item : never;
type Prompt = Parameters<MockLanguageModelV4['doStream']>[0]['prompt'];

const USAGE = {
  inputTokens: { total: 12, noCache: 12, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 20, text: 20, reasoning: undefined },
};

/**
 * @param delayMs between two words
 */
export function scriptedProvider(delayMs: number): ReturnType<typeof customProvider> {
  let calls = 0;
  const model = new MockLanguageModelV4({
    modelId: 'scripted',
    doStream: async ({ prompt }) => ({
      stream: simulateReadableStream({
        chunks: partsOf(answerTo(questionOf(prompt)), `call-${calls++}`),
        initialDelayInMs: delayMs,
        chunkDelayInMs: delayMs,
      }),
    }),
  });
  return customProvider({ languageModels: { scripted: model } });
}

function questionOf(prompt: Prompt): Question {
  const lastUser = prompt.findLastIndex(({ role }) => role === 'user');
  const message = prompt[lastUser];
  const texts = message?.role === 'user' ? message.content : [];
  const results = prompt
    .slice(lastUser + 1)
    .flatMap((after) => (after.role === 'tool' ? after.content : []))
    .map((result) => JSON.stringify(result));
  return {
    text: texts.map((part) => (part.type === 'text' ? part.text : '')).join(' '),
    toolResult: results.at(-1),
  };
}

function partsOf(answer: Answer, id: string): Part[] {
  const parts: Part[] = [{ type: 'stream-start', warnings: [] }];
  if (answer.text !== undefined) {
    parts.push({ type: 'text-start', id: '1' });
    for (const delta of answer.text.split(/(?<=\s)/)) parts.push({ type: 'text-delta', id: '1', delta });
    parts.push({ type: 'text-end', id: '1' });
  }
  const { call } = answer;
  if (call !== undefined)
    parts.push({
      type: 'tool-call',
      toolCallId: id,
      toolName: call.tool,
      input: JSON.stringify(call.input),
    });
  const finishReason =
    call === undefined
      ? { unified: 'stop' as const, raw: 'stop' }
      : { unified: 'tool-calls' as const, raw: 'tool_calls' };
  parts.push({ type: 'finish', finishReason, usage: USAGE });
  return parts;
}
