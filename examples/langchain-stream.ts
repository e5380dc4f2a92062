// A guarded chat model of LangChain.js: streams, events and callbacks see what has been judged, and nothing else.
import { StringOutputParser } from '@langchain/core/output_parsers';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { combineScanners, findGuardrailError } from 'airs-guardrails';
import { airsScanner } from 'airs-guardrails/airs';
import { guardChatModel } from 'airs-guardrails/langchain';
import { localScanner } from 'airs-guardrails/local';
import { startBackend } from './backend.js';

const backend = await startBackend();
console.log(`Scanning with the ${backend.description}`);
const cloud = airsScanner({ ...backend.options, profileName: backend.profileName });
const card = ['4111', '1111', '1111', '1111'].join(' ');
const answers = [
  'The capital of France is Paris.',
  `I will charge the card ${card} today, and send the receipt to you.`,
  'Get it from http://urlfiltering.paloaltonetworks.com/test-malware today.',
];
// Any chat model will do: ChatOpenAI, ChatAnthropic, initChatModel('...').
const model = guardChatModel(new FakeListChatModel({ responses: answers }), {
  scanner: combineScanners(cloud, localScanner()),
  policy: 'redact',
});

for (const question of ['What is the capital of France?', 'Please pay.', 'Where do I get it?']) {
  console.log(`\nUser: ${question}`);
  process.stdout.write('Model: ');
  try {
    for await (const chunk of await model.pipe(new StringOutputParser()).stream(question))
      process.stdout.write(chunk);
    console.log();
  } catch (error) {
    const refusal = findGuardrailError(error);
    if (refusal === undefined) throw error;
    console.log(`\nRefused: ${refusal.message}`);
  }
}

console.log('\nThe same in events, of which LangChain tells no callback at all:');
let events = '';
for await (const event of model.streamEvents('Once more.'))
  if (event.event === 'content-block-delta' && event.delta.type === 'text-delta') events += event.delta.text;
console.log(`content-block-delta: ${events}`);

await backend.close();
