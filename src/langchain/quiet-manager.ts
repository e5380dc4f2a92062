import { field } from './message-text.js';

/** The run manager of a call, which tells callbacks nothing before the answer has been judged. */
export interface QuietManager {
  /** For the model. */
  readonly manager: unknown;
  /** Tells the tokens that the model told, or one text in their place. */
  tell(text?: string): Promise<void>;
}

/** What a model tells by itself while it answers; the rest is LangChain's to tell. */
const TELLING = ['handleLLMNewToken', 'handleChatModelStreamEvent', 'handleText', 'handleCustomEvent'];

/** Keeps what a model tells its run manager to itself. */
export function quietManager(runManager: unknown): QuietManager {
  const tokens: unknown[][] = [];
  if (typeof runManager !== 'object' || runManager === null)
    return { manager: runManager, tell: async () => undefined };
  const silent = TELLING.map((name) => [name, { value: async () => undefined }] as const);
  const manager: unknown = Object.create(runManager, {
    ...Object.fromEntries(silent),
    handleLLMNewToken: {
      value: async (...token: unknown[]) => {
        tokens.push(token);
      },
    },
  });
  return {
    manager,
    async tell(text) {
      if (tokens.length === 0) return;
      const told = text === undefined ? tokens : [[text, tokens[0]?.[1]]];
      for (const token of told) await tellToken(runManager, ...token);
    },
  };
}

/** Tells callbacks of a token. */
export async function tellToken(runManager: unknown, ...token: readonly unknown[]): Promise<void> {
  const tell = field(runManager, 'handleLLMNewToken');
  if (typeof tell === 'function') await tell.apply(runManager, token);
}
