import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { cachedScanner, createGuardrail, resilientScanner } from 'airs-guardrails';
import { scanBatch } from 'airs-guardrails/airs';
import { GuardrailCallbackHandler } from 'airs-guardrails/langchain';
import { createAirsServer } from 'airs-guardrails/server';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPromptMemory } from '../../src/guard/conversation/prompt-memory.js';
import { resolveRedaction } from '../../src/guard/policy/redaction-options.js';
import { createKeyedTag } from '../../src/guard/redaction/keyed-tag.js';
import { createVault } from '../../src/guard/redaction/vault.js';
import { createBoundedMap, detached, heldBytes, type ScanRequest } from '../../src/scan/index.js';
import { memoryStore } from '../../src/scanners/memory-store.js';
import { createOpenScans } from '../../src/server/open-scans.js';
import { createScanRecords } from '../../src/server/store.js';
import { verdict } from '../guard/support.js';

const MIB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** MiB that the heap has grown by what work leaves behind; what work returns is still held. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const kept = await work();
  collectGarbage();
  const grown = (process.memoryUsage().heapUsed - before) / MIB;
  // Alive up to here.
  expect(kept).toBeDefined();
  return grown;
}

/** A text that nobody else has, of two bytes a character or one. */
const filler = (length: number, seed: number): string => `${seed} lorem `.repeat(length / 8).slice(0, length);

/** Finds every `secret-...-end` as sensitive data. */
const secrets = fakeScanner({
  verdicts: ({ prompt = '' }) => {
    const spans = [...prompt.matchAll(/secret-\S+-end/g)].map(({ index, 0: found }) => ({
      field: 'prompt' as const,
      start: index,
      end: index + found.length,
      detector: 'dlp',
      label: 'SECRET',
    }));
    return spans.length === 0 ? {} : { action: 'block', promptDetected: { dlp: true }, spans };
  },
});
const quiet = { name: secrets.name, scan: async (request: ScanRequest) => secretsOnce(request) };
/** The scripted scanner remembers its requests, which is what must not happen here. */
async function secretsOnce(request: ScanRequest) {
  const result = await secrets.scan(request);
  (secrets.requests as ScanRequest[]).length = 0;
  return result;
}

const vaultPolicy = { preset: 'redact', redaction: { style: 'vault' } } as const;

describe('the vault', () => {
  it('keeps no more than its bytes, of secrets of any size, and the newest of them', async () => {
    const guardrail = createGuardrail({ scanner: quiet, policy: vaultPolicy });
    const placeholders: string[] = [];
    const grown = await growth(async () => {
      for (let run = 0; run < 120; run += 1) {
        const text = `my secret-${run}${'x'.repeat(500_000)}${run}-end`;
        const { redactions } = await guardrail.checkPrompt(text, { sessionId: `s${run}` });
        placeholders.push(redactions[0]?.placeholder ?? '');
      }
      return guardrail;
    });
    expect(grown).toBeLessThan(30);
    const restored = guardrail.restore(placeholders.at(-1) ?? '', { sessionId: 's119' });
    expect(restored).toHaveLength('secret-119119-end'.length + 500_000);
  });

  it('keeps nothing of a long text but what it found there', async () => {
    const guardrail = createGuardrail({ scanner: quiet, policy: vaultPolicy });
    const grown = await growth(async () => {
      for (let run = 0; run < 100; run += 1)
        await guardrail.checkPrompt(`${filler(MIB, run)} secret-of-nobody-else-${run}-end`, {
          sessionId: 'one',
        });
      return guardrail;
    });
    expect(grown).toBeLessThan(30);
  });

  it('lets no session push the others out', () => {
    const { vault: settings } = resolveRedaction({ style: 'vault', vault: { maxBytes: 40_000 } });
    const vault = createVault(settings, createKeyedTag('a secret of enough length'));
    const mine = vault.issue('mine', 'L', 'my own');
    for (let index = 0; index < 100; index += 1) vault.issue('flood', 'L', `${index}${'x'.repeat(2000)}`);
    expect(vault.original('mine', mine)).toBe('my own');
    expect(vault.issued('flood').length).toBeGreaterThan(2);
    // What no session has room for is never held.
    expect(vault.issue('mine', 'L', 'x'.repeat(20_000))).toBe('[L]');
    expect(vault.original('mine', mine)).toBe('my own');
  });

  it('takes nothing from a call that has been given it: what has no room gets the plain label', async () => {
    const vault = { maxEntries: 10, maxSessions: 1_000_000 };
    const guardrail = createGuardrail({
      scanner: quiet,
      policy: { preset: 'redact', redaction: { style: 'vault', vault } },
    });
    const texts = Array.from({ length: 25 }, (_, index) => `secret-${index}-end`);
    const { text, redactions } = await guardrail.checkPrompt(texts.join(' '), { sessionId: 's' });
    expect(redactions.filter(({ placeholder }) => placeholder === '[SECRET]')).toHaveLength(15);
    const expected = texts.map((own, index) => (index < 10 ? own : '[SECRET]')).join(' ');
    expect(guardrail.restore(text, { sessionId: 's' })).toBe(expected);
    // Also where the call has many parts.
    const written = new Map<number, string>();
    const parts = texts.map((own, message) => ({
      kind: 'words' as const,
      role: message % 2 === 0 ? 'user' : 'assistant',
      message,
      segments: [{ text: own, write: (redacted: string) => written.set(message, redacted).size > 0 }],
    }));
    await guardrail.enforceConversation(
      { roles: parts.map(({ role }) => role), parts },
      { sessionId: 'many' },
    );
    const whole = [...written.values()].map((own) => guardrail.restore(own, { sessionId: 'many' }));
    expect(whole.filter((own) => texts.includes(own))).toHaveLength(10);
    expect(whole.filter((own) => own === '[SECRET]')).toHaveLength(15);
    // The next call has its room again.
    const next = await guardrail.checkPrompt('secret-next-end', { sessionId: 's' });
    expect(guardrail.restore(next.text, { sessionId: 's' })).toBe('secret-next-end');
  });

  it('stays within its bytes, and gives back only what it was given, whatever is asked of it', () => {
    const step = fc.record({
      session: fc.constantFrom('a', 'b', undefined, 'c'.repeat(3000)),
      text: fc
        .tuple(fc.constantFrom('x', 'y', 'z'), fc.nat(3000))
        .map(([one, length]) => one.repeat(length + 1)),
      call: fc.constantFrom(undefined, 1, 2),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const maxBytes = 20_000;
        const { vault: settings } = resolveRedaction({ style: 'vault', vault: { maxBytes, maxEntries: 4 } });
        const vault = createVault(settings, createKeyedTag('a secret of enough length'));
        const sessions = ['a', 'b', undefined, 'c'.repeat(3000)];
        let [call, issued]: [number | undefined, string[]] = [undefined, []];
        for (const next of steps) {
          const placeholder = vault.issue(next.session, 'L', next.text, next.call);
          if (placeholder !== '[L]') expect(vault.original(next.session, placeholder)).toBe(next.text);
          const key = `${next.session} ${placeholder}`;
          issued = next.call !== undefined && next.call === call ? [...issued, key] : [key];
          call = next.call;
          const held = sessions.flatMap((session) => vault.issued(session).map(([text]) => 2 * text.length));
          expect(held.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(maxBytes);
          for (const session of sessions) expect(vault.issued(session).length).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});

describe('the memory of prompts', () => {
  it('is bounded in bytes, however much was found in a prompt', async () => {
    const guardrail = createGuardrail({
      scanner: quiet,
      policy: 'redact',
      prompt: { memory: { maxBytes: MIB } },
    });
    const words = (run: number) => Array.from({ length: 5_000 }, (_, index) => `secret-${run}-${index}-end`);
    const grown = await growth(async () => {
      for (let run = 0; run < 40; run += 1) {
        const segments = [{ text: words(run).join(' '), write: () => true }];
        const parts = [{ kind: 'words' as const, role: 'user', message: 0, segments }];
        await guardrail.enforceConversation({ roles: ['user'], parts });
      }
      return guardrail;
    });
    expect(grown).toBeLessThan(15);
  });

  it('counts what it holds', () => {
    const memory = createPromptMemory({ maxEntries: 1000, maxBytes: 10_000, ttlMs: 1e9, now: () => 0 });
    const known = (label: string) => ({
      outcome: 'redact' as const,
      result: verdict(),
      redactions: [{ label, start: 0, end: 1, placeholder: label }],
      json: false,
    });
    for (let index = 0; index < 100; index += 1) memory.set(`k${index}`, known('x'.repeat(500)));
    const there = Array.from({ length: 100 }, (_, index) => memory.get(`k${index}`)).filter(Boolean);
    expect(there.length).toBeGreaterThan(0);
    expect(there.length).toBeLessThan(10);
    expect(memory.get('k99')).toBeDefined();
    memory.set('larger than all', known('x'.repeat(10_000)));
    expect(memory.get('larger than all')).toBeUndefined();
  });
});

describe('the cache of scans', () => {
  it('is bounded in bytes', async () => {
    const store = memoryStore(1_000_000, 10_000);
    for (let index = 0; index < 100; index += 1) store.set(`k${index}`, 'x'.repeat(1000), 1);
    const there = Array.from({ length: 100 }, (_, index) => store.get(`k${index}`)).filter(Boolean);
    expect(there).toHaveLength(4);
    const scanner = fakeScanner({
      verdicts: ({ prompt = '' }) => ({
        spans: [{ field: 'prompt', start: 0, end: 1, detector: 'dlp', label: prompt }],
      }),
    });
    const cached = cachedScanner(scanner, { maxBytes: 4096 });
    for (const prompt of ['a', 'b', 'b', 'a']) await cached.scan({ prompt });
    expect(scanner.requests).toHaveLength(2);
    for (const prompt of ['c', 'd', 'e', 'f', 'a']) await cached.scan({ prompt });
    expect(scanner.requests).toHaveLength(7);
    expect(() => cachedScanner(scanner, { store: new Map(), maxBytes: 4096 })).toThrow(
      /maxBytes has no effect/,
    );
  });
});

describe('scans that wait', () => {
  it('fail beyond a number and beyond their bytes, and the error names the limit', async () => {
    const open: (() => void)[] = [];
    const hanging = fakeScanner({ verdicts: () => new Promise((resolve) => open.push(() => resolve({}))) });
    const options = { concurrency: 1, maxWaiting: 3, maxWaitingBytes: 100_000 };
    const scanner = resilientScanner(hanging, options);
    const guardrail = createGuardrail({ scanner, policy: 'strict' });
    const waiting = ['one', 'two', 'three'].map((text) => guardrail.checkPrompt(text));
    const large = await guardrail.checkPrompt('x'.repeat(60_000));
    expect(large).toMatchObject({ outcome: 'block', reason: 'scan_failed' });
    expect(large.result.error).toContain('maxWaitingBytes 100000');
    waiting.push(guardrail.checkPrompt('four'));
    const many = await guardrail.checkPrompt('five');
    expect(many).toMatchObject({ outcome: 'block', reason: 'scan_failed' });
    expect(many.result.error).toContain('maxWaiting 3');
    for (let done = 0; done < 4; done += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      open.shift()?.();
    }
    expect((await Promise.all(waiting)).map(({ outcome }) => outcome)).toEqual(Array(4).fill('allow'));
    const after = guardrail.checkPrompt('x'.repeat(60_000));
    await new Promise((resolve) => setImmediate(resolve));
    open.shift()?.();
    expect((await after).outcome).toBe('allow');
    expect(() => resilientScanner(hanging, { maxWaiting: -1 })).toThrow(/maxWaiting/);
    expect(() => resilientScanner(hanging, { maxWaitingBytes: 5 })).toThrow(/maxWaitingBytes/);
  });

  it('are let go when their callers leave', async () => {
    const scanner = resilientScanner(fakeScanner({ verdicts: () => new Promise(() => undefined) }), {
      concurrency: 1,
      maxWaiting: 1,
    });
    const controller = new AbortController();
    const first = scanner.scan({ prompt: 'a' }, { signal: controller.signal }).catch(() => 'gone');
    for (let turn = 0; turn < 3; turn += 1) {
      const own = new AbortController();
      const second = scanner.scan({ prompt: 'b' }, { signal: own.signal }).catch(() => 'gone');
      expect((await scanner.scan({ prompt: 'c' })).error).toContain('maxWaiting 1');
      own.abort();
      expect(await second).toBe('gone');
    }
    controller.abort();
    expect(await first).toBe('gone');
  });

  it('of a handler that only watches are waited for where there are too many', async () => {
    let open = 0;
    let most = 0;
    const release: (() => void)[] = [];
    const scanner = fakeScanner({
      verdicts: () => {
        open += 1;
        most = Math.max(most, open);
        return new Promise((resolve) =>
          release.push(() => {
            open -= 1;
            resolve({});
          }),
        );
      },
    });
    const handler: BaseCallbackHandler = new GuardrailCallbackHandler({ scanner, policy: 'monitor' });
    const calls: Promise<unknown>[] = [];
    let settled = 0;
    for (let run = 0; run < 8; run += 1) {
      const text = String(run).repeat(10 * MIB);
      const call = handler.handleLLMStart?.({} as never, [text], `r${run}`);
      calls.push(Promise.resolve(call).then(() => (settled += 1)));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    // Three of 20 MiB have room beside each other; the others wait for their own verdict.
    expect(settled).toBe(3);
    while (settled < 8) {
      for (const done of release.splice(0)) done();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(calls);
    expect(most).toBe(8);
  });
});

describe('the server', () => {
  it('keeps no more of its scans than its bytes, and nothing of the requests', async () => {
    const place = { field: 'prompt' as const, label: 'FOUND' };
    const spans = [
      { ...place, start: 5, end: 24, detector: 'dlp' },
      { ...place, start: 100, end: 150, detector: 'urlCats' },
    ];
    const promptDetected = { injection: false, dlp: true, urlCats: true };
    const found = verdict({
      action: 'block',
      severity: 'HIGH',
      scanId: '',
      reportId: '',
      promptDetected,
      spans,
    });
    const server = await createAirsServer({
      scanner: { name: 'own', scan: async () => found },
      profiles: [{ name: 'p', maskInline: true, detectors: { dlp: 'block', url_cats: 'block' } }],
      limits: { storedBytes: 8 * MIB },
    });
    const headers = { 'content-type': 'application/json', 'x-pan-token': 'k' };
    const send = async (prompt: string): Promise<{ scan_id: string; report_id: string }> => {
      const body = JSON.stringify({ ai_profile: { profile_name: 'p' }, contents: [{ prompt }] });
      const answer = await fetch(`${server.url}/v1/scan/sync/request`, { method: 'POST', headers, body });
      expect(answer.status).toBe(200);
      return (await answer.json()) as { scan_id: string; report_id: string };
    };
    await send('warm up 4111 1111 1111 1111');
    const ids: { scan_id: string; report_id: string }[] = [];
    const grown = await growth(async () => {
      for (let run = 0; run < 30; run += 1)
        ids.push(await send(`card 4111 1111 1111 1111 ${filler(MIB, run)}`));
      return server;
    });
    expect(grown).toBeLessThan(40);
    const rows = async (id: string): Promise<unknown[]> => {
      const answer = await fetch(`${server.url}/v1/scan/results?scan_ids=${id}`, { headers });
      return (await answer.json()) as unknown[];
    };
    expect(await rows(ids[0]?.scan_id ?? '')).toEqual([]);
    expect(await rows(ids.at(-1)?.scan_id ?? '')).toHaveLength(1);
    await server.close();
  });

  it('keeps what fits, the newest, whatever comes', () => {
    const step = fc.record({ id: fc.nat(20), bytes: fc.nat(3000), rows: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const maxBytes = 12_000;
        const store = createScanRecords({ capacity: 5, maxBytes, now: () => 0, random: () => 0.5 });
        for (const { id, bytes, rows } of steps) {
          const reqIds = Array.from({ length: rows }, (_, index) => index);
          store.open(`s${id}`, `r${id}`, reqIds, 0);
          for (const reqId of reqIds)
            store.finish(`s${id}`, reqId, { response: { source: 'x'.repeat(bytes) }, report: undefined });
          const held = Array.from({ length: 21 }, (_, index) => store.results(`s${index}`));
          expect(2 * JSON.stringify(held.flat()).length).toBeLessThanOrEqual(2 * maxBytes);
          expect(held.filter((some) => some.length > 0).length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });

  it('takes no more scans than it may have under way', async () => {
    const open: (() => void)[] = [];
    const scanner = fakeScanner({ verdicts: () => new Promise((resolve) => open.push(() => resolve({}))) });
    const server = await createAirsServer({ scanner, limits: { openScans: 4, openBytes: 10_000 } });
    const headers = { 'content-type': 'application/json', 'x-pan-token': 'k' };
    const batch = async (count: number, length = 1): Promise<number> => {
      const items = Array.from({ length: count }, (_, index) => ({
        req_id: index,
        scan_req: { ai_profile: { profile_name: 'p' }, contents: [{ prompt: 'x'.repeat(length) }] },
      }));
      const body = JSON.stringify(items);
      return (await fetch(`${server.url}/v1/scan/async/request`, { method: 'POST', headers, body })).status;
    };
    expect(await batch(3)).toBe(200);
    expect(await batch(2)).toBe(429);
    expect(await batch(1, 20_000)).toBe(429);
    expect(await batch(1)).toBe(200);
    expect(await batch(1)).toBe(429);
    for (const done of open.splice(0)) done();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await batch(4)).toBe(200);
    await server.close();
  });

  it('counts every scan in and out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(500)), { maxLength: 30 }),
        (steps) => {
          const open = createOpenScans({ openScans: 10, openBytes: 1000 });
          const running: { left: number; size: number; ended: () => void }[] = [];
          for (const [count, size] of steps) {
            const scans = running.reduce((sum, { left }) => sum + left, 0);
            const bytes = running.reduce((sum, own) => sum + own.size, 0);
            const ended = open.admit(count, size);
            expect(ended === undefined).toBe(scans > 0 && (scans + count > 10 || bytes + size > 1000));
            if (ended !== undefined) running.push({ left: count, size, ended });
            const first = running[0];
            if (first === undefined || size % 2 === 0) continue;
            first.ended();
            first.left -= 1;
            if (first.left === 0) running.shift();
          }
        },
      ),
    );
  });
});

describe('what everything is bounded with', () => {
  it('holds the newest that fit, in number and in bytes', () => {
    const step = fc.record({ key: fc.nat(12), bytes: fc.nat(400), read: fc.boolean() });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 200, max: 1500 }),
        fc.array(step, { maxLength: 60 }),
        (maxEntries, maxBytes, steps) => {
          const map = createBoundedMap<number, number>({ maxEntries, maxBytes });
          let model: { key: number; bytes: number }[] = [];
          for (const { key, bytes, read } of steps) {
            const known = model.find((entry) => entry.key === key);
            model = model.filter((entry) => entry.key !== key);
            if (read) {
              expect(map.get(key)).toBe(known && key);
              if (known !== undefined) model.push(known);
              continue;
            }
            map.set(key, key, bytes);
            if (bytes + 128 <= maxBytes) model.push({ key, bytes: bytes + 128 });
            const total = () => model.reduce((sum, entry) => sum + entry.bytes, 0);
            while (model.length > maxEntries || total() > maxBytes) model.shift();
            expect([...map.entries()].map(([own]) => own)).toEqual(model.map((entry) => entry.key));
            expect([map.size, map.bytes]).toEqual([model.length, total()]);
          }
        },
      ),
    );
  });

  it('counts at least the texts of a value, each object once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const texts = JSON.stringify(value).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
        const least = texts.reduce((sum, text) => sum + 2 * (JSON.parse(text) as string).length, 0);
        expect(heldBytes(value)).toBeGreaterThanOrEqual(least);
      }),
    );
    const ring: { self?: unknown; text: string } = { text: 'x'.repeat(1000) };
    ring.self = ring;
    expect(heldBytes([ring, ring])).toBeLessThan(3000);
  });

  it('keeps a text as it is, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(detached(text)).toBe(text);
      }),
    );
    expect(detached('a\ud800b')).toBe('a\ud800b');
  });
});

describe('a batch', () => {
  it('holds few invalid requests at a time, however large', async () => {
    const large = 'x'.repeat(6 * MIB);
    let read = 0;
    const most: number[] = [];
    function* requests(): Generator<ScanRequest> {
      for (let index = 0; index < 12; index += 1) {
        read += 1;
        yield { prompt: `${index}${large}` };
      }
    }
    const client = {
      asyncScan: async () => ({ scan_id: 's' }),
      queryByScanIds: async () => [],
      queryByReportIds: async () => [],
    };
    let taken = 0;
    for await (const { result } of scanBatch(requests(), { client, concurrency: 1 })) {
      taken += 1;
      most.push(read - taken);
      expect(result.error).toContain('larger than');
    }
    expect(taken).toBe(12);
    expect(Math.max(...most)).toBeLessThanOrEqual(3);
  });
});
