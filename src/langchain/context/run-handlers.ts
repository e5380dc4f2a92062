import { field } from '../fields.js';

/** What a model tells by itself while it answers; the rest is LangChain's to tell. */
const TELLING = ['handleLLMNewToken', 'handleChatModelStreamEvent', 'handleText', 'handleCustomEvent'];

/** A run manager that tells nobody anything, as do those that it makes for runs inside its own. */
export function withoutHandlers(runManager: unknown, more: PropertyDescriptorMap = {}): unknown {
  if (typeof runManager !== 'object' || runManager === null) return runManager;
  const silent = TELLING.map((name) => [name, { value: async () => undefined }] as const);
  return Object.create(runManager, {
    handlers: { value: [] },
    inheritableHandlers: { value: [] },
    ...Object.fromEntries(silent),
    ...more,
  });
}

/** Tells callbacks of a token. */
export async function tellToken(runManager: unknown, ...token: readonly unknown[]): Promise<void> {
  const tell = field(runManager, 'handleLLMNewToken');
  if (typeof tell === 'function') await tell.apply(runManager, token);
}
