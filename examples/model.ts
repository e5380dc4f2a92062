// A scripted chat model, so that the examples run without a provider's key. It answers what it is asked about, and
// keeps every prompt that reached it.
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';

const usage = {
  inputTokens: { total: 12, noCache: 12, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 20, text: 20, reasoning: undefined },
};
const finishReason = { unified: 'stop' as const, raw: 'stop' };

/** What the model says; the first key that the last user message contains decides. */
export type Answers = Readonly<Record<string, string>>;

export function scriptedModel(answers: Answers): MockLanguageModelV4 {
  return modelThat((prompt) => {
    const question = JSON.stringify(prompt.at(-1));
    const key = Object.keys(answers).find((candidate) => question.includes(candidate));
    return (key === undefined ? undefined : answers[key]) ?? 'I do not know.';
  });
}

/** A model that says again what the user has said last. */
export function echoModel(): MockLanguageModelV4 {
  return modelThat((prompt) => {
    const said = /"text":"([^"]*)"/.exec(JSON.stringify(prompt.at(-1)))?.[1] ?? '';
    return `You said: ${said}`;
  });
}

function modelThat(answerTo: (prompt: readonly unknown[]) => string): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    modelId: 'scripted-model',
    doGenerate: async ({ prompt }) => ({
      content: [{ type: 'text', text: answerTo(prompt) }],
      finishReason,
      usage,
      warnings: [],
    }),
    doStream: async ({ prompt }) => ({
      stream: simulateReadableStream({
        chunks: [
          { type: 'stream-start', warnings: [] },
          { type: 'text-start', id: '1' },
          ...answerTo(prompt)
            .split(/(?<= )/)
            .map((delta) => ({ type: 'text-delta' as const, id: '1', delta })),
          { type: 'text-end', id: '1' },
          { type: 'finish', finishReason, usage },
        ],
        initialDelayInMs: null,
        chunkDelayInMs: null,
      }),
    }),
  });
}
