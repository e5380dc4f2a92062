// Which model answers. The route takes the default provider of the AI SDK; in a Next.js app this belongs into
// instrumentation.ts, and is not needed at all with a model of the AI gateway (CHAT_MODEL=openai/gpt-5).
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { scriptedProvider } from './scripted-provider.ts';

/** Sets the provider by the environment: an endpoint of the OpenAI kind, the gateway, or the script. */
export function setProvider(env: NodeJS.ProcessEnv): void {
  const { CHAT_MODEL: model, CHAT_BASE_URL: baseURL, CHAT_API_KEY: apiKey, CHAT_DELAY_MS: delay } = env;
  if (baseURL && model) {
    globalThis.AI_SDK_DEFAULT_PROVIDER = createOpenAICompatible({
      name: 'chat',
      baseURL,
      ...(apiKey && { apiKey }),
    });
  } else if (!model) {
    globalThis.AI_SDK_DEFAULT_PROVIDER = scriptedProvider(Number(delay ?? 35));
  }
}
