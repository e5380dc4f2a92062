// Guarded streams beside those of other packages: the same scripted model and scanner for all, in the same run. The
// scenarios come from the folder of the peers' own benches, which must stand beside the repository.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk } from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { streamText } from 'ai';
import { createGuardrail } from 'airs-guardrails';
import { guardModel } from 'airs-guardrails/ai-sdk';
import { guardChatModel } from 'airs-guardrails/langchain';
import { z } from 'zod';

const peers = fileURLToPath(new URL('../../../shared/peers', import.meta.url));
const home = fileURLToPath(new URL('../../.cache/peer-streams', import.meta.url));

const run = z.object({
  text: z.string(),
  ttfc: z.number().nullable(),
  total: z.number(),
  errors: z.array(z.string()),
});
const figures = z.looseObject({
  clean: z.looseObject({ ttfc_ms: z.number().nullable(), total_ms: z.number(), scans: z.number() }),
  violation: z.looseObject({ leak_chars: z.number() }),
  violation_split: z.looseObject({ leak_chars: z.number() }),
  big4k: z.looseObject({ scans: z.number(), bytes_ratio: z.number(), total_ms: z.number() }).optional(),
});
type Run = z.infer<typeof run>;
type Scan = { scan(text: string): Promise<{ flagged: boolean }> };
type Stream = (chunks: string[], scanner: Scan, probe: object) => Promise<Run>;
const any = z.custom<(...args: never) => unknown>((value) => typeof value === 'function');

function row(name: string, of: z.infer<typeof figures>): void {
  const { clean, violation, violation_split: split, big4k } = of;
  const big = big4k ? `${big4k.scans} scans, ${big4k.bytes_ratio}x bytes, ${big4k.total_ms} ms` : 'not run';
  console.log(
    `${name}\n  first text ${clean.ttfc_ms} ms, all ${clean.total_ms} ms, ${clean.scans} scans; leaked ${violation.leak_chars}` +
      `, across chunks ${split.leak_chars} characters; 4,000 tokens: ${big}`,
  );
}

async function ours(): Promise<void> {
  const harness = z
    .object({ aiModel: any, consumeAi: any, scenarios: any })
    .parse(await import(pathToFileURL(join(peers, 'common/harness.mjs')).href));
  const langchain = z
    .object({ makeLcModel: any, consumeLc: any })
    .parse(await import(pathToFileURL(join(peers, 'common/lc-model.mjs')).href));
  const call = (work: unknown, ...args: readonly unknown[]): unknown =>
    Reflect.apply(work as () => unknown, undefined, args);
  const guardrail = ({ scan }: Scan) =>
    createGuardrail({
      prompt: { scope: 'last' },
      scanner: {
        name: 'peer harness',
        async scan({ prompt, response }) {
          const { flagged } = response === undefined ? { flagged: false } : await scan(response);
          return {
            action: flagged ? 'block' : 'allow',
            severity: flagged ? 'HIGH' : 'SAFE',
            categories: [flagged ? 'malicious' : 'safe'],
            scanId: prompt ?? '',
            reportId: '',
            profileName: '',
            promptDetected: { injection: false, dlp: false, urlCats: false },
            responseDetected: { dlp: flagged, urlCats: false },
            latencyMs: 0,
          };
        },
      },
    });
  const aiSdk: Stream = async (chunks, scanner, p) => {
    const model = call(harness.aiModel, { chunks, p }) as Parameters<typeof guardModel>[0];
    const started = performance.now();
    const stream = streamText({
      model: guardModel(model, guardrail(scanner)) as never,
      prompt: 'hi',
      onError: () => {},
    });
    return run.parse(await call(harness.consumeAi, stream, started));
  };
  const chat: Stream = async (chunks, scanner, p) => {
    const classes = { BaseChatModel, AIMessage, AIMessageChunk, ChatGenerationChunk };
    const model = call(langchain.makeLcModel, classes, { chunks, p, delay: 5 }) as BaseChatModel;
    const started = performance.now();
    const stream = guardChatModel(model, { guardrail: guardrail(scanner) }).stream('hi');
    return run.parse(
      await call(langchain.consumeLc, stream, started, (chunk: { content: string }) => chunk.content),
    );
  };
  row('airs-guardrails, AI SDK', figures.parse(await call(harness.scenarios, { stream: aiSdk })));
  row('airs-guardrails, LangChain', figures.parse(await call(harness.scenarios, { stream: chat })));
}

function theirs(peer: string): void {
  const folder = join(home, peer);
  if (!existsSync(join(folder, 'node_modules'))) {
    mkdirSync(folder, { recursive: true });
    cpSync(join(peers, 'common'), join(home, 'common'), { recursive: true });
    cpSync(join(peers, peer), folder, { recursive: true });
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund'], { cwd: folder });
  }
  const printed = execFileSync(process.execPath, ['bench.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const last = printed.trim().split('\n').at(-1) ?? '{}';
  const { configs = {} } = z
    .looseObject({ configs: z.record(z.string(), z.unknown()).optional() })
    .parse(JSON.parse(last));
  for (const [name, config] of Object.entries(configs)) {
    const parsed = figures.safeParse(config);
    if (parsed.success) row(`${peer}, ${name}`, parsed.data);
  }
}

if (!existsSync(peers)) console.log('Skipped: the benches of the peers are not beside this repository.');
else {
  console.log('\n200 chunks of 20 characters 5 ms apart, scanner 50 ms, completion side');
  await ours();
  for (const peer of readdirSync(peers)) if (existsSync(join(peers, peer, 'bench.mjs'))) theirs(peer);
}
