// Runs the built package beside the lowest versions that its peer ranges claim. Usage: tsx test/package/peers.ts
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
if (!existsSync(join(root, 'dist/index.js'))) throw new Error('Build first: npm run build');

/** A scanner that stops `ATTACK` in prompts and `LEAK` in answers. */
const COMMON = `
import assert from 'node:assert/strict';
import { fakeScanner } from 'airs-guardrails/testing';
const scanner = fakeScanner({ verdicts: ({ prompt, response }) =>
  response?.includes('LEAK') || (response === undefined && prompt?.includes('ATTACK'))
    ? { action: 'block', promptDetected: { injection: true } } : {} });
process.on('unhandledRejection', (error) => { throw error; });
`;

const AI_SDK = (spec: 'v2' | 'v3' | 'v4'): string => `${COMMON}
import { generateText, streamText, wrapLanguageModel } from 'ai';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
const v2 = '${spec}' === 'v2';
const finishReason = v2 ? 'stop' : { unified: 'stop', raw: 'stop' };
const usage = v2 ? { inputTokens: 1, outputTokens: 1, totalTokens: 2 }
  : { inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: 1, text: 1, reasoning: 0 } };
let calls = 0;
const say = (text) => wrapLanguageModel({ middleware: guardrailMiddleware({ scanner }), model: {
  specificationVersion: '${spec}', provider: 'p', modelId: 'm', supportedUrls: {},
  async doGenerate() { calls++; return { content: [{ type: 'text', text }], finishReason, usage, warnings: [] }; },
  async doStream() { calls++; return { stream: new ReadableStream({ start(controller) {
    for (const part of [{ type: 'stream-start', warnings: [] }, { type: 'text-start', id: '1' },
      { type: 'text-delta', id: '1', delta: text }, { type: 'text-end', id: '1' }, { type: 'finish', finishReason, usage }]) controller.enqueue(part);
    controller.close();
  } }) }; },
} });
const stream = async (model, prompt) => {
  let error;
  const result = streamText({ model, prompt, onError: (event) => { error = event.error; } });
  let text = '';
  for await (const delta of result.textStream) text += delta;
  return { text, error: error?.name, finishReason: await result.finishReason };
};
assert.equal((await generateText({ model: say('fine'), prompt: 'hi' })).text, 'fine');
assert.deepEqual(await stream(say('fine'), 'hi'), { text: 'fine', error: undefined, finishReason: 'stop' });
calls = 0;
await assert.rejects(generateText({ model: say('fine'), prompt: 'ATTACK' }), { name: 'GuardrailViolationError' });
assert.equal(calls, 0);
await assert.rejects(generateText({ model: say('LEAK'), prompt: 'hi' }), { name: 'GuardrailViolationError' });
assert.deepEqual(await stream(say('LEAK'), 'hi'), { text: '', error: 'GuardrailViolationError', finishReason: 'content-filter' });
`;

const LANGCHAIN = `${COMMON}
import { FakeListChatModel, FakeLLM } from '@langchain/core/utils/testing';
import { GuardrailCallbackHandler, guardChatModel } from 'airs-guardrails/langchain';
const handler = new GuardrailCallbackHandler({ scanner });
const callbacks = [handler];
console.error = () => undefined;
const chat = (text) => new FakeListChatModel({ responses: [text] });
assert.equal((await chat('fine').invoke('hi', { callbacks })).content, 'fine');
await assert.rejects(chat('fine').invoke('ATTACK', { callbacks }), { name: 'GuardrailViolationError' });
await assert.rejects(chat('LEAK').invoke('hi', { callbacks }), { name: 'GuardrailViolationError' });
await assert.rejects(new FakeLLM({ response: 'LEAK' }).invoke('hi', { callbacks }), { name: 'GuardrailViolationError' });
assert.equal(handler.pendingRuns, 0);
const guarded = (text) => guardChatModel(chat(text), { scanner });
const streamed = async (model) => { let text = ''; for await (const chunk of await model.stream('hi')) text += chunk.content; return text; };
assert.equal((await guarded('fine').invoke('hi')).content, 'fine');
assert.equal(await streamed(guarded('fine')), 'fine');
await assert.rejects(guarded('fine').invoke('ATTACK'), { name: 'GuardrailViolationError' });
await assert.rejects(guarded('LEAK').invoke('hi'), { name: 'GuardrailViolationError' });
await assert.rejects(streamed(guarded('LEAK')), { name: 'GuardrailViolationError' });
`;

const PEERS: readonly (readonly [peer: string, script: string])[] = [
  ['ai@5.0.0', AI_SDK('v2')],
  ['ai@6.0.0', AI_SDK('v3')],
  ['ai@7.0.0', AI_SDK('v4')],
  ['@langchain/core@0.3.0', LANGCHAIN],
  ['@langchain/core@1.0.0', LANGCHAIN],
];

for (const [peer, script] of PEERS) {
  const folder = mkdtempSync(join(tmpdir(), 'airs-guardrails-peer-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const install = ['install', '--silent', '--no-audit', '--no-fund', peer, 'zod@4', 'ofetch@1'];
    execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const target = join(folder, 'node_modules/airs-guardrails');
    mkdirSync(target);
    for (const part of ['dist', 'package.json'])
      cpSync(join(root, part), join(target, part), { recursive: true });
    writeFileSync(join(folder, 'check.mjs'), script);
    execFileSync(process.execPath, ['check.mjs'], { cwd: folder, stdio: 'pipe' });
    console.log(`ok      ${peer}`);
  } catch (error) {
    console.log(`FAILED  ${peer}\n${(error as { stderr?: Buffer }).stderr ?? error}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
