// Content from a JSON file, its size, and what happens to content that is too large.
import { AirsError, Content, Scanner } from 'airs-guardrails/airs';
import { startBackend } from './backend.js';

const backend = await startBackend();
console.log(`Scanning with the ${backend.description}`);
const scanner = new Scanner(backend.options);

const content = await Content.fromJSONFile(new URL('./content.json', import.meta.url));
console.log(`Content of ${content.length} bytes, fields ${Object.keys(content.toJSON()).join(', ')}`);
const verdict = await scanner.syncScan({ profile_name: backend.profileName }, content);
console.log(`Verdict: ${verdict.category}, ${verdict.action}`);

try {
  content.prompt = 'x'.repeat(2 * 1024 * 1024 + 1);
} catch (error) {
  if (!(error instanceof AirsError)) throw error;
  console.log(
    `Refused before any network call: ${error.message} (field ${error.field}, limit ${error.limit})`,
  );
}

await scanner.close();
await backend.close();
