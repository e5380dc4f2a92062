// The embedded engine beside detectors of npm packages that run offline, for the same kinds of data in the same run.
// Installs them into `.cache/peers` on the first run.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dlpRules, sensitiveData } from 'airs-guardrails/local';
import { z } from 'zod';
import { compare, throughput } from './measure.js';
import { dense, prose } from './texts.js';

const PACKAGES = ['langchain@1.5.14', '@langchain/core@1.2.13', '@openai/guardrails@0.2.1', 'openai@6'];
const home = fileURLToPath(new URL('../../.cache/peers', import.meta.url));
if (!existsSync(join(home, 'node_modules/langchain'))) {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', home, ...PACKAGES]);
}

const detectMatches = z.function({ input: [z.string()], output: z.array(z.unknown()) });
const langchain = z
  .object({
    detectEmail: detectMatches,
    detectCreditCard: detectMatches,
    detectIP: detectMatches,
    detectMacAddress: detectMatches,
  })
  .parse(
    await import(pathToFileURL(join(home, 'node_modules/langchain/dist/agents/middleware/pii.js')).href),
  );
const { pii } = z
  .object({ pii: z.custom<(context: unknown, text: string, config: unknown) => Promise<unknown>>() })
  .parse(createRequire(join(home, 'package.json'))('./node_modules/@openai/guardrails/dist/checks/pii.js'));

const labels = (...wanted: readonly string[]) =>
  sensitiveData({ rules: dlpRules.filter(({ label }) => wanted.includes(label)) });
const like = {
  langchain: labels('EMAIL', 'CREDIT_CARD', 'IP_ADDRESS', 'MAC_ADDRESS'),
  openai: labels('EMAIL', 'CREDIT_CARD', 'IP_ADDRESS', 'IBAN', 'US_SSN', 'PHONE'),
};
const entities = ['EMAIL_ADDRESS', 'CREDIT_CARD', 'IP_ADDRESS', 'IBAN_CODE', 'US_SSN', 'PHONE_NUMBER'];

function withLangchain(text: string): number {
  const { detectEmail, detectCreditCard, detectIP, detectMacAddress } = langchain;
  return [detectEmail, detectCreditCard, detectIP, detectMacAddress].reduce(
    (sum, detect) => sum + detect(text).length,
    0,
  );
}
const withOpenai = (text: string) => pii({}, text, { entities, block: true, detect_encoded_pii: false });

for (const [name, text] of Object.entries({ prose, dense })) {
  console.log(`\n${name}, ${(text.length / 1e6).toFixed(2)} MB: first the same kinds by this package`);
  await throughput(text.length, 7, {
    'airs-guardrails: mail, card, IP, MAC': () => like.langchain.find(text),
    'langchain 1.5: mail, card, IP, MAC': () => withLangchain(text),
  });
  await throughput(text.length, 5, {
    'airs-guardrails: mail, card, IP, IBAN, SSN, phone': () => like.openai.find(text),
    '@openai/guardrails 0.2: the same': () => withOpenai(text),
  });
}

console.log('\n8 KB of "a." repeated');
const hostile = 'a.'.repeat(4000);
await compare(5, {
  'airs-guardrails, all rules': () => sensitiveData().find(hostile),
  'langchain 1.5': () => withLangchain(hostile),
  '@openai/guardrails 0.2': () => withOpenai(hostile),
});
