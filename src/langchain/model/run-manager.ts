import { plainText } from '../chunks/read-chunk.js';
import { tellToken, withoutHandlers } from '../context/run-handlers.js';
import { field, isDraft } from '../fields.js';

/** The run manager of a call that reports nothing to callbacks before the answer has been judged. */
export interface QuietManager {
  /** The run manager to give to the model. */
  readonly manager: unknown;
  /**
   * Reports the text that has passed. It uses the model's own tokens if they make up that text, otherwise one token. It
   * reports nothing if the model reported none.
   */
  tell(text: string): Promise<void>;
}

/** A token as the model reported it. */
interface Token {
  readonly text: unknown;
  readonly indices: unknown;
  readonly chunk: unknown;
}

/** Makes a run manager that keeps the reports of a model and of everything that the model runs. */
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

/** Tells whether the chunk of a token contains the token and nothing else. */
function saysNoMore({ text, chunk }: Token): boolean {
  const message = field(chunk, 'message');
  return (
    isDraft(message) &&
    field(chunk, 'text') === text &&
    plainText(message, field(chunk, 'generationInfo')) === text
  );
}
