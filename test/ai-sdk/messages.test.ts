import { createGuardrail, GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { guardMessages, guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { describe, expect, it } from 'vitest';
import { CARD, cardScanner, frozen } from './card.js';
import { deepText } from './deep-search.js';
import { versions } from './versions.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const dataUrl = (text: string): string => `data:text/plain;base64,${base64(text)}`;
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const user = (...parts: object[]) => ({ role: 'user', content: parts });
const ui = (role: string, ...parts: object[]) => ({ id: 'm', role, parts });
const tool = (output: unknown, more = {}) => ({
  type: 'tool-lookup',
  toolCallId: 'c',
  state: 'output-available',
  input: { q: 1 },
  output,
  ...more,
});

/** A message that says a text somewhere, for each place there is. The first list can be rewritten there. */
const rewritable: readonly (readonly [string, (text: string) => object])[] = [
  ['a user in plain text', (text) => ({ role: 'user', content: text })],
  ['a user text part', (text) => user({ type: 'text', text })],
  ['an assistant', (text) => ({ role: 'assistant', content: [{ type: 'text', text }] })],
  [
    'the input of a tool call',
    (text) => ({
      role: 'assistant',
      content: [{ type: 'tool-call', toolCallId: 'c', toolName: 't', input: { text } }],
    }),
  ],
  [
    'a tool result',
    (text) => ({
      role: 'tool',
      content: [
        { type: 'tool-result', toolCallId: 'c', toolName: 't', output: { type: 'json', value: [text] } },
      ],
    }),
  ],
  ['a UI text', (text) => ui('user', { type: 'text', text })],
  ['a UI system message', (text) => ui('system', { type: 'text', text })],
  ['the input of a UI tool', (text) => ui('assistant', tool(1, { input: { q: text } }))],
  ['the raw input of a UI tool', (text) => ui('assistant', tool(1, { rawInput: text }))],
  ['the output of a UI tool', (text) => ui('assistant', tool({ found: [text] }))],
  ['the error of a UI tool', (text) => ui('assistant', tool(undefined, { errorText: text }))],
  [
    'the reason of an approval',
    (text) => ui('assistant', tool(1, { approval: { id: 'a', approved: true, reason: text } })),
  ],
  ['a dynamic UI tool', (text) => ui('assistant', { ...tool(text), type: 'dynamic-tool', toolName: 'any' })],
  ['a data part', (text) => ui('user', { type: 'data-note', id: 'd', data: { type: text } })],
  [
    'a UI source',
    (text) => ui('assistant', { type: 'source-url', sourceId: 's', url: 'https://x.example', title: text }),
  ],
  [
    'a steering message',
    (text) => ui('user', { type: 'steering-message', id: 's', parts: [{ type: 'text', text }] }),
  ],
  ['an old UI message', (text) => ({ ...ui('user', { type: 'text', text: 'hi' }), content: text })],
];
const readable: readonly (readonly [string, (text: string) => object])[] = [
  ['a file of bytes', (text) => user({ type: 'file', mediaType: 'text/plain', data: Buffer.from(text) })],
  ['a file in base64', (text) => user({ type: 'file', mediaType: 'text/csv', data: base64(text) })],
  ['a file of V4', (text) => user({ type: 'file', mediaType: 'text', data: { type: 'text', text } })],
  [
    'a file in a data URL',
    (text) => user({ type: 'file', mediaType: 'text/plain', data: new URL(dataUrl(text)) }),
  ],
  [
    'the URL of a file',
    (text) => user({ type: 'file', mediaType: 'image/png', data: new URL(`https://x.example/${text}`) }),
  ],
  ['the URL of an image', (text) => user({ type: 'image', image: `https://x.example/${text}` })],
  ['a text that claims to be an image', (text) => user({ type: 'image', image: dataUrl(text) })],
  ['reasoning', (text) => ({ role: 'assistant', content: [{ type: 'reasoning', text }] })],
  ['UI reasoning', (text) => ui('assistant', { type: 'reasoning', text })],
  ['a UI file', (text) => ui('user', { type: 'file', mediaType: 'text/plain', url: dataUrl(text) })],
  [
    'the name of a UI file',
    (text) => ui('user', { type: 'file', mediaType: 'image/png', filename: text, url: 'https://x.example' }),
  ],
  ['a part of a kind unknown here', (text) => ui('user', { type: 'hologram', depth: { words: text } })],
];

describe('guardMessages', () => {
  it.each([...rewritable, ...readable])('reads %s', async (_place, message) => {
    const scanner = cardScanner();
    const guardrail = createGuardrail({ scanner });
    const clean = frozen([message('all well')]);
    const same = await guardMessages(clean, guardrail);
    expect(same).not.toBe(clean);
    expect(same[0]).toBe(clean[0]);
    const heard = scanner.requests.map(({ prompt, toolEvent }) => prompt ?? toolEvent?.output).join('\n');
    expect(decodeURIComponent(heard)).toContain('all well');
    const error = await guardMessages([message(CARD)], guardrail).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(GuardrailViolationError);
    expect(deepText(error)).not.toContain(CARD);
  });

  const redact = createGuardrail({ scanner: cardScanner(), policy: 'redact' });

  it.each(rewritable)('redacts %s', async (_place, message) => {
    const given = frozen([message('all well'), message(CARD)]);
    expect(await guardMessages(given, redact)).toEqual([message('all well'), message('[CREDIT_CARD]')]);
  });

  it.each(readable)('refuses what it cannot rewrite: %s', async (_place, message) => {
    await expect(guardMessages([message(CARD)], redact)).rejects.toBeInstanceOf(GuardrailViolationError);
  });

  it('keeps images beside a redacted text as they came', async () => {
    const image = frozen({ type: 'image', image: PIXEL, mediaType: 'image/png' });
    const given = [user({ type: 'text', text: CARD }, image)];
    expect(await guardMessages(given, redact)).toEqual([
      user({ type: 'text', text: '[CREDIT_CARD]' }, image),
    ]);
    const { requests } = await (async () => {
      const scanner = cardScanner();
      await guardMessages([user({ type: 'text', text: 'hi' }, image)], createGuardrail({ scanner }));
      return scanner;
    })();
    expect(requests.map(({ prompt }) => prompt)).toEqual(['hi']);
  });

  it('trusts a system message only where the application names it', async () => {
    const system = { role: 'system', content: CARD };
    const hello = { role: 'user', content: 'hi' };
    for (const given of [
      [system, hello],
      [hello, system],
    ]) {
      const refused = guardMessages(given, createGuardrail({ scanner: cardScanner() }));
      await expect(refused).rejects.toBeInstanceOf(GuardrailViolationError);
      const own = createGuardrail({ scanner: cardScanner(), prompt: { system: { trusted: CARD } } });
      expect(await guardMessages(given, own)).toEqual(given);
    }
  });

  it('passes context on, throws the abort reason, and takes messages only', async () => {
    const scanner = cardScanner();
    const guardrail = createGuardrail({ scanner });
    const hello = { role: 'user', content: 'hi' };
    await guardMessages([hello], guardrail, { sessionId: 's-1' });
    expect(scanner.requests).toMatchObject([{ sessionId: 's-1' }]);
    expect(await guardMessages([], guardrail)).toEqual([]);
    const reason = new Error('enough');
    const aborted = guardMessages([hello], guardrail, { signal: AbortSignal.abort(reason) });
    await expect(aborted).rejects.toBe(reason);
    for (const bad of [
      { role: 'user' },
      { role: 'user', content: 5 },
      { role: 'user', parts: [5] },
      ['hi'],
    ]) {
      await expect(guardMessages([bad], guardrail)).rejects.toBeInstanceOf(GuardrailConfigError);
    }
  });
});

describe('guardMessages by the prompt options', () => {
  const hello = { role: 'user', content: 'hi' };
  const answer = { role: 'assistant', content: 'hello' };
  const say = (text: string) => ({ role: 'user', content: text });

  /** The same conversation in both kinds of messages. */
  type Said = { role: string; content: string };
  const kinds: readonly (readonly [string, (...messages: Said[]) => object[]])[] = [
    ['ModelMessages', (...messages) => messages],
    [
      'UIMessages',
      (...messages) => messages.map(({ role, content }) => ui(role, { type: 'text', text: content })),
    ],
  ];

  describe.each(kinds)('of %s', (_kind, chat) => {
    it('scans once what has passed, and again what a browser forged', async () => {
      const scanner = cardScanner();
      const guardrail = createGuardrail({ scanner, prompt: { onBlockedHistory: 'block' } });
      const guard = (...messages: Said[]) => guardMessages(chat(...messages), guardrail);
      await guard(hello);
      await guard(hello, answer, say('and?'));
      await guard(hello, answer, say('and?'));
      expect(scanner.requests.map(({ prompt }) => prompt)).toEqual([
        'hi',
        'user: hi\n\nassistant: hello\n\nuser: and?',
      ]);
      const forged = guard(hello, { role: 'assistant', content: CARD }, say('and?'));
      await expect(forged).rejects.toBeInstanceOf(GuardrailViolationError);
    });

    it('redacts what it remembers, to the same placeholders', async () => {
      const scanner = cardScanner();
      const guardrail = createGuardrail({ scanner, policy: { prompt: { dlp: 'redact' } } });
      const first = await guardMessages(chat(say(CARD)), guardrail);
      const scans = scanner.requests.length;
      expect(await guardMessages(chat(say(CARD)), guardrail)).toEqual(first);
      expect(deepText(first)).toContain('[CREDIT_CARD]');
      expect(scanner.requests).toHaveLength(scans);
    });

    it('leaves out a refused exchange where it is told to, but for the last', async () => {
      const guardrail = createGuardrail({
        scanner: cardScanner(),
        prompt: { onBlockedHistory: 'drop' },
      });
      const given = chat(hello, answer, say(CARD), answer, say('again'));
      const kept = await guardMessages(given, guardrail);
      expect(kept).toEqual(chat(hello, answer, say('again')));
      expect(kept[0]).toBe(given[0]);
      const last = guardMessages(chat(hello, answer, say(CARD)), guardrail);
      await expect(last).rejects.toBeInstanceOf(GuardrailViolationError);
    });

    it('judges the last turn alone where it is told to', async () => {
      const scanner = cardScanner();
      const guardrail = createGuardrail({ scanner, prompt: { scope: 'last' } });
      await guardMessages(chat(say(CARD), answer, say('again')), guardrail);
      expect(scanner.requests.map(({ prompt }) => prompt)).toEqual(['again']);
    });
  });

  it('judges the system message of the application where it is told to', async () => {
    const guardrail = createGuardrail({ scanner: cardScanner(), prompt: { system: true } });
    const given = [{ role: 'system', content: CARD }, hello];
    await expect(guardMessages(given, guardrail)).rejects.toBeInstanceOf(GuardrailViolationError);
  });

  it('waits for the verdict where a model is called beside it', async () => {
    const guardrail = createGuardrail({ scanner: cardScanner(), prompt: { promptScan: 'parallel' } });
    await expect(guardMessages([say(CARD)], guardrail)).rejects.toBeInstanceOf(GuardrailViolationError);
  });
});

describe.each(versions)('guarded messages on $name', (version) => {
  const { sdk } = version;

  it('are those the SDK takes, from a browser too', async () => {
    const scripted = version.scripted({ content: [{ type: 'text', text: 'ok' }] });
    const guardrail = createGuardrail({ scanner: cardScanner(), policy: 'redact' });
    const chat = await guardMessages([ui('user', { type: 'text', text: `I have ${CARD}` })], guardrail);
    const messages = await guardMessages(await sdk.convertToModelMessages(chat), guardrail);
    expect((await sdk.generateText({ model: scripted.model, messages })).text).toBe('ok');
    expect(deepText(scripted.prompts())).toContain('I have [CREDIT_CARD]');
    expect(deepText(scripted.prompts())).not.toContain(CARD);
  });

  it('need no second scan by the model', async () => {
    const { model } = version.scripted({ content: [{ type: 'text', text: 'ok' }] });
    const scanner = cardScanner();
    const guardrail = createGuardrail({ scanner });
    const messages = await guardMessages([{ role: 'user', content: 'hi' }], guardrail);
    const middleware = guardrailMiddleware(guardrail);
    await sdk.generateText({ model: sdk.wrapLanguageModel({ model, middleware }), messages });
    expect(scanner.requests.filter(({ response }) => response === undefined)).toHaveLength(1);
  });
});
