import { localScanner } from 'airs-guardrails/local';
import { createAirsServer } from 'airs-guardrails/server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openChat } from './chat-page.ts';
import { startChat } from './chat-server.ts';

const KEY = ['a', 'key', 'for', 'this', 'test'].join('-');
const UNCHECKED = /This message could not be checked[\s\S]*held back[\s\S]*Your other messages are kept/;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** A service on this machine whose answers wait while the gate is shut. */
async function startService() {
  const engine = localScanner();
  let gate = Promise.resolve();
  let open = (): void => undefined;
  const service = await createAirsServer({
    apiKeys: [KEY],
    scanner: {
      name: 'gated',
      async scan(request, options) {
        await gate;
        return engine.scan(request, options);
      },
    },
  });
  return {
    url: service.url,
    shut() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    open: () => open(),
    close: () => service.close(),
  };
}

describe('the scanner', () => {
  it('is the service where a key is set: slow, nothing is shown; gone, the page says so', async () => {
    const service = await startService();
    const server = await startChat({
      PANW_AI_SEC_API_KEY: KEY,
      PANW_AI_SEC_API_ENDPOINT: service.url,
      PANW_AI_PROFILE_NAME: 'default',
    });
    const chat = await openChat(browser, server.url);
    try {
      expect(await chat.page.locator('.about').textContent()).toContain('Prisma AIRS');
      service.shut();
      await chat.send('Tell me a short story about a lighthouse.');
      await chat.page.getByText('Checking').waitFor();
      expect(await chat.page.locator('.text').count()).toBe(0);
      expect(await chat.page.getByRole('button', { name: 'Stop the answer' }).count()).toBe(1);
      service.open();
      await chat.ended();
      expect(await chat.answer.locator('.text').textContent()).toContain('we heard you.');

      await service.close();
      await chat.say('Hello');
      expect(await chat.card.textContent()).toMatch(UNCHECKED);
      expect(await chat.announced.textContent()).toContain('This message could not be checked');
    } finally {
      await chat.close();
      await server.close();
    }
  });

  it('can be switched off and made slow, to see what the page does', async () => {
    const server = await startChat();
    const chat = await openChat(browser, server.url);
    try {
      await chat.choose('down');
      await chat.say('Hello');
      expect(await chat.card.textContent()).toMatch(UNCHECKED);
      expect((await chat.everShown()).join()).not.toContain('Gladly');
      await chat.choose('monitor');
      await chat.say('Hello');
      expect(await chat.answer.locator('.text').textContent()).toContain('Gladly');
      await chat.choose('redact', 'slow');
      await chat.send('Hello once more');
      await chat.page.getByText('Checking').waitFor();
      await chat.ended();
      expect(await chat.answer.locator('.text').textContent()).toContain('Gladly');
    } finally {
      await chat.close();
      await server.close();
    }
  });

  it('is nothing for the page to switch where the server says so', async () => {
    const server = await startChat({ CHAT_SWITCHES: 'off', CHAT_POLICY: 'strict' });
    const chat = await openChat(browser, server.url);
    try {
      expect(await chat.page.locator('.segments').count()).toBe(0);
      await chat.page.route('**/api/chat', async (route) => {
        const body = route.request().postDataJSON();
        const settings = { policy: 'monitor', stream: 'observe', scanner: 'down' };
        await route.continue({ postData: JSON.stringify({ ...body, settings }) });
      });
      await chat.say('Which card did I pay with?');
      expect(await chat.card.textContent()).toMatch(
        /The answer was stopped[\s\S]*Sensitive data in the answer/,
      );
      const sent = await chat.received();
      expect(sent).not.toMatch(/4111|data-check/);
    } finally {
      await chat.close();
      await server.close();
    }
  });
});
