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
  /** Texts that have nothing to do with each other, each as a prompt of its own: several in one scan, equal ones once. */
  readonly enforcePrompts: EnforcePrompts;
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
  /**
   * Forgets a session: what its placeholders stand for and what of it has been judged, in this process and, with `state`, in
   * the store. Other processes forget it at their next prompt of the session.
   * @throws GuardrailError (`ERR_GUARDRAIL_UNAVAILABLE`) where the store does not do it; call it again then
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
  const { allowProfileFromRequest, profiles, skipsTool, tracing } = resolved;
  const placeholders = createPlaceholders(policy, resolved.secret);
  const memory = prompt.scope === 'all' ? undefined : createPromptMemory(prompt.memory);
  const forgetLocally = (session: string): void => {
    placeholders.vault.forget(session);
    memory?.forget(session);
  };
  const sharing = sharingOf(resolved, { placeholders, memory, forgetLocally });
  const scansBy = (own: ContentScanner): Scans =>
    createScans({
      scanner: own,
      policy,
      metadata,
      profiles,
      allowProfileFromRequest,
      localScanner,
      onEvent,
      tracing,
      warn,
    });
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

/** What a guardrail shares, where its options say so. */
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
  // The same prompt and what the same tool says come again; the same answer hardly does.
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

/** What the enforcing of conversations is made of. */
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

/** @throws GuardrailViolationError or GuardrailScanError for a decision to block */
function enforce(decision: Decision): Decision {
  if (decision.outcome === 'block') throw refusalOf(decision);
  return decision;
}
