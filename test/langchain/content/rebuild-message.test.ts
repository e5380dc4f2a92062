import * as messages1 from '@langchain/core/messages';
import { guardChatModel } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { fieldsOf, rebuild } from '../../../src/langchain/content/rebuild-message.js';
import { CARD, cardScanner } from '../../ai-sdk/card.js';
import { KIT_1 } from '../battery/kit-1.js';
import { scriptedModel } from '../battery/scripted-model.js';
import { traces } from '../battery/watching.js';
import { KIT_03 } from '../core-0.3/kit.js';

describe.each([KIT_1, KIT_03])('a message of $version made anew', (kit) => {
  const { AIMessage, HumanMessage } = kit.messages;
  class Own extends AIMessage {
    readonly notes = ['kept'];
    readonly body: unknown;
    readonly tag: string;
    constructor(body: unknown, tag = 'none') {
      super({ content: `${Object(body).text}`, additional_kwargs: { a: 'b' } });
      this.body = body;
      this.tag = tag;
    }
  }
  class Failing extends HumanMessage {
    constructor(body: { readonly words: readonly string[] }) {
      super(body.words.join(' '));
    }
  }

  it('has the content asked for whatever its constructor takes', () => {
    const body = { text: `is ${CARD}` };
    const message = new Own(body, 'vip');
    const fields = { ...fieldsOf(message), content: 'is gone', body: undefined };
    const made = rebuild(message, fields);
    expect(made).toBeInstanceOf(Own);
    expect(made).toMatchObject({
      content: 'is gone',
      tag: 'vip',
      notes: ['kept'],
      additional_kwargs: { a: 'b' },
    });
    expect(traces([made, JSON.stringify(made)])).toEqual([]);
    expect(JSON.parse(JSON.stringify(made)).kwargs.content).toBe('is gone');
    expect(kit.messages.isBaseMessage(made)).toBe(true);
    expect(message.content).toBe(`is ${CARD}`);
    const failing = new Failing({ words: ['is', CARD] });
    const other = rebuild(failing, { ...fieldsOf(failing), content: 'is gone' });
    expect(other).toBeInstanceOf(Failing);
    expect(other).toMatchObject({ content: 'is gone' });
    expect(traces([other, JSON.stringify(other)])).toEqual([]);
  });

  it('shares nothing with the fields that it was made of, nor keeps one that is left out', () => {
    const message = new Own({ text: 'x' });
    const { tag: _, ...fields } = fieldsOf(message);
    const content = [{ type: 'text', text: 'y' }];
    const made = rebuild(message, { ...fields, content });
    content[0] = { type: 'text', text: CARD };
    expect(made).toMatchObject({ content: [{ type: 'text', text: 'y' }] });
    expect(made).not.toHaveProperty('tag');
  });

  it('goes through its constructor where that keeps the content', () => {
    class Private extends AIMessage {
      readonly #own = 'own';
      get own(): string {
        return this.#own;
      }
    }
    const message = new Private(`is ${CARD}`);
    const made = rebuild(message, { ...fieldsOf(message), content: 'is gone' });
    expect(made).toMatchObject({ content: 'is gone' });
    expect(Reflect.get(made, 'own')).toBe('own');
  });

  it('is a message as it was, where its content is in blocks of the newer kind', () => {
    const content = [{ type: 'text', text: `is ${CARD}` }];
    const message = new AIMessage({ content, response_metadata: { output_version: 'v1' } } as never);
    const asked = [{ type: 'text', text: 'is gone' }];
    const made = rebuild(message, { ...fieldsOf(message), content: asked });
    expect(made).toMatchObject({ content: asked, text: 'is gone', tool_calls: [] });
    expect(Object.keys(made)).toEqual(Object.keys(message));
    expect(traces([made, JSON.stringify(made)])).toEqual([]);
  });

  it('is what a guarded model answers', async () => {
    const whole = new Own({ text: `is ${CARD}` }, 'vip') as never;
    const { model } = scriptedModel(kit, { replies: [{ whole, chunks: [] }] });
    Reflect.set(model, '_generate', async () => ({ generations: [{ text: '', message: whole }] }));
    const guarded = guardChatModel(model, { scanner: cardScanner(), policy: 'redact' });
    expect(await guarded.invoke('Hello')).toMatchObject({ content: 'is [CREDIT_CARD]', tag: 'vip' });
  });
});

describe('a chunk made anew', () => {
  it('keeps what its constructor derives', () => {
    const tool_call_chunks = [{ type: 'tool_call_chunk' as const, index: 0, id: 'c', name: 'f', args: '{}' }];
    const message = new messages1.AIMessageChunk({ content: 'x', tool_call_chunks });
    const made = rebuild(message, { ...fieldsOf(message), content: 'y' });
    expect(made).toMatchObject({ content: 'y', tool_call_chunks, tool_calls: [{ name: 'f', id: 'c' }] });
  });
});
