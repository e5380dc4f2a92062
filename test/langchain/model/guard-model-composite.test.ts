import { AsyncLocalStorage } from 'node:async_hooks';
import { AsyncLocalStorageProviderSingleton } from '@langchain/core/singletons';
import { guardChatModel } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { CARD, cardScanner } from '../../ai-sdk/card.js';
import type { ChatModel } from '../battery/kit.js';
import { KIT_1 } from '../battery/kit-1.js';
import { read, textOf } from '../battery/reading.js';
import { replyOf, scriptedModel } from '../battery/scripted-model.js';
import { nothingIn, watcher } from '../battery/watching.js';
import { KIT_03 } from '../core-0.3/kit.js';

// As langgraph does; both versions of LangChain share it.
AsyncLocalStorageProviderSingleton.initializeGlobalInstance(new AsyncLocalStorage());

const TEXT = ['Well, ', 'it is ', CARD.slice(0, 7), CARD.slice(7), ' and that is all.'];
const METHODS = ['_generate', '_streamResponseChunks', '_streamChatModelEvents'] as const;

describe.each([KIT_1, KIT_03])('a guarded model of $version that asks another model', (kit) => {
  /** A model that hands on no config, so that the other one takes that of the run around it. */
  function composite() {
    const { model: inner } = scriptedModel(kit, { replies: [replyOf(kit, { text: TEXT })] });
    const asked = new Set<string>();
    class Composite extends kit.chatModels.BaseChatModel {
      override _llmType(): string {
        return 'composite';
      }
      override async _generate(
        messages: Parameters<ChatModel['_generate']>[0],
        _: unknown,
        runManager?: object,
      ) {
        asked.add('_generate');
        const getChild = Reflect.get(runManager ?? {}, 'getChild');
        const callbacks = typeof getChild === 'function' ? getChild.call(runManager) : undefined;
        const message = await inner.invoke(messages, callbacks ? { callbacks } : {});
        return { generations: [{ text: textOf([message]), message }] };
      }
    }
    class Streaming extends Composite {
      override async *_streamResponseChunks(messages: Parameters<ChatModel['_generate']>[0]) {
        asked.add('_streamResponseChunks');
        for await (const message of await inner.stream(messages))
          yield new kit.outputs.ChatGenerationChunk({ text: textOf([message]), message });
      }
    }
    class Typed extends Streaming {}
    // As the newer version has it.
    Reflect.set(Typed.prototype, '_streamChatModelEvents', async function* (messages: never) {
      asked.add('_streamChatModelEvents');
      const message = await inner.invoke(messages);
      const text = textOf([message]);
      yield { event: 'message-start', id: 'run-1' };
      yield { event: 'content-block-start', index: 0, content: { type: 'text', text: '' } };
      yield { event: 'content-block-delta', index: 0, delta: { type: 'text-delta', text } };
      yield { event: 'content-block-finish', index: 0, content: { type: 'text', text } };
      yield { event: 'message-finish', reason: 'stop' };
    });
    const made = { _generate: Composite, _streamResponseChunks: Streaming, _streamChatModelEvents: Typed };
    return { made, asked };
  }

  it.each(METHODS)('keeps from the callbacks of the run what that one says in %s', async (method) => {
    if (method === '_streamChatModelEvents' && kit.version === '0.3.80') return;
    const { made, asked } = composite();
    const guarded = guardChatModel(new made[method]({}), { scanner: cardScanner(), policy: 'redact' });
    const own = watcher();
    const outer = kit.runnables.RunnableLambda.from(async (text: string, config: object) => {
      if (method === '_generate') return textOf([await guarded.invoke(text)]);
      if (method === '_streamResponseChunks') return textOf((await read(guarded.stream(text))).items);
      return JSON.stringify(await guarded.streamEvents(text, config as never));
    });
    const answer = await outer.invoke('Hello', { callbacks: [own.handler as never] });
    expect(answer).toContain('[CREDIT_CARD]');
    nothingIn(own.told, answer);
    expect([...asked]).toEqual([method]);
    // The guarded run is told of, the one inside is not. Of typed events LangChain itself tells nothing.
    const count = (name: string): number => own.told.filter((told) => told.method === name).length;
    const once = method === '_streamChatModelEvents' ? 0 : 1;
    expect([count('handleChatModelStart'), count('handleLLMEnd')]).toEqual([once, once]);
    expect(count('handleChainEnd')).toBe(1);
  });

  it.each(['_generate', '_streamResponseChunks'] as const)(
    'streams nothing of what that one says in %s to events of the run',
    async (method) => {
      const { made, asked } = composite();
      const guarded = guardChatModel(new made[method]({}), { scanner: cardScanner(), policy: 'redact' });
      const outer = kit.runnables.RunnableLambda.from(async (text: string) => guarded.invoke(text));
      const { items } = await read(outer.streamEvents('Hello', { version: 'v2' }) as never);
      nothingIn([], items);
      expect(items.filter((item) => Object(item).event === 'on_chat_model_end')).toHaveLength(1);
      expect([...asked]).toEqual([method]);
    },
  );
});
