import { airsScanner } from '../../airs/index.js';
import {
  createGuardrail,
  type Decision,
  findGuardrailError,
  type Guardrail,
  type GuardrailEvent,
} from '../../index.js';
import { createAirsServer } from '../../server/index.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { DEMO_STEPS, type DemoStep } from './script.js';

const ADVICE: Readonly<Record<Decision['result']['action'], string>> = {
  allow: 'nothing to object to',
  warn: 'let it pass, and look at it',
  block: 'refuse it',
};

const OUTCOMES: Readonly<Record<Decision['outcome'], string>> = {
  allow: 'it passes',
  warn: 'it passes, and is reported',
  redact: 'it passes with what is sensitive replaced',
  block: 'it is refused',
};

/** Describes the scanner's verdict and the policy's decision in words. */
function told({
  direction,
  result,
  outcome,
  reason,
}: Extract<GuardrailEvent, { type: 'decision' }>): string[] {
  const what = result.categories.join(', ');
  const scanner =
    reason === 'scan_failed'
      ? `scanner  ${direction}: no verdict (${result.error ?? 'not complete'})`
      : `scanner  ${direction}: ${result.action} (${ADVICE[result.action]}), ${result.severity}, ${what}`;
  return [scanner, `policy   ${outcome}: ${OUTCOMES[outcome]}`];
}

/** Runs the demo. Returns the exit code. */
export async function runDemoCommand(terminal: Terminal): Promise<ExitCode> {
  const server = await createAirsServer();
  try {
    let events: string[] = [];
    const guardrail = createGuardrail({
      scanner: airsScanner({
        apiEndpoint: server.url,
        apiKey: 'demo',
        numRetries: 0,
        breaker: false,
        profileName: 'demo',
      }),
      policy: { preset: 'redact', response: { urlCats: 'warn', dlp: 'redact' } },
      onEvent: (event) => {
        if (event.type === 'decision') events.push(...told(event));
      },
    });
    terminal.out(`A chat with a guardrail: each prompt and answer is scanned before it is used.
The model is scripted, the scanner is a server of this machine (${server.url}); no key, no network.
`);
    for (const [index, step] of DEMO_STEPS.entries()) {
      events = [];
      if (step.isDown === true) server.addFault({ status: 503 });
      terminal.out(`\n${terminal.paint('bold', `${index + 1}. ${step.title}`)}\n`);
      const seen = await chat(guardrail, step);
      const lines = [`user     ${step.prompt}`, ...events, ...seen, `=>       ${step.lesson}`];
      for (const line of lines) terminal.out(`   ${line}\n`);
    }
    terminal.out(`
Next:
  npx airs-guardrails init          a starting file for your framework
  npx airs-guardrails scan "text"   one scan
  npx airs-guardrails doctor        what is set up, and what is not
`);
    return EXIT.ok;
  } finally {
    await server.close();
  }
}

/** Runs one turn of the chat. Returns what the user sees. */
async function chat(guardrail: Guardrail, step: DemoStep): Promise<string[]> {
  const context = { prompt: step.prompt };
  try {
    await guardrail.enforcePrompt(step.prompt);
    if (step.streams !== true) {
      const { text } = await guardrail.enforceResponse(step.answer, context);
      return [`sees     ${text}`];
    }
    const pieces: string[] = [];
    const stream = inPieces(step.answer).pipeThrough(guardrail.responseStream(context));
    for await (const piece of stream as unknown as AsyncIterable<string>) pieces.push(piece);
    return [`sees     ${pieces.join('|')}`];
  } catch (error) {
    const refusal = findGuardrailError(error);
    if (refusal === undefined) throw error;
    return ['model    was not asked', `sees     ${refusal.message}`];
  }
}

/** Streams an answer as models do, a few letters at a time. */
function inPieces(text: string): ReadableStream<string> {
  return new ReadableStream({
    start(controller) {
      for (const piece of text.match(/.{1,7}/gs) ?? []) controller.enqueue(piece);
      controller.close();
    },
  });
}
