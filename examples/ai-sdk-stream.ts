// Guard streamText: a block of text is released when it has been judged; a violation ends the stream clean.
import { streamText, wrapLanguageModel } from 'ai';
import { findGuardrailError } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { airsScanner } from 'airs-guardrails/airs';
import { startBackend } from './backend.js';
import { scriptedModel } from './model.js';

const backend = await startBackend();
console.log(`Scanning with the ${backend.description}`);
const model = wrapLanguageModel({
  model: scriptedModel({
    weather: 'It will be sunny all day, with a light wind from the west.',
    card: `Of course, the card on file is ${['4111', '1111', '1111', '1111'].join(' ')}.`,
  }),
  middleware: guardrailMiddleware({
    scanner: airsScanner({ ...backend.options, profileName: backend.profileName }),
  }),
});

for (const prompt of ['How is the weather?', 'Which card do you have on file?']) {
  console.log(`\nUser: ${prompt}`);
  process.stdout.write('Model: ');
  const stream = streamText({
    model,
    prompt,
    onError: ({ error }) =>
      console.log(`\nStopped: ${findGuardrailError(error)?.message ?? 'the model failed'}`),
  });
  for await (const delta of stream.textStream) process.stdout.write(delta);
  console.log(`\nFinish reason: ${await stream.finishReason}`);
}

await backend.close();
