import {
  assertFunction,
  assertScanner,
  type ContentScanner,
  flagOf,
  GuardrailConfigError,
  oneOfKeys,
  type ScanRequest,
} from '../scan/index.js';
import type { CheckContext, ScanMetadata, Subject } from './check-context.js';
import type { Conversation } from './conversation/conversation.js';
import { type ConversationVerdict, createConversationEnforcer } from './conversation/enforce-conversation.js';
import { type PromptOptions, type PromptRules, resolvePromptOptions } from './conversation/prompt-options.js';
import { createSystemReader, type ReadSystem } from './conversation/system-trust.js';
import { refusalOf } from './errors.js';
import { createJudging, nothingToScan } from './evaluate.js';
import { judgeRestored } from './evaluate-restored.js';
import type { GuardrailEvent } from './events.js';
import type { Decision } from './policy/decision.js';
import { replacementFor } from './policy/on-block.js';
import { asksLocally, canRedact, type Policy, type PolicyOptions, resolvePolicy } from './policy/policy.js';
import type { PolicyPreset } from './policy/presets.js';
import { createRedactor } from './redaction/placeholders.js';
import type { SpanFinder } from './redaction/redact-text.js';
import type { RestoreOptions, Restorer } from './redaction/restore.js';
import { openResponse } from './stream/open-response.js';
import { responseStream } from './stream/response-stream.js';
import { resolveStreamOptions, type StreamOptions } from './stream/stream-options.js';
import type { Verifier } from './stream/verifier-face.js';
import { type ToolCheck, toolSubject } from './tool-event.js';

/** Options of `createGuardrail`. */
export interface GuardrailOptions {
  readonly scanner: ContentScanner;
  /** A preset or an object. @default 'balanced' */
  readonly policy?: PolicyPreset | PolicyOptions;
  /**
   * Metadata of every scan, or a function of the check's context. What a function returns is the application's word on the
   * call and wins over what the request says; an object is what counts where a request says nothing.
   */
  readonly metadata?: ScanMetadata | ((context: CheckContext) => ScanMetadata);
  /**
   * Whether a request may choose the security profile that judges it (`providerOptions.guardrail`,
   * `configurable.guardrail`). Who sends requests could choose a lax one. @default false: it is ignored, and reported once
   */
  readonly allowProfileFromRequest?: boolean;
  /** How the prompts of a language model are judged; for the adapters. */
  readonly prompt?: PromptOptions;
  /** How responses are judged while they stream. */
  readonly stream?: StreamOptions;
  /** Finds spans for redaction where the scanner gave none. */
  readonly spanFinder?: SpanFinder;
  /** Scans in this process where a scan failed; for policies with `onScanFailure: 'local'`. */
  readonly localScanner?: ContentScanner;
  /** Told about every scan and decision; what it throws or rejects with is ignored. */
  readonly onEvent?: (event: GuardrailEvent) => void;
  /** Receives what is to be looked at in the set-up, in fixed words, each once. @default console.warn */
  readonly onWarning?: (message: string) => void;
}

/**
 * Scans texts and says what becomes of them. `check*` return the decision and never throw for a violation; `enforce*`
 * throw `GuardrailViolationError` or, where the scan failed and the policy fails closed, `GuardrailScanError`. Both
 * throw the abort reason when the signal aborts.
 */
export interface Guardrail {
  readonly policy: Policy;
  readonly prompt: PromptRules;
  /** Whether the policy puts back what it replaced (redaction style `vault`). */
  readonly restores: boolean;
  checkPrompt(text: string, context?: CheckContext): Promise<Decision>;
  checkResponse(text: string, context?: CheckContext): Promise<Decision>;
  /** Judges input or output; where both are given, the output is what `text` holds. */
  checkTool(tool: ToolCheck, context?: CheckContext): Promise<Decision>;
  enforcePrompt(text: string, context?: CheckContext): Promise<Decision>;
  enforceResponse(text: string, context?: CheckContext): Promise<Decision>;
  enforceTool(tool: ToolCheck, context?: CheckContext): Promise<Decision>;
  /**
   * A prompt of many messages, by the prompt options: what has passed before is not scanned again. What the policy
   * redacts is written to the segments.
   */
  enforceConversation(conversation: Conversation, context?: CheckContext): Promise<ConversationVerdict>;
  /** How a system message is read by `prompt.system`: for adapters, which know where it stands. */
  readonly readSystem: ReadSystem;
  /**
   * A response as it streams: text goes in, judged text comes out, in order, with findings replaced where the policy
   * redacts. At a violation it errors with GuardrailViolationError or GuardrailScanError, and cancels what feeds it.
   */
  responseStream(context?: CheckContext): TransformStream<string, string>;
  /**
   * The same for adapters, with the blocks of an answer apart.
   * @param after the answer before it in the same stream, whose end is read with its beginning
   */
  openResponse(context?: CheckContext, after?: Verifier): Verifier;
  /**
   * Puts the originals back into a text that has been judged: an answer, or the input of a tool. Only placeholders that
   * were issued in the same session (`sessionId`; calls without one share a session) count, what else looks like one
   * stays. In a JSON object or list they are escaped. `checkResponse` and `checkTool`, for inputs, do it by themselves.
   */
  restore(text: string, context?: CheckContext): string;
  /** The same for a text that streams; say so if it is JSON. */
  openRestorer(context?: CheckContext, options?: RestoreOptions): Restorer;
  /** What stands in place of a blocked text by `policy.onBlock`; nothing where it says to throw. Never throws. */
  replacementFor(decision: Decision): string | undefined;
}

const HEADS_DIFFER =
  'airs-guardrails: the system messages at the head of prompts differ from call to call, and none of them is scanned. ' +
  'If clients can write them, name your own in prompt.system: { trusted }, or scan all with prompt.system: true.';

const OPTION_KEYS = [
  'scanner',
  'policy',
  'metadata',
  'allowProfileFromRequest',
  'prompt',
  'stream',
  'spanFinder',
  'localScanner',
  'onEvent',
  'onWarning',
] as const satisfies readonly (keyof GuardrailOptions)[];

/**
 * Makes a guardrail from a scanner and a policy.
 * @throws GuardrailConfigError for an option that is not valid, or a redacting policy without a way to find spans
 */
export function createGuardrail(options: GuardrailOptions): Guardrail {
  oneOfKeys('options', options, OPTION_KEYS);
  const { scanner, metadata, spanFinder, localScanner } = options;
  assertScanner('scanner', scanner);
  if (localScanner !== undefined) assertScanner('localScanner', localScanner);
  const policy = resolvePolicy(options.policy);
  if (asksLocally(policy) && localScanner === undefined) {
    throw new GuardrailConfigError('localScanner', 'is needed by a policy that asks it where a scan failed');
  }
  if (canRedact(policy) && spanFinder === undefined) {
    throw new GuardrailConfigError('spanFinder', 'is needed by a policy that redacts');
  }

  const prompt = resolvePromptOptions(options.prompt, policy);
  const stream = resolveStreamOptions(options.stream);
  if (stream.mode === 'observe' && canRedact(policy)) {
    throw new GuardrailConfigError('stream.mode', 'must not be observe: what has left cannot be redacted');
  }
  const { redaction } = typeof options.policy === 'object' ? options.policy : {};
  const redactor = createRedactor(policy, redaction?.secret);
  const { onEvent } = options;
  const allowProfileFromRequest = flagOf('allowProfileFromRequest', options.allowProfileFromRequest);
  const warn = warnBy(options.onWarning);
  const judging = createJudging({
    scanner,
    policy,
    metadata,
    allowProfileFromRequest,
    spanFinder,
    redactor,
    localScanner,
    onEvent,
    warn,
  });

  /** What a tool is to get back was never the model's to see: its own words are judged, with the placeholders. */
  const judgeAsWritten = async (subject: Subject, context: CheckContext): Promise<Decision> => {
    if (!redactor.restores || subject.field !== 'toolInput') return judging.judge(subject, context);
    const { text, placed } = redactor.conceal(subject.text, judging.about(context).sessionId);
    // Threads have their places in the text as it came.
    const { threads: _, ...rest } = context;
    const decision = await judging.judge({ ...subject, text }, text === subject.text ? context : rest);
    return { ...decision, redactions: placed(decision.redactions) };
  };

  /** A decision with what a vault holds put back, where that is in order too. */
  const withOriginals = async (
    subject: Subject,
    decision: Decision,
    context: CheckContext,
  ): Promise<Decision> => {
    if (!redactor.restores || !answers(subject) || decision.outcome === 'block') return decision;
    const text = judging.restore(decision.text, context);
    if (text === decision.text) return decision;
    return (await judgeRestored(judging, policy, { ...subject, text }, context)) ?? { ...decision, text };
  };

  const check = async (subject: Subject, context: CheckContext): Promise<Decision> => {
    context.signal?.throwIfAborted();
    // Patterns would read an object as "[object Object]" and find it harmless.
    if (typeof subject.text !== 'string') throw new GuardrailConfigError('text', 'must be a string');
    const judged: Decision =
      subject.text === ''
        ? {
            direction: subject.direction,
            outcome: 'allow',
            text: '',
            result: nothingToScan(context),
            redactions: [],
          }
        : await judgeAsWritten(subject, context);
    const decision = await withOriginals(subject, judged, context);
    const { direction, outcome, reason, result, redactions } = decision;
    judging.report({
      type: 'decision',
      direction,
      outcome,
      result,
      redactions: redactions.length,
      ...(reason !== undefined && { reason }),
    });
    return decision;
  };

  const enforceConversation = createConversationEnforcer({
    rules: prompt,
    policy,
    about: judging.about,
    check: ({ kind, toolName = 'unknown' }, text, context) => {
      if (kind !== 'toolOutput' && kind !== 'toolList') return guardrail.checkPrompt(text, context);
      const method = kind === 'toolList' ? 'tools/list' : 'tools/call';
      return guardrail.checkTool({ name: toolName, output: text, method }, context);
    },
    reissue: redactor.restores
      ? ({ kind }, context, json) =>
          redactor.replacer(
            kind === 'toolOutput' ? 'toolOutput' : 'prompt',
            judging.about(context).sessionId,
            json,
            judging.callOf(context),
          )
      : undefined,
  });

  const guardrail: Guardrail = {
    policy,
    prompt,
    restores: redactor.restores,
    async checkPrompt(text, context = {}) {
      const content = (prompt: string): ScanRequest => ({ prompt });
      return check({ direction: 'prompt', field: 'prompt', text, content }, context);
    },
    async checkResponse(text, context = {}) {
      const content = (response: string): ScanRequest => ({
        ...(context.prompt && { prompt: context.prompt }),
        response,
        ...(context.context && { context: context.context }),
      });
      return check({ direction: 'response', field: 'response', text, content }, context);
    },
    async checkTool(tool, context = {}) {
      return check(toolSubject(tool), context);
    },
    enforcePrompt: async (text, context) => enforce(await guardrail.checkPrompt(text, context)),
    enforceResponse: async (text, context) => enforce(await guardrail.checkResponse(text, context)),
    enforceTool: async (tool, context) => enforce(await guardrail.checkTool(tool, context)),
    enforceConversation: (conversation, context = {}) =>
      enforceConversation(conversation, judging.asOneCall(context)),
    readSystem: createSystemReader(prompt.system, () => warn(HEADS_DIFFER)),
    openResponse: (context = {}, after) =>
      openResponse({ judging, policy, scanner, spanFinder, options: stream }, context, after),
    responseStream: (context = {}) =>
      responseStream(guardrail.openResponse(context), guardrail.openRestorer(context)),
    restore: (text, context = {}) => judging.restore(text, context),
    openRestorer: (context = {}, options) => judging.openRestorer(context, options),
    replacementFor: (decision) => replacementFor(decision, policy.onBlock),
  };
  return guardrail;
}

/** @throws GuardrailViolationError or GuardrailScanError for a decision to block */
export function enforce(decision: Decision): Decision {
  if (decision.outcome === 'block') throw refusalOf(decision);
  return decision;
}

/**
 * Tells the operator; what the listener throws or rejects with is ignored.
 * @throws GuardrailConfigError for what is no function
 */
function warnBy(listener: GuardrailOptions['onWarning']): (message: string) => void {
  assertFunction('onWarning', listener);
  return (message) => {
    try {
      if (listener === undefined) globalThis.console?.warn(message);
      else void Promise.resolve<unknown>(listener(message)).catch(() => undefined);
    } catch {}
  };
}

/** Whether a text is the model's own: an answer, or what it calls a tool with. */
function answers({ field }: Subject): boolean {
  return field === 'response' || field === 'toolInput';
}
