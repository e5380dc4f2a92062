import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

declare global {
  interface Window {
    axe: { run(options?: RunOptions): Promise<AxeResults> };
    /** All that stood in the conversation at some time. */
    shown: string[];
    /** What the server answered, also what the page no longer read. */
    received: Promise<string>[];
  }
}

export function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium');
  return chromium.launch({ executablePath });
}

/** The chat as somebody sees and uses it. */
export interface ChatPage {
  readonly page: Page;
  readonly card: Locator;
  readonly answer: Locator;
  readonly announced: Locator;
  /** Sends a message, and waits until the answer has ended. */
  say(text: string): Promise<void>;
  /** Sends a message and does not wait. */
  send(text: string): Promise<void>;
  ended(): Promise<void>;
  choose(...options: readonly string[]): Promise<void>;
  /** Everything that stood in the conversation at some time. */
  everShown(): Promise<string[]>;
  /** Everything that the server sent. */
  received(): Promise<string>;
  /** What axe finds that is serious or critical. */
  barriers(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openChat(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ChatPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 820 }, ...options });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.received = [];
    const own = window.fetch;
    window.fetch = async (...request) => {
      const response = await own(...request);
      if (request[1]?.method !== 'POST' || response.body === null) return response;
      const [forPage, forTest] = response.body.tee();
      window.received.push(new Response(forTest).text());
      return new Response(forPage, response);
    };
    window.shown = [];
    new MutationObserver(() => {
      const text = document.querySelector('.messages')?.textContent ?? '';
      if (text !== window.shown.at(-1)) window.shown.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.goto(url);
  await page.getByText('scripted model').waitFor({ state: 'attached' });
  const send = async (text: string) => {
    await page.getByLabel('Your message').fill(text);
    await page.keyboard.press('Enter');
    await page.locator('.bubble', { hasText: text }).last().waitFor();
  };
  /** Each message has an answer that says how long it took, which is the last thing to be known of it. */
  const ended = async () => {
    await page.waitForFunction(() => {
      const footers = [...document.querySelectorAll('.footer')];
      const complete = footers.filter(({ textContent }) => textContent.includes('in all'));
      return complete.length === document.querySelectorAll('.bubble').length;
    });
    await page.getByRole('button', { name: 'Send' }).waitFor();
  };
  return {
    page,
    card: page.locator('.card').last(),
    answer: page.locator('.answer').last(),
    announced: page.getByTestId('announcer'),
    send,
    ended,
    async say(text) {
      await send(text);
      await ended();
    },
    async choose(...names) {
      for (const name of names)
        await page.locator('.segments label', { hasText: new RegExp(`^${name}$`) }).click();
    },
    everShown: () => page.evaluate(() => window.shown),
    received: () => page.evaluate(async () => (await Promise.all(window.received)).join('\n')),
    async barriers() {
      await page.addScriptTag({ path: AXE });
      const { violations } = await page.evaluate(() => window.axe.run());
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
    },
    close: () => context.close(),
  };
}
