import {
  type ContentScanner,
  DEFAULT_PROFILE_NAME,
  NOTHING_DETECTED,
  type ScanRequest,
  type ScanResult,
  type SpanField,
  type ToolEvent,
} from '../scan/index.js';
import { type Decision, decide } from './decision.js';
import { GuardrailConfigError, refusalOf } from './errors.js';
import type { GuardrailEvent } from './events.js';
import {
  canRedact,
  type Direction,
  oneOfKeys,
  type Policy,
  type PolicyOptions,
  type PolicyPreset,
  resolvePolicy,
} from './policy.js';
import { redactText, type SpanFinder, spansToRedact } from './redaction.js';
import { runScan } from './run-scan.js';

/** Who and what a scan is about, for the scan log and the choice of profile. */
export type ScanMetadata = Pick<
  ScanRequest,
  'sessionId' | 'trId' | 'appName' | 'appUser' | 'aiModel' | 'userIp' | 'profileName' | 'profileId'
>;

/** What is known about one check. Its ids and names win over the guardrail's `metadata`. */
export interface CheckContext extends ScanMetadata {
  /** What an adapter found out by itself; counts where neither the context nor `metadata` says otherwise. */
  readonly inferred?: ScanMetadata;
  /** The prompt that a response answers; travels beside it. */
  readonly prompt?: string;
  /** Grounding context. */
  readonly context?: string;
  /** Aborts the scan; the abort reason is thrown as it is. */
  readonly signal?: AbortSignal;
}

/** A tool call before it runs (`input`) or after (`output`). */
export interface ToolCheck {
  readonly name: string;
  /** The MCP server, or any label of the place that offers the tool. @default 'tools' */
  readonly server?: string;
  /** The arguments as JSON text. */
  readonly input?: string;
  /** The result as JSON or plain text. */
  readonly output?: string;
}

/** Options of `createGuardrail`. */
export interface GuardrailOptions {
  readonly scanner: ContentScanner;
  /** A preset or an object. @default 'balanced' */
  readonly policy?: PolicyPreset | PolicyOptions;
  /** Metadata of every scan, or a function of the check's context. */
  readonly metadata?: ScanMetadata | ((context: CheckContext) => ScanMetadata);
  /** Finds spans for redaction where the scanner gave none. */
  readonly spanFinder?: SpanFinder;
  /** Told about every scan and decision; what it throws or rejects with is ignored. */
  readonly onEvent?: (event: GuardrailEvent) => void;
}

/**
 * Scans texts and says what becomes of them. `check*` return the decision and never throw for a violation; `enforce*`
 * throw `GuardrailViolationError` or, where the scan failed and the policy fails closed, `GuardrailScanError`. Both
 * throw the abort reason when the signal aborts.
 */
export interface Guardrail {
  readonly policy: Policy;
  checkPrompt(text: string, context?: CheckContext): Promise<Decision>;
  checkResponse(text: string, context?: CheckContext): Promise<Decision>;
  /** Judges input or output; where both are given, the output is what `text` holds. */
  checkTool(tool: ToolCheck, context?: CheckContext): Promise<Decision>;
  enforcePrompt(text: string, context?: CheckContext): Promise<Decision>;
  enforceResponse(text: string, context?: CheckContext): Promise<Decision>;
  enforceTool(tool: ToolCheck, context?: CheckContext): Promise<Decision>;
}

const OPTION_KEYS = [
  'scanner',
  'policy',
  'metadata',
  'spanFinder',
  'onEvent',
] as const satisfies readonly (keyof GuardrailOptions)[];

/** One text to judge and the requests that judge it. */
interface Subject {
  readonly direction: Direction;
  readonly field: SpanField;
  readonly text: string;
  /** The content of the request with a text in the place of the subject. */
  content(text: string): ScanRequest;
}

/**
 * Makes a guardrail from a scanner and a policy.
 * @throws GuardrailConfigError for an option that is not valid, or a redacting policy without a way to find spans
 */
export function createGuardrail(options: GuardrailOptions): Guardrail {
  oneOfKeys('options', options, OPTION_KEYS);
  const { scanner, metadata, spanFinder } = options;
  if (typeof scanner?.scan !== 'function')
    throw new GuardrailConfigError('scanner', 'must be a ContentScanner');
  const policy = resolvePolicy(options.policy);
  if (canRedact(policy) && spanFinder === undefined) {
    throw new GuardrailConfigError('spanFinder', 'is needed by a policy that redacts');
  }

  const report = (event: GuardrailEvent): void => {
    // Reporting must not change what happens to the content, nor end the process by a rejection nobody awaits.
    if (options.onEvent === undefined) return;
    try {
      // A copy: what a listener does to its event must not reach the verdict.
      void Promise.resolve<unknown>(options.onEvent(structuredClone(event))).catch(() => undefined);
    } catch {}
  };

  const scan = async (
    request: ScanRequest,
    direction: Direction,
    signal?: AbortSignal,
  ): Promise<ScanResult> => {
    const result = await runScan(scanner, request, signal);
    report({ type: 'scan', direction, scanner: scanner.name, result });
    return result;
  };

  const about = (context: CheckContext): ScanMetadata => {
    const general = typeof metadata === 'function' ? callMetadata(metadata, context) : metadata;
    return {
      ...pickMetadata(context.inferred ?? {}),
      ...pickMetadata(general ?? {}),
      ...pickMetadata(context),
    };
  };

  const judge = async (subject: Subject, context: CheckContext): Promise<Decision> => {
    const { direction, text } = subject;
    const { signal } = context;
    // Once: the scan of a redacted text is about the same call.
    const whose = about(context);
    const result = await scan({ ...subject.content(text), ...whose }, direction, signal);
    const ruling = decide(result, direction, policy);
    const blocked = (reason: Decision['reason'], judged = result): Decision => ({
      direction,
      outcome: 'block',
      text: '',
      result: judged,
      redactions: [],
      ...(reason !== undefined && { reason }),
    });
    if (ruling.outcome === 'block') return blocked(ruling.reason);
    if (ruling.outcome !== 'redact')
      return { direction, outcome: ruling.outcome, text, result, redactions: [] };
    const spans = spansToRedact(text, subject.field, ruling.redact, result.spans ?? [], spanFinder);
    if (spans.length === 0) return blocked('redaction_failed');
    const redacted = redactText(text, spans, policy.redactionStyle);
    if (isJson(text) && !isJson(redacted.text)) return blocked('redaction_failed');
    // What is still found after the replacement was not located in full.
    const again = await scan({ ...subject.content(redacted.text), ...whose }, direction, signal);
    const second = decide(again, direction, policy);
    if (second.outcome === 'block') return blocked(second.reason, again);
    if (second.outcome === 'redact') return blocked('redaction_failed', again);
    return { direction, outcome: 'redact', ...redacted, result };
  };

  const check = async (subject: Subject, context: CheckContext): Promise<Decision> => {
    context.signal?.throwIfAborted();
    // Patterns would read an object as "[object Object]" and find it harmless.
    if (typeof subject.text !== 'string') throw new GuardrailConfigError('text', 'must be a string');
    const decision: Decision =
      subject.text === ''
        ? {
            direction: subject.direction,
            outcome: 'allow',
            text: '',
            result: nothingToScan(context),
            redactions: [],
          }
        : await judge(subject, context);
    const { direction, outcome, reason, result, redactions } = decision;
    report({
      type: 'decision',
      direction,
      outcome,
      result,
      redactions: redactions.length,
      ...(reason !== undefined && { reason }),
    });
    return decision;
  };

  const guardrail: Guardrail = {
    policy,
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
      const side = tool.output ? 'output' : 'input';
      const content = (text: string): ScanRequest => ({
        toolEvent: { ...toolEventOf(tool), [side]: text },
      });
      const field = side === 'input' ? 'toolInput' : 'toolOutput';
      return check({ direction: 'tool', field, text: tool[side] ?? '', content }, context);
    },
    enforcePrompt: async (text, context) => enforce(await guardrail.checkPrompt(text, context)),
    enforceResponse: async (text, context) => enforce(await guardrail.checkResponse(text, context)),
    enforceTool: async (tool, context) => enforce(await guardrail.checkTool(tool, context)),
  };
  return guardrail;
}

/** @throws GuardrailViolationError or GuardrailScanError for a decision to block */
export function enforce(decision: Decision): Decision {
  if (decision.outcome === 'block') throw refusalOf(decision);
  return decision;
}

function toolEventOf(tool: ToolCheck): ToolEvent {
  return {
    metadata: {
      ecosystem: 'mcp',
      method: 'tools/call',
      server_name: tool.server ?? 'tools',
      tool_invoked: tool.name,
    },
    ...(tool.input && { input: tool.input }),
    ...(tool.output && { output: tool.output }),
  };
}

/** @throws GuardrailConfigError where the function throws; its own words may be about the content */
function callMetadata(
  metadata: (context: CheckContext) => ScanMetadata,
  context: CheckContext,
): ScanMetadata {
  try {
    return metadata(context);
  } catch (error) {
    throw new GuardrailConfigError('metadata', `threw ${error instanceof Error ? error.name : 'a value'}`);
  }
}

const METADATA_KEYS = [
  'sessionId',
  'trId',
  'appName',
  'appUser',
  'aiModel',
  'userIp',
  'profileName',
  'profileId',
] as const satisfies readonly (keyof ScanMetadata)[];

function pickMetadata(source: ScanMetadata): ScanMetadata {
  const entries = METADATA_KEYS.map((key) => [key, source[key]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function nothingToScan(context: CheckContext): ScanResult {
  return {
    action: 'allow',
    severity: 'SAFE',
    categories: ['safe'],
    scanId: '',
    reportId: '',
    profileName: context.profileName ?? DEFAULT_PROFILE_NAME,
    ...NOTHING_DETECTED,
    latencyMs: 0,
  };
}

/** Whether a text is a JSON object or list; a bare number or word is plain text too. */
function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
