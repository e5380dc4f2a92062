import { plainText } from '../chunks/read-chunk.js';
import { tellToken, withoutHandlers } from '../context/run-handlers.js';
import { field, isDraft } from '../fields.js';

/** The run manager of a call, which tells callbacks nothing before the answer has been judged. */
export interface QuietManager {
  /** For the model. */
  readonly manager: unknown;
  /**
   * Tells the text that has passed: by the tokens that the model told where they are that text, otherwise at once, and not
   * at all where it told none.
   */
  tell(text: string): Promise<void>;
}

/** A token as a model told it. */
interface Token {
  readonly text: unknown;
  readonly indices: unknown;
  readonly chunk: unknown;
}

/** Keeps what a model tells its run manager to itself, and that of whatever it runs in turn. */
export function quietManager(runManager: unknown): QuietManager {
  const tokens: Token[] = [];
  const take = async (...[text, indices, , , , fields]: readonly unknown[]): Promise<void> => {
    tokens.push({ text, indices, chunk: field(fields, 'chunk') });
  };
  return {
    manager: withoutHandlers(runManager, { handleLLMNewToken: { value: take } }),
    async tell(text) {
      const [first] = tokens;
      if (first === undefined) return;
      const isWhole = tokens.map((token) => token.text).join('') === text;
      if (!isWhole) return tellToken(runManager, text, first.indices);
      for (const token of tokens) {
        const beside = saysNoMore(token) ? [undefined, undefined, undefined, { chunk: token.chunk }] : [];
        await tellToken(runManager, token.text, token.indices, ...beside);
      }
    },
  };
}

/** Whether the chunk of a token says the token and nothing else. */
function saysNoMore({ text, chunk }: Token): boolean {
  const message = field(chunk, 'message');
  return (
    isDraft(message) &&
    field(chunk, 'text') === text &&
    plainText(message, field(chunk, 'generationInfo')) === text
  );
}
