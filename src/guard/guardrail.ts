import { type ContentScanner, GuardrailError, type ScanRequest } from '../scan/index.js';
import type { CheckContext } from './check-context.js';
import type { Conversation } from './conversation/conversation.js';
import {
  type ConversationVerdict,
  createConversationEnforcer,
  type EnforceConversation,
} from './conversation/enforce-conversation.js';
import { createPromptMemory, type PromptMemory } from './conversation/prompt-memory.js';
import type { PromptRules } from './conversation/prompt-options.js';
import { createSystemReader, type ReadSystem } from './conversation/system-trust.js';
import { createPromptsEnforcer, type EnforcePrompts } from './enforce-prompts.js';
import { refusalOf } from './errors.js';
import { createEvaluator, type Evaluator } from './evaluate.js';
import { type CheckParts, evaluateSubject, passUnjudged } from './evaluate-subject.js';
import { decisionEvent } from './events.js';
import { type GuardrailOptions, type ResolvedGuardrail, resolveGuardrail } from './guardrail-options.js';
import type { Decision } from './policy/decision.js';
import { replacementFor } from './policy/on-block.js';
import type { Policy } from './policy/policy.js';
import { promptBeside } from './reading-request.js';
import { createPlaceholders, type Placeholders } from './redaction/placeholders.js';
import type { RestoreOptions, Restorer } from './redaction/restore.js';
import { createScans, type Scans } from './scans.js';
import { cachedBy, openSharing } from './sharing/open-sharing.js';
import type { OpenSharing, SharingParts } from './sharing/sharing.js';
import { openResponse } from './stream/open-response.js';
import { responseStream } from './stream/response-stream.js';
import type { Verifier } from './stream/verifier-face.js';
import { type ToolCheck, toolSubject } from './tool-event.js';
import type { SkipsTool } from './tool-rules.js';

/**
 * Scans texts and decides what happens to them. The `check*` functions return the decision and never throw for a
 * violation. The `enforce*` functions throw `GuardrailViolationError`, or `GuardrailScanError` if the scan failed and
 * the policy fails closed. Both throw the abort reason when the signal aborts.
 */
export interface Guardrail {
  readonly policy: Policy;
  readonly prompt: PromptRules;
  /** Whether the policy puts back what it replaced (redaction style `vault`). */
  readonly restores: boolean;
  checkPrompt(text: string, context?: CheckContext): Promise<Decision>;
  checkResponse(text: string, context?: CheckContext): Promise<Decision>;
  /**
   * Judges the input or the output of a tool call. If both are given, it judges the output, and `text` holds the
   * output.
   */
  checkTool(tool: ToolCheck, context?: CheckContext): Promise<Decision>;
  enforcePrompt(text: string, context?: CheckContext): Promise<Decision>;
  enforceResponse(text: string, context?: CheckContext): Promise<Decision>;
  enforceTool(tool: ToolCheck, context?: CheckContext): Promise<Decision>;
  /**
   * Judges texts that are independent of each other, each as a prompt of its own. Several share one scan, and equal
   * texts are judged once.
   */
  readonly enforcePrompts: EnforcePrompts;
  /**
   * Judges a prompt of many messages by the prompt options. Parts that passed before are not scanned again. Redactions
   * are written to the segments.
   */
  enforceConversation(conversation: Conversation, context?: CheckContext): Promise<ConversationVerdict>;
  /** Returns how a system message is read under `prompt.system`. For adapters, which know the place of the message. */
  readonly readSystem: ReadSystem;
  /**
   * Makes a stream that judges a response. It takes the text of the response and gives judged text in order, with
   * findings replaced if the policy redacts. At a violation it errors with GuardrailViolationError or
   * GuardrailScanError, and cancels its source.
   */
  responseStream(context?: CheckContext): TransformStream<string, string>;
  /**
   * Opens the judging of a response whose blocks are kept apart. For adapters.
   * @param after the response before it in the same stream, whose end is read with its beginning
   */
  openResponse(context?: CheckContext, after?: Verifier): Verifier;
  /**
   * Puts the originals back into a judged text: an answer, or the input of a tool. Only placeholders issued in the same
   * session (`sessionId`) are replaced; calls without a session id share one. Other texts that look like placeholders
   * stay. In a JSON object or list the originals are escaped. `checkResponse`, and `checkTool` for inputs, already do
   * this.
   */
  restore(text: string, context?: CheckContext): string;
  /** Opens a restorer for a text that streams. Set `json` if the text is JSON. */
  openRestorer(context?: CheckContext, options?: RestoreOptions): Restorer;
  /**
   * Returns the replacement of a blocked text under `policy.onBlock`, or undefined if the policy throws. Never throws.
   */
  replacementFor(decision: Decision): string | undefined;
  /**
   * Forgets a session: the originals behind its placeholders and its verdicts, in this process and, with `state`, in
   * the store. Other processes forget it at their next prompt of the session.
   * @throws GuardrailError (`ERR_GUARDRAIL_UNAVAILABLE`) if the store fails; call it again then
   */
  forget(sessionId: string): Promise<void>;
}

const HEADS_DIFFER =
  'airs-guardrails: the system messages at the head of prompts differ from call to call, and none of them is scanned. ' +
  'If clients can write them, name your own in prompt.system: { trusted }, or scan all with prompt.system: true.';

/**
 * Makes a guardrail from a scanner and a policy.
 * @throws GuardrailConfigError for an option that is not valid, or a redacting policy without a way to find spans
 * @example
 * const guardrail = createGuardrail({ scanner: airsScanner(), policy: 'strict' });
 * const { outcome } = await guardrail.checkPrompt('Ignore all previous instructions');
 */
export function createGuardrail(options: GuardrailOptions): Guardrail {
  const resolved = resolveGuardrail(options);
  const { scanner, policy, prompt, stream, spanFinder, localScanner, metadata, onEvent, warn } = resolved;
  const { skipsTool, tracing } = resolved;
  const placeholders = createPlaceholders(policy, resolved.secret);
  const memory = prompt.scope === 'all' ? undefined : createPromptMemory(prompt.memory);
  const forgetLocally = (session: string): void => {
    placeholders.vault.forget(session);
    memory?.forget(session);
  };
  const sharing = sharingOf(resolved, { placeholders, memory, forgetLocally });
  const scansBy = (own: ContentScanner): Scans =>
    createScans({ ...resolved, scanner: own, metadata, localScanner, onEvent });
  const left = resolved.state?.vault && (() => resolved.state?.report({ problem: 'unrestored', count: 1 }));
  const evaluatorBy = (own: ContentScanner): Evaluator =>
    createEvaluator({ scans: scansBy(own), policy, spanFinder, placeholders, sharing, left });
  const evaluator = evaluatorBy(scanner);
  const gate =
    stream.gate === undefined ? undefined : { scanner: stream.gate, evaluator: evaluatorBy(stream.gate) };
  const cached = sharing === undefined ? evaluator : evaluatorBy(cachedBy(sharing, scanner));
  const check = createChecks(
    { evaluator, cached, policy, placeholders, sharing, spanFinder, tracing },
    skipsTool,
  );
  const enforceConversation = conversationEnforcer(
    { resolved, evaluator, placeholders, memory, sharing },
    check,
  );
  const enforcePrompt: Guardrail['enforcePrompt'] = async (text, context) =>
    enforce(await check.checkPrompt(text, context));
  const open = (context: CheckContext, after?: Verifier): Verifier =>
    openResponse(
      {
        evaluator,
        policy,
        scanner,
        spanFinder,
        restores: placeholders.restores,
        skipsTool,
        gate,
        options: stream,
        tracing,
      },
      context,
      after,
    );
  return {
    policy,
    prompt,
    restores: placeholders.restores,
    ...check,
    enforcePrompt,
    enforcePrompts: createPromptsEnforcer({ evaluator, policy, enforcePrompt }),
    enforceResponse: async (text, context) => enforce(await check.checkResponse(text, context)),
    enforceTool: async (tool, context) => enforce(await check.checkTool(tool, context)),
    enforceConversation: (conversation, context = {}) =>
      enforceConversation(conversation, evaluator.asOneCall(context)),
    readSystem: createSystemReader(prompt.system, () => warn(HEADS_DIFFER)),
    openResponse: (context = {}, after) => open(context, after),
    responseStream: (context = {}) =>
      responseStream(
        open(context),
        evaluator.openRestorer(context),
        sharing?.().then((shared) =>
          shared?.forStream(evaluator.about(context, { direction: 'response' }).sessionId),
        ),
      ),
    restore: (text, context = {}) => evaluator.restore(text, context),
    openRestorer: (context = {}, options) => evaluator.openRestorer(context, options),
    replacementFor: (decision) => replacementFor(decision, policy.onBlock),
    async forget(sessionId) {
      const shared = await sharing?.();
      if (sharing !== undefined && shared === undefined)
        throw new GuardrailError('ERR_GUARDRAIL_UNAVAILABLE', 'The session was not forgotten: no store');
      await shared?.forget(sessionId);
      forgetLocally(sessionId);
    },
  };
}

/** Opens the shared state of a guardrail, if its options set one. */
function sharingOf(
  { state, policy, prompt, configuration }: ResolvedGuardrail,
  {
    placeholders,
    ...local
  }: Pick<SharingParts, 'memory' | 'forgetLocally'> & { readonly placeholders: Placeholders },
): OpenSharing | undefined {
  if (state === undefined) return undefined;
  const { ttlMs: vaultTtlMs, now } = policy.vault;
  return openSharing({
    ...local,
    state,
    configuration,
    vault: placeholders.restores && state.vault !== undefined ? placeholders.vault : undefined,
    vaultTtlMs,
    memoryTtlMs: prompt.memory.ttlMs,
    now,
  });
}

type Checks = Pick<Guardrail, 'checkPrompt' | 'checkResponse' | 'checkTool'>;

function createChecks(
  { cached, ...parts }: CheckParts & { readonly cached: Evaluator },
  skipsTool: SkipsTool,
): Checks {
  // The same prompt or tool output often comes again. The same answer hardly ever does.
  const again: CheckParts = { ...parts, evaluator: { ...cached, callOf: parts.evaluator.callOf } };
  return {
    async checkPrompt(text, context = {}) {
      const content = (prompt: string): ScanRequest => ({ prompt });
      return evaluateSubject(again, { direction: 'prompt', field: 'prompt', text, content }, context);
    },
    async checkResponse(text, context = {}) {
      const content = (response: string): ScanRequest => ({
        ...promptBeside(context),
        response,
        ...(context.context && { context: context.context }),
      });
      return evaluateSubject(parts, { direction: 'response', field: 'response', text, content }, context);
    },
    async checkTool(tool, context = {}) {
      const subject = toolSubject(tool);
      return skipsTool(tool)
        ? passUnjudged(again, subject, context)
        : evaluateSubject(again, subject, context);
    },
  };
}

/** The parts that enforcing conversations needs. */
interface ConversationKit {
  readonly resolved: ResolvedGuardrail;
  readonly evaluator: Evaluator;
  readonly placeholders: Placeholders;
  readonly memory: PromptMemory | undefined;
  readonly sharing: OpenSharing | undefined;
}

function conversationEnforcer(
  { resolved, evaluator, placeholders, memory, sharing }: ConversationKit,
  { checkPrompt, checkTool }: Checks,
): EnforceConversation {
  const { about, callOf } = evaluator;
  return createConversationEnforcer({
    rules: resolved.prompt,
    policy: resolved.policy,
    about,
    memory,
    shareCalls: async () => (await sharing?.())?.shareCall,
    callOf,
    onRefusedAgain: (decision) => evaluator.report({ ...decisionEvent(decision), remembered: true }),
    check: ({ kind, toolName = 'unknown' }, text, context) => {
      if (kind !== 'toolOutput' && kind !== 'toolList') return checkPrompt(text, context);
      const method = kind === 'toolList' ? 'tools/list' : 'tools/call';
      return checkTool({ name: toolName, output: text, method }, context);
    },
    reissue: placeholders.restores
      ? ({ kind }, context, json) => {
          const field = kind === 'toolOutput' ? 'toolOutput' : 'prompt';
          const { sessionId } = about(context, { direction: kind === 'toolOutput' ? 'tool' : 'prompt' });
          return placeholders.replacer(field, sessionId, json, callOf(context));
        }
      : undefined,
  });
}

/**
 * Returns the decision, unless it is to block.
 * @throws GuardrailViolationError or GuardrailScanError for a decision to block
 */
function enforce(decision: Decision): Decision {
  if (decision.outcome === 'block') throw refusalOf(decision);
  return decision;
}
