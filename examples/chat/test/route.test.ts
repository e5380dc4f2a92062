import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { setProvider } from '../server/provider.ts';

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

  it('takes a model of an endpoint of the OpenAI kind', () => {
    const before = globalThis.AI_SDK_DEFAULT_PROVIDER;
    setProvider({ CHAT_MODEL: 'small', CHAT_BASE_URL: 'http://127.0.0.1:1/v1' });
    const made = globalThis.AI_SDK_DEFAULT_PROVIDER?.languageModel('small');
    expect(made).toMatchObject({ modelId: 'small', provider: 'chat.chat' });
    globalThis.AI_SDK_DEFAULT_PROVIDER = before;
  });
});
