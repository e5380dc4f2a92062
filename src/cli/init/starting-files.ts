/** The frameworks that have a starting file. */
export type StartName = 'next' | 'ai-sdk' | 'langchain';

/** A starting file. */
export interface StartingFile {
  /** Its path, from the folder of the project. */
  readonly path: string;
  /** The packages that it imports, besides this one. */
  readonly packages: readonly string[];
  readonly text: string;
  /** The next step. */
  readonly next: string;
}

const NEXT_ROUTE = `// A chat route whose prompts and answers are judged before they are used. The page: useChat() of @ai-sdk/react.
import { convertToModelMessages, gateway, streamText, type UIMessage } from 'ai';
import { autoScanner, createGuardrail, isGuardrailError } from 'airs-guardrails';
import { guardChatRequest, guardModel, guardrailErrorMessage } from 'airs-guardrails/ai-sdk';

// Prisma AIRS where PANW_AI_SEC_API_KEY is set, else the embedded engine.
const guardrail = createGuardrail({ scanner: autoScanner(), policy: 'redact' });
// Any model of the AI SDK, such as openai('gpt-5-mini') of @ai-sdk/openai.
const model = guardModel(gateway('openai/gpt-5-mini'), guardrail);

export async function POST(request: Request): Promise<Response> {
  try {
    const body = (await request.json()) as { messages: UIMessage[] };
    // A browser can write any role and any field: all of it is judged.
    const { messages } = await guardChatRequest(body, guardrail);
    const result = streamText({ model, messages: await convertToModelMessages(messages) });
    return result.toUIMessageStreamResponse({ onError: guardrailErrorMessage });
  } catch (error) {
    if (!isGuardrailError(error)) throw error;
    return new Response(guardrailErrorMessage(error), { status: 400 });
  }
}
`;

const AI_SDK_SERVER = `// A server whose prompts and answers are judged before they are used.
// Run:  npx tsx guarded-server.ts
// Ask:  curl -d 'What is the capital of France?' http://localhost:3000
import { createServer, type IncomingMessage } from 'node:http';
import { gateway, generateText } from 'ai';
import { autoScanner, createGuardrail, isGuardrailError } from 'airs-guardrails';
import { guardModel, guardrailErrorMessage } from 'airs-guardrails/ai-sdk';

// Prisma AIRS where PANW_AI_SEC_API_KEY is set, else the embedded engine.
const guardrail = createGuardrail({ scanner: autoScanner(), policy: 'redact' });
// Any model of the AI SDK, such as openai('gpt-5-mini') of @ai-sdk/openai.
const model = guardModel(gateway('openai/gpt-5-mini'), guardrail);

async function answer(prompt: string): Promise<{ status: number; text: string }> {
  try {
    const { text } = await generateText({ model, prompt });
    return { status: 200, text };
  } catch (error) {
    if (isGuardrailError(error)) return { status: 400, text: guardrailErrorMessage(error) };
    console.error(error);
    return { status: 502, text: 'The model did not answer.' };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > 100_000) throw new Error('The prompt is too long');
  }
  return body;
}

createServer((request, response) => {
  bodyOf(request)
    .then(answer)
    .then(({ status, text }) => response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text))
    .catch(() => response.writeHead(413).end());
}).listen(3000, () => console.log('http://localhost:3000'));
`;

const LANGCHAIN_AGENT = `// An agent whose prompts, answers and tool calls are judged before they are used.
// Run:  npx tsx guarded-agent.ts "What is the capital of France?"
import { autoScanner, isGuardrailError } from 'airs-guardrails';
import { guardrailAgentMiddleware } from 'airs-guardrails/langchain/agent';
import { createAgent } from 'langchain';

const agent = createAgent({
  // Any chat model of LangChain; this name needs the package @langchain/openai.
  model: 'openai:gpt-5-mini',
  tools: [],
  // Prisma AIRS where PANW_AI_SEC_API_KEY is set, else the embedded engine.
  middleware: [guardrailAgentMiddleware({ scanner: autoScanner(), policy: 'redact' })],
});

async function main(): Promise<void> {
  const content = process.argv[2] ?? 'What is the capital of France?';
  const { messages } = await agent.invoke({ messages: [{ role: 'user', content }] });
  console.log(messages.at(-1)?.text);
}

main().catch((error: unknown) => {
  console.error(isGuardrailError(error) ? error.message : error);
  process.exitCode = 1;
});
`;

/** The starting files by framework. */
export const STARTS: Readonly<Record<StartName, StartingFile>> = {
  next: {
    path: 'app/api/chat/route.ts',
    packages: ['ai'],
    text: NEXT_ROUTE,
    next: 'Set AI_GATEWAY_API_KEY (or take the model of another provider), and call useChat() in a page.',
  },
  'ai-sdk': {
    path: 'guarded-server.ts',
    packages: ['ai'],
    text: AI_SDK_SERVER,
    next: 'Set AI_GATEWAY_API_KEY (or take the model of another provider), then: npx tsx guarded-server.ts',
  },
  langchain: {
    path: 'guarded-agent.ts',
    packages: ['langchain', '@langchain/core', '@langchain/openai'],
    text: LANGCHAIN_AGENT,
    next: 'Set OPENAI_API_KEY (or name another model), then: npx tsx guarded-agent.ts',
  },
};
