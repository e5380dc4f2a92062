// The chat's route. In a Next.js app this file is app/api/chat/route.ts, as it stands.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  convertToModelMessages,
  createUIMessageStream,
  createUIMessageStreamResponse,
  gateway,
  isStepCount,
  streamText,
  tool,
  type UIMessage,
  type UIMessageStreamWriter,
} from 'ai';
import {
  autoScanner,
  type ContentScanner,
  createGuardrail,
  type Guardrail,
  type GuardrailEvent,
} from 'airs-guardrails';
import {
  type GuardrailMessageMetadata,
  guardChatRequest,
  guardProvider,
  guardrailErrorMessage,
  guardrailErrorMetadata,
  guardTools,
  withGuardrailMetadata,
} from 'airs-guardrails/ai-sdk';
import { localScanner } from 'airs-guardrails/local';
import { z } from 'zod';

/** What the page may switch, so that one sees the difference. A real app decides this itself: see `CHAT_SWITCHES`. */
const Settings = z.object({
  policy: z.enum(['strict', 'balanced', 'redact', 'monitor']),
  stream: z.enum(['verify', 'buffer', 'observe']),
  scanner: z.enum(['on', 'slow', 'down']),
});
export type Settings = z.infer<typeof Settings>;

/** What a check said, for the page's panel: the whole result, which a page in production should not have. */
export type Check = GuardrailEvent & { readonly toolCallId?: string };

export type ChatMessage = UIMessage<GuardrailMessageMetadata, { readonly check: Check }>;

/** What the page is told of its server. */
export interface ChatSetup {
  readonly model: string;
  readonly scanner: string;
  readonly settings: Settings;
  readonly switches: boolean;
}

const MODEL = process.env['CHAT_MODEL'] || 'scripted';
const SWITCHES = process.env['CHAT_SWITCHES'] === 'on';
const SETTINGS = Settings.parse({
  policy: process.env['CHAT_POLICY'] || 'redact',
  stream: process.env['CHAT_STREAM'] || 'verify',
  scanner: 'on',
});
const SYSTEM = 'You are a friendly assistant. Answer in a few short sentences, as plain text.';

// The cloud where a key is set, else the embedded engine.
const profileName = process.env['PANW_AI_PROFILE_NAME'];
const scanner = autoScanner(profileName ? { airs: { profileName } } : {});

/** The page of the request that is being answered, which is told of each check. */
const page = new AsyncLocalStorage<UIMessageStreamWriter<ChatMessage>>();

/** Kept from request to request: a guardrail remembers what has passed, and does not scan it again. */
const guardrails = new Map<string, Guardrail>();

function guardrailFor(settings: Settings): Guardrail {
  const key = Object.values(settings).join();
  const kept = guardrails.get(key);
  if (kept !== undefined) return kept;
  const { policy, stream: mode } = settings;
  // What has been shown cannot be redacted any more, so that a quick scanner goes first.
  const stream = mode === 'observe' && policy === 'redact' ? { mode, gate: localScanner() } : { mode };
  const made = createGuardrail({ scanner: switched(settings.scanner), policy, stream, onEvent: tellPage });
  guardrails.set(key, made);
  return made;
}

/** The scanner, or what one does to try out how the chat behaves: answer late, or not at all. */
function switched(state: Settings['scanner']): ContentScanner {
  if (state === 'on') return scanner;
  return {
    ...scanner,
    name: `${scanner.name}, ${state}`,
    async scan(request, options) {
      if (state === 'down') throw new Error('switched off');
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      const result = await scanner.scan(request, options);
      return { ...result, latencyMs: result.latencyMs + SLOW_MS };
    },
  };
}
const SLOW_MS = 700;

function tellPage(event: GuardrailEvent): void {
  if (!SWITCHES) return;
  const { trId } = event.result;
  const toolCallId = event.direction === 'tool' && trId !== undefined ? { toolCallId: trId } : {};
  page.getStore()?.write({ type: 'data-check', data: { ...event, ...toolCallId }, transient: true });
}

/** Stand-ins: one is harmless, one answers with what it should not, and one must never be called as the model wishes. */
const tools = {
  weather: tool({
    description: 'Tells the weather of a city',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => ({ city, sky: 'clear', celsius: 18 }),
  }),
  lookUpOrder: tool({
    description: 'Looks up an order by its number',
    inputSchema: z.object({ number: z.number() }),
    execute: async ({ number }) => ({
      number,
      items: ['two chairs', 'a lamp'],
      paidWith: ['4111', '1111', '1111', '1111'].join(' '),
    }),
  }),
  runCommand: tool({
    description: 'Runs a command (in this example it only says so)',
    inputSchema: z.object({ command: z.string() }),
    execute: async () => 'done',
  }),
};

/** What the page should know before the first message. */
export function GET(): Response {
  const setup: ChatSetup = { model: MODEL, scanner: scanner.name, settings: SETTINGS, switches: SWITCHES };
  return Response.json(setup);
}

export async function POST(request: Request): Promise<Response> {
  const body = await request.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null)
    return new Response('The body must be JSON.', { status: 400 });
  const wished = Settings.safeParse(body.settings);
  const guardrail = guardrailFor(SWITCHES && wished.success ? wished.data : SETTINGS);
  const { signal } = request;

  const stream = createUIMessageStream<ChatMessage>({
    execute: ({ writer }) =>
      page.run(writer, async () => {
        try {
          const { messages } = await guardChatRequest(body, guardrail, { signal });
          const result = streamText({
            model: guardProvider(globalThis.AI_SDK_DEFAULT_PROVIDER ?? gateway, guardrail).languageModel(
              MODEL,
            ),
            instructions: SYSTEM,
            messages: await convertToModelMessages(messages),
            tools: guardTools(tools, guardrail),
            stopWhen: isStepCount(4),
            abortSignal: signal,
          });
          writer.merge(withGuardrailMetadata(result).toUIMessageStream({ sendStart: false }));
        } catch (error) {
          // A page stops reading at an error, so that the reason goes first.
          const reason = guardrailErrorMetadata(error);
          if (reason !== undefined) writer.write({ type: 'message-metadata', messageMetadata: reason });
          throw error;
        }
      }),
    onError: guardrailErrorMessage,
  });
  return createUIMessageStreamResponse({ stream });
}
