import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startChat } from './chat-server.ts';

describe('the route', () => {
  it('is a file that a Next.js app takes as it stands', async () => {
    const source = await readFile(new URL('../server/route.ts', import.meta.url), 'utf8');
    const imported = [...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    expect(imported.length).toBeGreaterThan(3);
    expect(imported.filter((name) => name?.startsWith('.'))).toEqual([]);
    // Next.js takes no other exports from a route.
    expect(Object.keys(await import('../server/route.ts')).sort()).toEqual(['GET', 'POST']);
  });

  it('refuses what is no request of a chat', async () => {
    const { POST } = await import('../server/route.ts');
    const post = (body: string) => POST(new Request('http://chat', { method: 'POST', body }));
    expect((await post('no json')).status).toBe(400);
    expect((await post('null')).status).toBe(400);
    expect(await (await post('{"messages":[{"role":"root","parts":[]}]}')).text()).toContain(
      '"type":"error"',
    );
  });

  it('asks a model behind an endpoint of the OpenAI kind', async () => {
    const asked: string[] = [];
    const endpoint = createServer(async (request, response) => {
      const body = (await json(request)) as { model: string };
      asked.push(`${request.url} ${body.model} ${request.headers.authorization}`);
      const chunk = (delta: object, finish: string | null) =>
        `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: body.model, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
      response.setHeader('content-type', 'text/event-stream');
      response.end(
        `${chunk({ role: 'assistant', content: 'Hello from the endpoint.' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`,
      );
    }).listen(0, '127.0.0.1');
    await once(endpoint, 'listening');
    const address = endpoint.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const key = ['any', 'key'].join('-');
    const chat = await startChat({
      CHAT_MODEL: 'small',
      CHAT_BASE_URL: `http://127.0.0.1:${port}/v1`,
      CHAT_API_KEY: key,
    });
    try {
      const messages = [{ id: '1', role: 'user', parts: [{ type: 'text', text: 'Hello' }] }];
      const answer = await fetch(`${chat.url}/api/chat`, {
        method: 'POST',
        body: JSON.stringify({ messages }),
      });
      const deltas = [...(await answer.text()).matchAll(/"delta":"([^"]*)"/g)].map(([, delta]) => delta);
      expect(deltas.join('')).toBe('Hello from the endpoint.');
      expect(asked).toEqual([`/v1/chat/completions small Bearer ${key}`]);
    } finally {
      await chat.close();
      endpoint.close();
    }
  });
});
