import { type Guardrail, GuardrailConfigError, type GuardrailVerdict } from '../guard/index.js';
import { linkedSignal } from '../scan/index.js';
import type { CallParams, GenerateResult, Part, StreamResult } from './parts.js';
import { type CallContext, checkPrompt, lastTurn } from './prompt.js';
import { checkResult } from './result.js';
import { withResults } from './verdicts.js';

/** The most parts of a stream that are read and judged before the prompt's verdict. */
const MAX_AHEAD = 1_000;

/** A prompt that is judged in parallel with the call of the model. */
export interface BesidePrompt {
  /** The params with a signal that ends the call of the model, for the application or for the guard. */
  readonly params: CallParams;
  readonly context: CallContext;
  /** The verdicts on the prompt. Rejects as `checkPrompt` does. */
  readonly verdicts: Promise<readonly GuardrailVerdict[]>;
  /** Ends the call of the model. */
  stop(reason: unknown): void;
  /** Releases the signal. Call it after the end of the model's answer. */
  release(): void;
}

/** Starts to judge a prompt. */
export function checkBeside(guardrail: Guardrail, params: CallParams, context: CallContext): BesidePrompt {
  const { signal, stop, detach } = linkedSignal(context.signal);
  const judge = async (): Promise<readonly GuardrailVerdict[]> => {
    const checked = await checkPrompt(guardrail, params, context);
    // Policies that redact are refused when the guardrail is made. Any other rewriting comes too late.
    if (checked.params.prompt !== params.prompt)
      throw new GuardrailConfigError('prompt.promptScan', 'must be before: the prompt has to be rewritten');
    return checked.context.verdicts ?? [];
  };
  const verdicts = judge();
  verdicts.catch(() => undefined);
  return {
    params: { ...params, abortSignal: signal },
    context: { ...context, prompt: lastTurn(params.prompt) },
    verdicts,
    stop,
    release: detach,
  };
}

/**
 * Generates in parallel with the scan of the prompt. If the prompt is refused, the refusal is thrown whatever the model
 * answered.
 * @throws as `checkPrompt`, the model and `checkResult` do
 */
export async function generateBeside(
  guardrail: Guardrail,
  prompt: BesidePrompt,
  doGenerate: () => Promise<GenerateResult>,
): Promise<GenerateResult> {
  const generating = doGenerate();
  generating.catch(() => undefined);
  try {
    const verdicts = await prompt.verdicts;
    return await checkResult(guardrail, await generating, { ...prompt.context, verdicts });
  } catch (error) {
    prompt.stop(error);
    throw error;
  } finally {
    prompt.release();
  }
}

/**
 * Opens a stream in parallel with the scan of the prompt. The answer is read and judged meanwhile, but nothing of it is
 * released before the prompt has passed.
 * @param open returns the stream with its parts judged
 * @throws as `checkPrompt` and the model do
 */
export async function streamBeside(
  prompt: BesidePrompt,
  open: (context: CallContext) => Promise<StreamResult>,
): Promise<StreamResult> {
  const start = async (): Promise<{ result: StreamResult; ahead: ReadAhead }> => {
    const result = await open(prompt.context);
    return { result, ahead: readAhead(result.stream) };
  };
  const opening = start();
  opening.catch(() => undefined);
  try {
    const verdicts = await prompt.verdicts;
    const { result, ahead } = await opening;
    return { ...result, stream: ahead.release(verdicts, () => prompt.release()) };
  } catch (error) {
    prompt.stop(error);
    prompt.release();
    opening.then(({ ahead }) => ahead.cancel(error)).catch(() => undefined);
    throw error;
  }
}

/** A stream that is read ahead. */
interface ReadAhead {
  /** Returns the stream from its first part on, with the verdicts of the prompt in its finish part. */
  release(verdicts: readonly GuardrailVerdict[], done: () => void): ReadableStream<Part>;
  cancel(reason: unknown): Promise<void>;
}

function readAhead(stream: ReadableStream<Part>): ReadAhead {
  const reader = stream.getReader();
  const reads: Promise<ReadableStreamReadResult<Part>>[] = [];
  let isHeld = true;
  const run = async (): Promise<void> => {
    while (isHeld && reads.length < MAX_AHEAD) {
      const read = reader.read();
      reads.push(read);
      if ((await read).done) return;
    }
  };
  // The later reader gets the error.
  run().catch(() => undefined);
  return {
    release(verdicts, done) {
      isHeld = false;
      const source: UnderlyingDefaultSource<Part> = {
        async pull(controller) {
          try {
            const next = await (reads.shift() ?? reader.read());
            if (!next.done) return controller.enqueue(withPrompt(next.value, verdicts));
          } catch (error) {
            done();
            throw error;
          }
          done();
          controller.close();
        },
        async cancel(reason) {
          done();
          await reader.cancel(reason);
        },
      };
      return new ReadableStream(source, { highWaterMark: 0 });
    },
    async cancel(reason) {
      isHeld = false;
      await reader.cancel(reason);
    },
  };
}

/** Adds the verdicts on the prompt to a finish part, before those on the answer. */
function withPrompt(part: Part, verdicts: readonly GuardrailVerdict[]): Part {
  if (part.type !== 'finish' || verdicts.length === 0) return part;
  return { ...part, providerMetadata: withResults(part['providerMetadata'], verdicts, { first: true }) };
}
