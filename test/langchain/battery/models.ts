import type { Answer } from './answer.js';
import type { ChatModel, Kit } from './kit.js';
import type { Provider } from './provider.js';
import { replyOf, scriptedModel } from './scripted-model.js';

/** What a model can say or be asked for. */
export type Trait = 'calls' | 'thoughts' | 'refusal' | 'cites' | 'logprobs' | 'structured' | 'json';

/** How a model is made for one test. */
export interface MakeOptions {
  readonly kit: Kit;
  readonly provider: Provider;
  /** The answers of its calls, in order; the last one stays. */
  readonly answers: readonly Answer[];
  readonly callbacks?: readonly unknown[];
  readonly cache?: unknown;
  readonly streaming?: boolean;
}

/** A model, and how often it was really asked. */
export interface Made {
  readonly model: ChatModel;
  calls(): number;
}

/** A kind of model. */
export interface ModelRow {
  readonly name: string;
  readonly traits: readonly Trait[];
  /** Whether it says what model it is. */
  readonly isNamed: boolean;
  /** The versions that have it; all of them where it says nothing. */
  readonly versions?: readonly Kit['version'][];
  make(options: MakeOptions): Promise<Made> | Made;
}

const KEY = 'sk-test';

/** A model that asks the provider. */
function remote(
  row: Omit<ModelRow, 'make' | 'isNamed'>,
  make: (kit: Kit, url: string, fields: object) => unknown,
): ModelRow {
  return {
    ...row,
    isNamed: true,
    async make({ kit, provider, answers, callbacks, cache, streaming }) {
      provider.play((_, index) => answers[Math.min(index, answers.length - 1)] ?? {});
      const fields = {
        apiKey: KEY,
        maxRetries: 0,
        ...(callbacks && { callbacks }),
        ...(cache !== undefined && { cache }),
        ...(streaming && { streaming }),
      };
      const model = (await make(kit, provider.url, fields)) as ChatModel;
      return { model, calls: () => provider.requests.length };
    },
  };
}

/** A model of LangChain's own that counts its calls. */
function counted(make: (options: MakeOptions) => ChatModel): ModelRow['make'] {
  return (options) => {
    const model = make(options);
    let calls = 0;
    for (const name of ['_generate', '_streamResponseChunks'] as const) {
      const inner = model[name];
      if (inner === options.kit.chatModels.BaseChatModel.prototype[name]) continue;
      Reflect.set(model, name, (...args: unknown[]) => {
        calls += 1;
        return Reflect.apply(inner, model, args);
      });
    }
    return { model, calls: () => calls };
  };
}

const openai = (url: string) => ({ configuration: { baseURL: url } });

export const MODELS: readonly ModelRow[] = [
  {
    name: 'scripted',
    traits: ['calls', 'thoughts', 'refusal', 'logprobs', 'structured'],
    isNamed: true,
    make({ kit, answers, callbacks, cache }) {
      const replies = answers.map((answer) => replyOf(kit, answer));
      const scripted = scriptedModel(kit, { replies, ...(callbacks && { callbacks }), cache });
      return { model: scripted.model, calls: () => scripted.calls.length };
    },
  },
  {
    name: 'FakeListChatModel',
    traits: [],
    isNamed: false,
    make: counted(({ kit, answers, callbacks, cache }) => {
      const responses = answers.map(({ text = [] }) => text.join(''));
      return new kit.testing.FakeListChatModel({ responses, callbacks, cache } as never);
    }),
  },
  {
    name: 'FakeStreamingChatModel',
    traits: ['calls'],
    isNamed: false,
    make: counted(({ kit, answers, callbacks, cache }) => {
      const [reply] = answers.map((answer) => replyOf(kit, answer));
      // It knows no parts of a call.
      const calling = answers[0]?.calls !== undefined ? [reply?.whole] : undefined;
      const fields = {
        responses: [reply?.whole],
        chunks: calling ?? reply?.chunks,
        sleep: 0,
        callbacks,
        cache,
      };
      return new kit.testing.FakeStreamingChatModel(fields as never);
    }),
  },
  {
    name: 'fakeModel',
    traits: ['calls'],
    isNamed: false,
    versions: ['1.2.13'],
    make: counted(({ kit, answers, callbacks, cache }) => {
      const replies = [...answers, ...Array.from({ length: 3 }, () => answers.slice(-1)).flat()];
      const model = kit.fakeModel?.(replies.map((answer) => replyOf(kit, answer).whole));
      if (model === undefined) throw new Error('This version has no such model');
      return Object.assign(model, { callbacks, cache }) as ChatModel;
    }),
  },
  remote(
    {
      name: 'ChatOpenAI completions',
      traits: ['calls', 'refusal', 'logprobs', 'structured', 'json'],
    },
    (kit, url, fields) => new kit.openai.ChatOpenAI({ model: 'gpt-test', ...openai(url), ...fields }),
  ),
  remote(
    {
      name: 'ChatOpenAI Responses',
      traits: ['calls', 'thoughts', 'refusal', 'cites', 'structured', 'json'],
    },
    (kit, url, fields) =>
      new kit.openai.ChatOpenAI({ model: 'gpt-test', useResponsesApi: true, ...openai(url), ...fields }),
  ),
  remote(
    {
      name: 'ChatOpenAI Responses v1',
      traits: ['calls', 'thoughts', 'refusal', 'cites', 'structured', 'json'],
      versions: ['1.2.13'],
    },
    (kit, url, fields) =>
      new kit.openai.ChatOpenAI({
        model: 'gpt-test',
        useResponsesApi: true,
        outputVersion: 'v1',
        ...openai(url),
        ...fields,
      }),
  ),
  remote(
    { name: 'ChatAnthropic', traits: ['calls', 'thoughts', 'cites', 'structured'] },
    (kit, url, fields) =>
      new kit.anthropic.ChatAnthropic({ model: 'claude-test', anthropicApiUrl: url, ...fields }),
  ),
  remote(
    { name: 'initChatModel openai', traits: ['calls', 'refusal', 'structured', 'json'] },
    (kit, url, fields) =>
      kit.initChatModel('gpt-test', { modelProvider: 'openai', ...openai(url), ...fields }),
  ),
  remote(
    { name: 'initChatModel anthropic', traits: ['calls', 'thoughts', 'cites', 'structured'] },
    (kit, url, fields) =>
      kit.initChatModel('claude-test', { modelProvider: 'anthropic', anthropicApiUrl: url, ...fields }),
  ),
];

/** Those that a version has, and that can what is asked for. */
export function modelsOf({ version }: Kit, ...traits: readonly Trait[]): readonly ModelRow[] {
  return MODELS.filter(
    ({ versions, traits: own }) =>
      (versions?.includes(version) ?? true) && traits.every((trait) => own.includes(trait)),
  );
}
