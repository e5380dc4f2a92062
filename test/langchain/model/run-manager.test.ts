import { guardChatModel } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { quietManager } from '../../../src/langchain/model/run-manager.js';
import { CARD, cardScanner } from '../../ai-sdk/card.js';
import { KIT_1 } from '../battery/kit-1.js';
import { nothingIn, watcher } from '../battery/watching.js';
import { KIT_03 } from '../core-0.3/kit.js';

type Tokens = readonly (readonly [token: string, chunk?: object | undefined])[];

describe.each([KIT_1, KIT_03])('the tokens that a model of $version tells while it answers', (kit) => {
  const chunkOf = (text: string, fields: object = {}): object => {
    const message = new kit.messages.AIMessageChunk({ content: text, ...fields });
    return new kit.outputs.ChatGenerationChunk({ text, message });
  };

  /** What callbacks are told where a model tells tokens and answers a text. */
  async function told(
    tokens: Tokens,
    text: string,
    policy: 'balanced' | 'redact' = 'balanced',
    beside = text,
  ) {
    class Telling extends kit.chatModels.BaseChatModel {
      override _llmType(): string {
        return 'telling';
      }
      override async _generate(
        _: unknown,
        __: unknown,
        runManager?: { handleLLMNewToken(...args: unknown[]): Promise<void> },
      ) {
        const indices = { prompt: 0, completion: 0 };
        for (const [token, chunk] of tokens)
          await runManager?.handleLLMNewToken(token, indices, CARD, CARD, [CARD], { chunk, note: CARD });
        return { generations: [{ text: beside, message: new kit.messages.AIMessage(text) }] };
      }
    }
    const own = watcher();
    const guarded = guardChatModel(new Telling({}), { scanner: cardScanner(), policy });
    const message = await guarded.invoke('Hello', { callbacks: [own.handler as never] });
    nothingIn(own.told, message);
    const calls = own.told.filter(({ method }) => method === 'handleLLMNewToken');
    return calls.map(({ args }) => [args[0], Object(args[5]).chunk] as const);
  }

  it('are told one by one where they are the answer, with chunks that say nothing else', async () => {
    const chunks = [chunkOf('It is '), chunkOf('fine.')];
    const tokens: Tokens = [
      ['It is ', chunks[0]],
      ['fine.', chunks[1]],
    ];
    expect(await told(tokens, 'It is fine.')).toEqual(tokens);
  });

  it('are told without chunks that say more than they do', async () => {
    const tokens: Tokens = [
      ['It ', chunkOf('It ', { additional_kwargs: { note: CARD } })],
      ['is ', chunkOf(CARD)],
      ['fine', Object.assign(chunkOf('fine'), { text: CARD })],
      ['.', Object.assign(chunkOf('.'), { generationInfo: { note: CARD } })],
    ];
    const bare = tokens.map(([token]) => [token, undefined]);
    expect(await told(tokens, 'It is fine.')).toEqual(bare);
  });

  it('are replaced by the answer where they are anything else', async () => {
    for (const tokens of [[[`card ${CARD}`]], [['fine'], ['fine', chunkOf(CARD)]], [['']]] satisfies Tokens[])
      expect(await told(tokens, 'fine')).toEqual([['fine', undefined]]);
    const tokens: Tokens = [['It is '], [CARD]];
    expect(await told(tokens, `It is ${CARD}`, 'redact')).toEqual([['It is [CREDIT_CARD]', undefined]]);
  });

  it('are the words of the message where the model leaves the text beside it empty', async () => {
    expect(await told([['It is '], ['fine.']], 'It is fine.', 'balanced', '')).toEqual([
      ['It is ', undefined],
      ['fine.', undefined],
    ]);
    const tokens: Tokens = [['It is '], [CARD]];
    expect(await told(tokens, `It is ${CARD}`, 'redact', '')).toEqual([['It is [CREDIT_CARD]', undefined]]);
  });

  it('are none where the model told none', async () => {
    expect(await told([], 'fine')).toEqual([]);
  });
});

describe('a manager that is no manager', () => {
  it.each([undefined, null, 'x'])('stays what it is: %s', async (manager) => {
    const quiet = quietManager(manager);
    expect(quiet.manager).toBe(manager);
    await quiet.tell('fine');
  });
});
