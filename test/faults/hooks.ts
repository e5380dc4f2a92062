import {
  type ContentScanner,
  createGuardrail,
  type Guardrail,
  type PolicyOptions,
  type StreamOptions,
} from 'airs-guardrails';
import { guardrailMiddleware, guardTools } from 'airs-guardrails/ai-sdk';
import { guardChatModel, guardRetriever, guardTool } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { textBlock, type Version, versions } from '../ai-sdk/versions.js';
import { KITS } from '../langchain/guarded-support.js';

/** Words of which none is like another, so that each can be looked for in what was judged. */
export const ANSWER = Array.from({ length: 40 }, (_, index) => `word${index + 100}`).join(' ');
const PROMPT = 'How is it?';

/** What a consumer got. */
export interface Got {
  readonly text: string;
  readonly error?: unknown;
}

/** A place of an SDK where the guard stands. */
export interface Hook {
  readonly sdk: string;
  readonly name: string;
  readonly direction: 'prompt' | 'response' | 'tool';
  /** How many scans are in order before the fault. */
  readonly before: number;
  readonly run: (guardrail: Guardrail) => Promise<Got>;
  readonly stream?: StreamOptions;
}

/** Windows so small that an answer needs several. */
const SMALL: StreamOptions = { maxWindow: 64, finalScan: 'off' };

/** The guardrail of one cell. */
export function guardrailFor(hook: Hook, scanner: ContentScanner, policy: PolicyOptions): Guardrail {
  const { stream } = hook;
  return createGuardrail({ scanner, policy, ...(stream !== undefined && { stream }) });
}

async function reading(texts: AsyncIterable<unknown>, textOf: (value: unknown) => string): Promise<Got> {
  let text = '';
  try {
    for await (const value of texts) text += textOf(value);
    return { text };
  } catch (error) {
    return { text, error };
  }
}

async function got(work: () => Promise<string>): Promise<Got> {
  try {
    return { text: await work() };
  } catch (error) {
    return { text: '', error };
  }
}

function modelOf(version: Version, guardrail: Guardrail): Version['sdk'] {
  const { model } = version.scripted({
    content: [{ type: 'text', text: ANSWER }],
    stream: [{ type: 'stream-start', warnings: [] }, ...textBlock('1', ANSWER), version.finish()],
  });
  return version.sdk.wrapLanguageModel({ model, middleware: guardrailMiddleware(guardrail) });
}

async function generate(version: Version, guardrail: Guardrail): Promise<Got> {
  const model = modelOf(version, guardrail);
  return got(async () => (await version.sdk.generateText({ model, prompt: PROMPT })).text);
}

async function stream(version: Version, guardrail: Guardrail): Promise<Got> {
  const errors: unknown[] = [];
  const result = version.sdk.streamText({
    model: modelOf(version, guardrail),
    prompt: PROMPT,
    onError: ({ error }: { error: unknown }) => errors.push(error),
  });
  const { text, error = errors[0] } = await reading(result.textStream, String);
  return error === undefined ? { text } : { text, error };
}

async function tool(_version: Version, guardrail: Guardrail): Promise<Got> {
  const tools = guardTools({ look: { execute: async (_input: unknown) => ANSWER } }, guardrail);
  return got(async () =>
    String(
      await Reflect.apply(tools.look.execute, tools.look, [{ q: 'it' }, { toolCallId: '1', messages: [] }]),
    ),
  );
}

const aiSdk = versions.flatMap((version): Hook[] => {
  const sdk = version.name;
  const by = (run: (version: Version, guardrail: Guardrail) => Promise<Got>) => (guardrail: Guardrail) =>
    run(version, guardrail);
  return [
    { sdk, name: 'generate, prompt', direction: 'prompt', before: 0, run: by(generate) },
    { sdk, name: 'generate, answer', direction: 'response', before: 1, run: by(generate) },
    { sdk, name: 'stream, prompt', direction: 'prompt', before: 0, run: by(stream) },
    { sdk, name: 'stream, first window', direction: 'response', before: 1, run: by(stream) },
    { sdk, name: 'stream, later window', direction: 'response', before: 2, run: by(stream), stream: SMALL },
    {
      sdk,
      name: 'stream, gate',
      direction: 'response',
      before: 1,
      run: by(stream),
      stream: { mode: 'observe', gate: fakeScanner() },
    },
    { sdk, name: 'tool, input', direction: 'tool', before: 0, run: by(tool) },
    { sdk, name: 'tool, output', direction: 'tool', before: 1, run: by(tool) },
  ];
});

const langchain = KITS.flatMap((kit): Hook[] => {
  const sdk = `core ${kit.version}`;
  const model = (guardrail: Guardrail) =>
    guardChatModel(new kit.testing.FakeListChatModel({ responses: [ANSWER] }), guardrail);
  const invoke = (guardrail: Guardrail) =>
    got(async () => String((await model(guardrail).invoke(PROMPT)).content));
  const streaming = async (guardrail: Guardrail): Promise<Got> => {
    let chunks: AsyncIterable<unknown>;
    try {
      chunks = await model(guardrail).stream(PROMPT);
    } catch (error) {
      return { text: '', error };
    }
    return reading(chunks, (chunk) => String(Object(chunk).content));
  };
  const use = (guardrail: Guardrail) => {
    const look = guardTool({ name: 'look', invoke: async (_input: unknown) => ANSWER }, guardrail);
    return got(async () => String(await look.invoke({ q: 'it' })));
  };
  const retrieve = (guardrail: Guardrail) => {
    class Store extends kit.retrievers.BaseRetriever {
      override lc_namespace = ['test'];
      override async _getRelevantDocuments() {
        return [new kit.documents.Document({ pageContent: ANSWER })];
      }
    }
    return got(async () => {
      const documents = await guardRetriever(new Store(), guardrail).invoke('weather');
      return documents.map(({ pageContent }) => pageContent).join();
    });
  };
  return [
    { sdk, name: 'invoke, prompt', direction: 'prompt', before: 0, run: invoke },
    { sdk, name: 'invoke, answer', direction: 'response', before: 1, run: invoke },
    { sdk, name: 'stream, prompt', direction: 'prompt', before: 0, run: streaming },
    { sdk, name: 'stream, first window', direction: 'response', before: 1, run: streaming },
    { sdk, name: 'stream, later window', direction: 'response', before: 2, run: streaming, stream: SMALL },
    { sdk, name: 'tool, input', direction: 'tool', before: 0, run: use },
    { sdk, name: 'tool, output', direction: 'tool', before: 1, run: use },
    { sdk, name: 'retriever, query', direction: 'prompt', before: 0, run: retrieve },
  ];
});

export const HOOKS: readonly Hook[] = [...aiSdk, ...langchain];
