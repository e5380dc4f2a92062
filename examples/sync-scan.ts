// Scan one prompt and response and act on the verdict.
import { Content, init, Scanner } from 'airs-guardrails/airs';
import { startBackend } from './backend.js';

const backend = await startBackend();
console.log(`Scanning with the ${backend.description}`);
init(backend.options);
const scanner = new Scanner();

const result = await scanner.syncScan(
  { profile_name: backend.profileName },
  new Content({
    prompt: 'This is a test prompt with urlfiltering.paloaltonetworks.com/test-malware url',
    response: 'Questionable Model Response Text',
  }),
  {
    trId: 'transaction-123',
    sessionId: 'session-456',
    metadata: { app_name: 'my-app', app_user: 'user123', ai_model: 'gpt-4' },
  },
);

console.log(JSON.stringify(result, null, 2));
console.log(result.action === 'block' ? 'The request is refused.' : 'The request goes on.');

await scanner.close();
await backend.close();
