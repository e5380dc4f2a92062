import { field } from '../fields.js';

/** Methods by which a model reports while it answers. LangChain calls the others. */
const TELLING = ['handleLLMNewToken', 'handleChatModelStreamEvent', 'handleText', 'handleCustomEvent'];

/** Returns a run manager that reports to no callback. Its child managers report to none either. */
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

/** Reports a token to the callbacks of a run. */
export async function tellToken(runManager: unknown, ...token: readonly unknown[]): Promise<void> {
  const tell = field(runManager, 'handleLLMNewToken');
  if (typeof tell === 'function') await tell.apply(runManager, token);
}
