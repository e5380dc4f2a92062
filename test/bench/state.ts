// What shared state adds to a guarded call, by how far away its store is, against the same call without.
import { generateText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { createGuardrail, type StateOptions, type StateStore } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { findSensitive } from 'airs-guardrails/local/dlp';
import { fakeScanner } from 'airs-guardrails/testing';
import { compare, type Task } from './measure.js';

const ROUNDS = 200;
const SCAN_MS = 2;
/** Assembled here, so that nobody takes it for one. */
const secret = ['a secret', 'of thirty-two', 'characters'].join(' ');

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
const model = new MockLanguageModelV4({
  doGenerate: async () => ({
    content: [{ type: 'text', text: 'All is well.' }],
    finishReason: { unified: 'stop', raw: 'stop' },
    usage,
    warnings: [],
  }),
});

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A store that is so far away; each operation is one round trip. */
function storeAt(ms: number): StateStore {
  const held = new Map<string, string>();
  const after = async <Value>(value: () => Value): Promise<Value> => {
    await later(ms);
    return value();
  };
  return {
    get: (key) => after(() => held.get(key)),
    getMany: (keys) => after(() => keys.map((key) => held.get(key))),
    set: (key, value) => after(() => held.set(key, value)),
    setMany: (entries) =>
      after(() => {
        for (const { key, value } of entries) held.set(key, value);
      }),
    delete: (key) => after(() => held.delete(key)),
  };
}

const never = (): Promise<never> => new Promise(() => undefined);
const down: StateStore = { get: never, getMany: never, set: never, setMany: never, delete: never };

const clean = await fakeScanner().scan({ prompt: 'Hello' });
/** A scanner as near as one in the same house, which finds what the embedded rules find. */
const scanner = {
  name: 'near',
  async scan({ prompt = '' }) {
    await later(SCAN_MS);
    if (!prompt.includes('@')) return clean;
    const spans = findSensitive(prompt, 'prompt');
    return { ...clean, promptDetected: { ...clean.promptDetected, dlp: true }, spans: [...spans] };
  },
};

let turn = 0;
/** One call: a prompt that nobody has seen, in a session of its own, and its answer. */
function callOver(store: StateStore | undefined, words: string, own: Omit<StateOptions, 'store'> = {}): Task {
  const guardrail = createGuardrail({
    scanner,
    policy: { preset: 'redact', redaction: { style: 'vault' } },
    ...(store !== undefined && { state: { store, secret, ...own } }),
  });
  const guarded = wrapLanguageModel({ model, middleware: guardrailMiddleware(guardrail) });
  return async () => {
    turn += 1;
    const providerOptions = { guardrail: { sessionId: `session ${turn}` } };
    await generateText({ model: guarded, prompt: `${words} ${turn}`, providerOptions });
    model.doGenerateCalls.length = 0;
  };
}

for (const [what, words] of [
  ['a prompt without findings', 'Hello'],
  ['a prompt with an address (placeholders are stored before it leaves)', 'Write to jane@example.com'],
] as const) {
  console.log(`\nshared state: ${what}, a scanner at ${SCAN_MS} ms`);
  await compare(`state ${words}`, ROUNDS, {
    'in memory': callOver(undefined, words),
    'a Map as store': callOver(new Map(), words),
    'a store at 1 ms': callOver(storeAt(1), words),
    'a store at 5 ms': callOver(storeAt(5), words),
    'a store at 5 ms, cache: false': callOver(storeAt(5), words, { cache: false }),
    'a store that is down': callOver(down, words),
  });
}

console.log('\na store that is down, storeTimeoutMs 250');
const first = callOver(down, 'Hello');
for (const name of ['the first call', 'the second call']) {
  const start = performance.now();
  await first();
  console.log(`  ${name.padEnd(44)} ${(performance.now() - start).toFixed(1).padStart(8)} ms`);
}
