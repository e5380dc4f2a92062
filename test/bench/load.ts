// Many at once, and for long: every call must come back as it should, and the heap must stay flat.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGuardrail } from 'airs-guardrails';
import { airsScanner } from 'airs-guardrails/airs';
import { localScanner } from 'airs-guardrails/local';
import { prose } from './texts.js';

const LATENCY_MS = 20;
const MIB = 1024 * 1024;
/** What the heap may grow by from a quarter of the soak to its end: buffers and compiled code, not calls. */
const FLAT_MIB = 8;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function heapMib(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed / MIB;
}

function check(what: string, holds: boolean): void {
  console.log(`  ${holds ? 'ok  ' : 'FAIL'} ${what}`);
  if (!holds) process.exitCode = 1;
}

let underWay = 0;
let most = 0;
const answer = JSON.stringify({ action: 'allow', category: 'benign', scan_id: 's', report_id: 'r' });
const server = createServer((request, response) => {
  underWay += 1;
  most = Math.max(most, underWay);
  request.resume();
  request.on('end', () =>
    setTimeout(() => {
      underWay -= 1;
      response.setHeader('content-type', 'application/json').end(answer);
    }, LATENCY_MS),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const apiEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const scanner = airsScanner({ apiKey: 'bench-key', apiEndpoint });
const guardrail = createGuardrail({ scanner });
const gated = createGuardrail({ scanner, stream: { mode: 'observe', gate: localScanner() } });

/** Passes a text through a guarded stream in chunks of 20 characters, and says whether all of it came out. */
async function streams(guard: typeof guardrail, text: string): Promise<boolean> {
  const source = new ReadableStream<string>({
    start(controller) {
      for (const chunk of text.match(/[\s\S]{1,20}/g) ?? []) controller.enqueue(chunk);
      controller.close();
    },
  });
  let out = '';
  const reader = source.pipeThrough(guard.responseStream()).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) out += next.value;
  return out === text;
}

async function together(
  name: string,
  count: number,
  call: (index: number) => Promise<boolean>,
): Promise<void> {
  most = 0;
  const start = performance.now();
  const right = await Promise.all(
    Array.from({ length: count }, (_, index) => call(index).catch(() => false)),
  );
  const ms = Math.round(performance.now() - start);
  const good = right.filter(Boolean).length;
  check(
    `${name}: ${good} of ${count} in ${ms} ms, at most ${most} scans at a time`,
    good === count && most <= 64,
  );
}

console.log(`\nload: a service that takes ${LATENCY_MS} ms`);
const text = prose.slice(0, 400);
await together('500 calls at once', 500, async (index) => {
  const { outcome } = await guardrail.checkPrompt(`What is the capital of country ${index}?`);
  return outcome === 'allow';
});
await together('1,000 streams at once', 1_000, () => streams(guardrail, text));
await together('1,000 streams with a gate', 1_000, () => streams(gated, text));

const SOAK = 10_000;
let done = 0;
let failed = 0;
let quarter = 0;
const soak = async (): Promise<void> => {
  while (done < SOAK) {
    done += 1;
    const number = done;
    const { outcome } = await guardrail.checkPrompt(`Question ${number}: what is it?`);
    if (outcome !== 'allow') failed += 1;
    if (number === SOAK / 4) quarter = heapMib();
  }
};
await Promise.all(Array.from({ length: 64 }, soak));
const grown = heapMib() - quarter;
check(`10,000 calls: ${failed} failed`, failed === 0);
check(`heap from a quarter of them to the end: ${grown.toFixed(1)} MiB`, grown < FLAT_MIB);
check('nothing is left under way', underWay === 0);
server.closeAllConnections();
server.close();
