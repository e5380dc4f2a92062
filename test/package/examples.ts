// Runs every example as a user would: against the built package, without a key. Usage: tsx test/package/examples.ts
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hasRedis, startRedis } from '../support/redis-server.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What each example must print. A file that is no example of its own has an empty list. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'ai-sdk-chat-request.ts': ['200 capital', '400 blocked'],
  'ai-sdk-generate.ts': [
    'Answer: The capital of France is Paris.',
    'Refused: Prompt blocked',
    'called 1 time',
  ],
  'ai-sdk-stream.ts': [
    'It will be sunny all day',
    'Stopped: Response blocked',
    'Finish reason: content-filter',
  ],
  'async-batch-scan.ts': [
    'Item 1: complete, malicious, block',
    'Item 2: complete, benign, allow',
    'pi on the prompt',
    'uf on the prompt',
  ],
  'backend.ts': [],
  'content-from-file.ts': ['Verdict: benign, allow', 'Refused before any network call: prompt'],
  'demo.ts': [
    'The capital of France is Paris.',
    'prompt_injection',
    'dlp_response',
    'url_filtering_response',
    'not called',
    'injection score',
    'INSTRUCTION_OVERRIDE',
    '[AWS_ACCESS_KEY_ID]',
    '[CREDIT_CARD]. Done.',
    'the tool ran: false',
  ],
  'langchain-agent.ts': [
    'tool: Order 17: two chairs, paid with [CREDIT_CARD]',
    'ai: Your order 17 is on its way.',
    'ai: I cannot help with that',
    'ai: You are welcome.',
    'The thread holds the attack: false; the card: false',
  ],
  'langchain-callback.ts': ['Model: The capital of France is Paris.', 'Refused: Prompt', 'Refused: Response'],
  'langchain-rag.ts': [
    'Document: Chairs are delivered',
    'Document: Questions go to [EMAIL].',
    'Answer: Within a week.',
  ],
  'langchain-stream.ts': [
    'Model: The capital of France is Paris.',
    'I will charge the card [CREDIT_CARD] today',
    'Refused: Response blocked',
    'content-block-delta: The capital of France is Paris.',
  ],
  'local-engine.ts': [
    'block CRITICAL: prompt_injection, dlp_prompt',
    'allow -',
    'block TICKET',
    'block SECRET_PROJECTS',
    'warn ',
    'Your ticket [TICKET] is billed to [CREDIT_CARD], thank you.',
  ],
  'model.ts': [],
  'queue.ts': hasRedis
    ? [
        '50 items in 10 jobs',
        'attack: block prompt_injection',
        '1 of 50 blocked',
        '50 scans by 2 workers',
        'Queued again: 0 jobs, 50 items',
      ]
    : ['skipped: no Redis'],
  'scan-reports.ts': ['prompt pi: malicious', 'prompt uf: malicious', 'response dlp: malicious'],
  'scan-results.ts': [
    '0: allow SAFE',
    '1: block CRITICAL prompt_injection',
    '3: block HIGH     dlp_response',
    '6: allow',
  ],
  'serverless.ts': [
    'A: the model saw Write to [EMAIL_',
    'A: You said: Write to jane.doe@example.com.',
    'B: You said: Did you write it?',
    'B: puts back jane.doe@example.com',
    'C: refused, with 0 scans of its own',
    'The store holds the address: false',
    'D: 1 placeholder left, after the session was forgotten',
  ],
  'streams.ts': [
    '405 of 405 characters shown, unchanged: true',
    'I will charge the card [CREDIT_CARD] today',
    'finish reason: content-filter',
    'anything of the violation shown: false',
    'Tool call blocked by guardrail: tool_malicious_code',
    'the tool ran: false',
    'the model saw: [EMAIL_',
    'the user sees: I have written to jane.doe@example.com for you.',
  ],
  'sync-scan.ts': ['"url_cats": true', 'The request is refused.'],
  'table.ts': [],
};

if (!existsSync(`${root}/dist/index.js`)) throw new Error('Build first: npm run build');
const files = readdirSync(`${root}/examples`).filter((file) => file.endsWith('.ts'));
const unknown = files.filter((file) => !(file in EXPECTED));
if (unknown.length > 0) throw new Error(`No expectation for ${unknown.join(', ')}`);

const env = { ...process.env };
for (const name of ['KEY', 'TOKEN', 'ENDPOINT']) delete env[`PANW_AI_SEC_API_${name}`];
delete env['PANW_AI_PROFILE_NAME'];
const redis = hasRedis ? await startRedis() : undefined;
env['REDIS_URL'] = redis?.url ?? 'redis://127.0.0.1:1';

let failed = 0;
for (const file of files.filter((name) => (EXPECTED[name] ?? []).length > 0)) {
  const args = ['--import', 'tsx', `examples/${file}`];
  const settings = {
    cwd: root,
    env: { ...env, TSX_TSCONFIG_PATH: 'test/package/tsconfig.examples.json' },
    timeout: 60_000,
  };
  const { stdout, problem } = await promisify(execFile)(process.execPath, args, settings).then(
    (result) => ({ stdout: result.stdout, problem: '' }),
    (error) => ({ stdout: String(error.stdout), problem: `${error.message}\n${error.stderr}` }),
  );
  const missing = (EXPECTED[file] ?? []).filter((text) => !stdout.includes(text));
  if (problem === '' && missing.length === 0) console.log(`ok      ${file}`);
  else {
    failed++;
    console.log(`FAILED  ${file}: ${problem || `missing ${JSON.stringify(missing)}`}\n${stdout}`);
  }
}
await redis?.stop();
console.log(failed === 0 ? 'All examples ran.' : `${failed} examples failed.`);
process.exitCode = failed === 0 ? 0 : 1;
