import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import type { CreateGuardrailOptions } from '../defaults.js';
import {
  type CheckContext,
  canBlock,
  canRedact,
  type Guardrail,
  GuardrailConfigError,
  type Passage,
} from '../guard/index.js';
import { createBoundedMap, heldBytes } from '../scan/index.js';
import { joinPrompts, type PromptText, readPrompt } from './content/read-prompt.js';
import { readResult } from './content/read-result.js';
import { callContext } from './context/call-context.js';
import { documentsIn } from './context/retrieved-documents.js';
import { resolveGuard } from './options.js';

/** The options of a guardrail, or an existing guardrail. */
export type GuardrailCallbackHandlerOptions =
  | Guardrail
  | CreateGuardrailOptions
  | { readonly guardrail: Guardrail };

/** A model run between its start and its end. */
interface Run {
  readonly prompts: readonly PromptText[];
  readonly context: CheckContext;
  /** LangChain's parameters of the call; the runs of one batch share the object. */
  readonly call: object | undefined;
  readonly started: Promise<void>;
  ended?: { readonly text: string; readonly done: Promise<void> };
}

/**
 * How many runs are remembered. Some never end, because LangChain reports neither abandoned streams nor the errors of
 * other handlers. Beyond this limit the oldest run is forgotten, and its response is scanned without the prompt beside
 * it.
 */
const RUNS = { maxEntries: 2000, maxBytes: 64 * 1024 * 1024 };

/**
 * How many scans may run in the background, and the bytes of their texts. Beyond this limit a call waits for its own
 * scan.
 */
const WATCHED = { scans: 1000, bytes: 64 * 1024 * 1024 };

/** Flags that decide whether LangChain waits for the verdict and respects it. */
const FIXED_FLAGS = { raiseError: true, awaitHandlers: true, ignoreLLM: false } as const;

/**
 * Guards the model calls of LangChain.js through its callbacks. Pass it in `callbacks` of a call or of a model.
 *
 * Every prompt is scanned before the model is called, and every response before `invoke` returns it. A violation throws
 * `GuardrailViolationError`. A failed scan throws `GuardrailScanError` under a policy that fails closed. Both errors
 * carry `result` and `decision`. Tool results in the prompt are scanned as tool events. The option `prompt.system`
 * decides how system messages are scanned. By default the one at the head is trusted as the application's own.
 *
 * With a policy that cannot block anything, such as `monitor`, scans run in the background and delay no call. An abort
 * signal does not end them, and `flush` waits for them. Where too many are running, a call waits for its own scan.
 *
 * Limits of LangChain's callbacks:
 * - They cannot rewrite text, so a policy that redacts is refused.
 * - In `stream` and its relatives a response is judged when it is complete. Its chunks have been released by then, and
 * the error follows them. A response whose stream is abandoned is not judged.
 * - `model.streamEvents` without `version: 'v1' | 'v2'` runs no callbacks at all in LangChain 1.
 *
 * The flags `raiseError`, `awaitHandlers` and `ignoreLLM` are fixed. An attempt to change one throws a TypeError.
 * @example
 * const handler = new GuardrailCallbackHandler({ scanner: airsScanner({ profileName: 'my-profile' }), policy: 'strict' });
 * await model.invoke('Hello', { callbacks: [handler] });
 */
export class GuardrailCallbackHandler extends BaseCallbackHandler {
  readonly name = 'guardrail_callback_handler';
  readonly #guardrail: Guardrail;
  readonly #blocks: boolean;
  readonly #runs = createBoundedMap<string, Run>(RUNS);
  readonly #watching = new Set<Promise<void>>();
  #watchedBytes = 0;

  /** @throws GuardrailConfigError for an option that is not valid, or a policy that redacts */
  constructor(options: GuardrailCallbackHandlerOptions = {}) {
    super({ raiseError: true, _awaitHandler: true });
    this.#guardrail = resolveGuard<object>(options, []).guardrail;
    const { policy } = this.#guardrail;
    if (canRedact(policy)) {
      throw new GuardrailConfigError(
        'policy',
        "must not redact: LangChain callbacks cannot rewrite prompts or responses. Block instead (policy 'balanced' " +
          "or 'strict'), or redact with guardrail.checkPrompt and guardrail.checkResponse around the call",
      );
    }
    this.#blocks = canBlock(policy);
    for (const [flag, value] of Object.entries(FIXED_FLAGS)) {
      Object.defineProperty(this, flag, { value, enumerable: true, writable: false, configurable: false });
    }
  }

  /** The number of model runs that have started and not ended. */
  get pendingRuns(): number {
    return this.#runs.size;
  }

  /** Waits until every scan that runs in the background has its verdict. Never rejects. */
  async flush(): Promise<void> {
    while (this.#watching.size > 0) await Promise.all(this.#watching);
  }

  /** Returns the handler itself, because a copy would not know the runs that have started. */
  override copy(): this {
    return this;
  }

  // The parameters are as wide as the messages and results of LangChain 0.3 and 1 together.
  override handleChatModelStart(
    _model: unknown,
    messages: readonly (readonly unknown[])[],
    runId: string,
    _parentRunId?: string,
    extraParams?: Record<string, unknown>,
    _tags?: string[],
    metadata?: Record<string, unknown>,
  ): Promise<void> {
    return this.#judge(
      () => messages.map((prompt) => readPrompt(prompt, this.#guardrail.readSystem)),
      (prompts) => this.#start(prompts, runId, extraParams, metadata),
    );
  }

  override handleLLMStart(
    _model: unknown,
    prompts: readonly string[],
    runId: string,
    _parentRunId?: string,
    extraParams?: Record<string, unknown>,
    _tags?: string[],
    metadata?: Record<string, unknown>,
  ): Promise<void> {
    return this.#judge(
      () => prompts.map((text) => ({ text, tools: [] })),
      (read) => this.#start(read, runId, extraParams, metadata),
    );
  }

  override handleLLMEnd(output: unknown, runId: string): Promise<void> {
    return this.#judge(
      () => readResult(output),
      (answer) => this.#end(answer, runId),
    );
  }

  override handleLLMError(_error: unknown, runId: string): void {
    this.#runs.delete(runId);
  }

  /** Does the work. It runs in the background if its outcome can change nothing. */
  async #judge<Read>(read: () => Read, work: (read: Read) => Promise<void>): Promise<void> {
    if (this.#blocks) return work(read());
    let texts: Read;
    try {
      texts = read();
    } catch {
      return;
    }
    const bytes = heldBytes(texts);
    const isFull = this.#watching.size >= WATCHED.scans || this.#watchedBytes + bytes > WATCHED.bytes;
    this.#watchedBytes += bytes;
    const watched = Promise.resolve()
      .then(() => work(texts))
      .catch(() => undefined)
      .then(() => {
        this.#watchedBytes -= bytes;
        this.#watching.delete(watched);
      });
    this.#watching.add(watched);
    if (isFull) await watched;
  }

  async #start(
    prompts: readonly PromptText[],
    runId: string,
    extraParams: Record<string, unknown> | undefined,
    metadata: Record<string, unknown> | undefined,
  ): Promise<void> {
    // LangChain calls a handler twice if it is on the model and on the call.
    const known = this.#runs.get(runId);
    if (known !== undefined && samePrompts(known.prompts, prompts)) return known.started;
    const context = callContext(runId, extraParams, metadata, this.#blocks);
    const started = this.#checkPrompts(prompts, context);
    const run: Run = { prompts, context, call: extraParams, started };
    this.#remember(runId, run);
    try {
      await started;
    } catch (error) {
      this.#forgetCall(run);
      throw error;
    }
  }

  async #end(answer: Passage, runId: string): Promise<void> {
    const run = this.#runs.get(runId);
    const { text } = answer;
    if (run?.ended?.text === text) return run.ended.done;
    const done = this.#checkResponse(answer, run, runId);
    if (run !== undefined) run.ended = { text, done };
    try {
      await done;
    } finally {
      if (this.#runs.get(runId) === run) this.#runs.delete(runId);
    }
  }

  async #checkPrompts(prompts: readonly PromptText[], context: CheckContext): Promise<void> {
    type Read = Pick<PromptText, 'threads' | 'turns' | 'unscanned'>;
    const own = ({ threads, turns, unscanned }: Read): CheckContext => ({
      ...context,
      ...(threads && { threads }),
      ...(turns && { turns }),
      ...(unscanned !== undefined && { unscanned }),
    });
    const checks = prompts.flatMap((prompt) => [
      ...[prompt, ...(prompt.systems ?? [])]
        .filter((said) => said.text !== '' || 'unscanned' in said)
        .map((said) => this.#guardrail.enforcePrompt(said.text, own(said))),
      ...prompt.tools.map((tool) => this.#guardrail.enforceTool(tool, own(tool))),
    ]);
    await Promise.all(checks);
  }

  async #checkResponse({ text, threads }: Passage, run: Run | undefined, runId: string): Promise<void> {
    const { text: prompt, turns } = joinPrompts(run?.prompts ?? []);
    const context = run?.context ?? callContext(runId);
    const documents = context.context ?? documentsIn(() => [prompt]);
    await this.#guardrail.enforceResponse(text, {
      ...context,
      ...(documents !== undefined && { context: documents }),
      threads,
      ...(prompt !== '' && { prompt, turns }),
    });
  }

  #remember(runId: string, run: Run): void {
    this.#runs.set(runId, run, 2 * runId.length + heldBytes(run.prompts));
  }

  /** Forgets a refused run and the other runs of its call, because LangChain gives up all of them. */
  #forgetCall(refused: Run): void {
    for (const [id, run] of this.#runs.entries()) {
      const together = run.call !== undefined && run.call === refused.call;
      if (run === refused || together) this.#runs.delete(id);
    }
  }
}

function samePrompts(left: readonly PromptText[], right: readonly PromptText[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
