import * as ai7 from 'ai';
import * as mock7 from 'ai/test';
import * as ai5 from 'ai5';
import * as mock5 from 'ai5/test';
import * as ai6 from 'ai6';
import * as mock6 from 'ai6/test';

/** Any part; the three specifications differ in their unions, not in the names used here. */
export type AnyPart = { readonly type: string; readonly [key: string]: unknown };

/** What a scripted model answers. */
export interface Script {
  readonly content?: readonly AnyPart[];
  readonly stream?: readonly AnyPart[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A scripted model that counts its calls and keeps what it was sent. */
export interface ScriptedModel {
  // The same model is given to three SDKs whose types exclude each other.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly model: any;
  readonly prompts: () => readonly unknown[];
  readonly calls: () => number;
}

export interface Version {
  readonly name: string;
  readonly spec: 'v2' | 'v3' | 'v4';
  // biome-ignore lint/suspicious/noExplicitAny: the common surface of three majors
  readonly sdk: any;
  readonly usage: unknown;
  finish(reason?: string): AnyPart;
  scripted(script: Script): ScriptedModel;
}

const structuredUsage = {
  inputTokens: { total: 3, noCache: 3, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
};

// biome-ignore lint/suspicious/noExplicitAny: constructors of three majors
function version(name: string, spec: Version['spec'], sdk: unknown, MockModel: any): Version {
  const usage = spec === 'v2' ? { inputTokens: 3, outputTokens: 5, totalTokens: 8 } : structuredUsage;
  const finishReason = (reason: string): unknown =>
    spec === 'v2' ? reason : { unified: reason, raw: reason };
  return {
    name,
    spec,
    sdk,
    usage,
    finish: (reason = 'stop') => ({ type: 'finish', finishReason: finishReason(reason), usage }),
    scripted(script) {
      const model = new MockModel({
        doGenerate: async () => ({
          content: script.content ?? [],
          finishReason: finishReason('stop'),
          usage,
          warnings: [],
          ...script.extra,
        }),
        doStream: async () => ({
          stream: new ReadableStream({
            start(controller) {
              for (const part of script.stream ?? []) controller.enqueue(part);
              controller.close();
            },
          }),
        }),
      });
      const calls = (): { prompt: unknown }[] => [...model.doGenerateCalls, ...model.doStreamCalls];
      return { model, prompts: () => calls().map((call) => call.prompt), calls: () => calls().length };
    },
  };
}

export const versions: readonly Version[] = [
  version('ai 5', 'v2', ai5, mock5.MockLanguageModelV2),
  version('ai 6', 'v3', ai6, mock6.MockLanguageModelV3),
  version('ai 7', 'v4', ai7, mock7.MockLanguageModelV4),
];

/** A text block in deltas of one word. */
export function textBlock(id: string, text: string): AnyPart[] {
  const words = text.split(/(?<= )/);
  return [
    { type: 'text-start', id },
    ...words.map((delta) => ({ type: 'text-delta', id, delta })),
    { type: 'text-end', id },
  ];
}

/** Everything a stream gives, whatever happens. */
export async function collect<Value>(stream: AsyncIterable<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for await (const value of stream) values.push(value);
  return values;
}
