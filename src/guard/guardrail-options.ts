import {
  assertFunction,
  assertScanner,
  type ContentScanner,
  callSafely,
  flagOf,
  GuardrailConfigError,
  oneOfKeys,
  writtenDown,
} from '../scan/index.js';
import { type ResolvedState, resolveState, type StateOptions } from '../state/index.js';
import type { MetadataContext, ScanMetadata } from './check-context.js';
import { type PromptOptions, type PromptRules, resolvePromptOptions } from './conversation/prompt-options.js';
import type { GuardrailEvent } from './events.js';
import { asksLocally, canRedact, type Policy, type PolicyOptions, resolvePolicy } from './policy/policy.js';
import type { PolicyPreset } from './policy/presets.js';
import type { SpanFinder } from './redaction/redact-text.js';
import { type ResolvedProfiles, resolveProfiles, type ScanProfiles } from './scan-profiles.js';
import {
  type ResolvedStreamOptions,
  resolveStreamOptions,
  type StreamOptions,
} from './stream/stream-options.js';
import { type GuardrailTelemetry, resolveTelemetry, type Tracing } from './telemetry.js';
import { resolveTools, type SkipsTool, type ToolOptions } from './tool-rules.js';

/** Options of `createGuardrail`. */
export interface GuardrailOptions {
  readonly scanner: ContentScanner;
  /** A preset or an object. @default 'balanced' */
  readonly policy?: PolicyPreset | PolicyOptions;
  /**
   * Metadata of every scan, or a function of the check's context. What a function returns is the application's word on
   * the call and wins over what the request says; an object is what counts where a request says nothing.
   */
  readonly metadata?: ScanMetadata | ((context: MetadataContext) => ScanMetadata);
  /**
   * Profiles by what is judged, by name or as `{ id }`; they win over the profile of `metadata` where that is an object. A
   * profile that a check's own context or a `metadata` function names wins over them.
   */
  readonly profiles?: ScanProfiles;
  readonly tools?: ToolOptions;
  /**
   * Whether a request may choose the security profile that judges it (`providerOptions.guardrail`,
   * `configurable.guardrail`). Whoever sends requests could choose a lax one. @default false: it is ignored, and
   * reported once
   */
  readonly allowProfileFromRequest?: boolean;
  /** How the prompts of a language model are judged; for the adapters. */
  readonly prompt?: PromptOptions;
  /** How responses are judged while they stream. */
  readonly stream?: StreamOptions;
  /**
   * What processes share, so that a chat may be served by any of them: what of prompts has been judged, what placeholders stand
   * for, verdicts. Only of calls with a session id. @default each process keeps its own
   */
  readonly state?: StateOptions;
  /** Finds spans for redaction where the scanner gave none. */
  readonly spanFinder?: SpanFinder;
  /** Scans in this process where a scan failed; for policies with `onScanFailure: 'local'`. */
  readonly localScanner?: ContentScanner;
  /** Told about every scan and decision; what it throws or rejects with is ignored. */
  readonly onEvent?: (event: GuardrailEvent) => void;
  /** Traces and counts what the guardrail does, such as `otelTelemetry()` of `airs-guardrails/otel`. */
  readonly telemetry?: GuardrailTelemetry;
  /** Receives what is to be looked at in the set-up, in fixed words, each once. @default console.warn */
  readonly onWarning?: (message: string) => void;
}

const OPTION_KEYS = [
  'scanner',
  'policy',
  'metadata',
  'profiles',
  'tools',
  'allowProfileFromRequest',
  'prompt',
  'stream',
  'state',
  'spanFinder',
  'localScanner',
  'onEvent',
  'telemetry',
  'onWarning',
] as const satisfies readonly (keyof GuardrailOptions)[];

/** Complete options of a guardrail. */
export interface ResolvedGuardrail
  extends Pick<GuardrailOptions, 'scanner' | 'metadata' | 'spanFinder' | 'localScanner' | 'onEvent'> {
  readonly policy: Policy;
  /** The key of the placeholders, which does not belong into a policy that may be printed. */
  readonly secret: string | undefined;
  readonly prompt: PromptRules;
  readonly stream: ResolvedStreamOptions;
  readonly allowProfileFromRequest: boolean;
  readonly profiles: ResolvedProfiles;
  readonly skipsTool: SkipsTool;
  readonly tracing: Tracing | undefined;
  readonly state: ResolvedState | undefined;
  /** All that verdicts depend on beside what is judged. */
  configuration(): Promise<string>;
  /** Tells the operator; never throws. */
  warn(message: string): void;
}

/**
 * Completes the options.
 * @throws GuardrailConfigError for an option that is not valid, or a redacting policy without a way to find spans
 */
export function resolveGuardrail(options: GuardrailOptions): ResolvedGuardrail {
  oneOfKeys('options', options, OPTION_KEYS);
  const { scanner, metadata, spanFinder, localScanner, onEvent } = options;
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
  if (stream.mode === 'observe' && stream.gate === undefined && canRedact(policy)) {
    throw new GuardrailConfigError(
      'stream.mode',
      'must not be observe without a gate: what has left cannot be redacted',
    );
  }
  const state = options.state === undefined ? undefined : resolveState(options.state);
  const { redaction } = typeof options.policy === 'object' ? options.policy : {};
  const allowProfileFromRequest = flagOf('allowProfileFromRequest', options.allowProfileFromRequest);
  return {
    scanner,
    policy,
    // Processes that share a vault make the same placeholders.
    secret: redaction?.secret ?? (state?.vault && `placeholders ${state.vault.secrets[0]}`),
    prompt,
    stream,
    allowProfileFromRequest,
    profiles: resolveProfiles(options.profiles),
    skipsTool: resolveTools(options.tools),
    tracing: resolveTelemetry(options.telemetry),
    state,
    configuration: () => configurationOf(options, policy, state?.scope ?? ''),
    warn: warnBy(options.onWarning),
    ...(metadata !== undefined && { metadata }),
    ...(spanFinder !== undefined && { spanFinder }),
    ...(localScanner !== undefined && { localScanner }),
    ...(onEvent !== undefined && { onEvent }),
  };
}

/**
 * Tells the operator; what the listener throws or rejects with is ignored.
 * @throws GuardrailConfigError for what is no function
 */
function warnBy(listener: GuardrailOptions['onWarning']): (message: string) => void {
  assertFunction('onWarning', listener);
  return (message) => {
    callSafely(() => (listener === undefined ? globalThis.console?.warn(message) : listener(message)));
  };
}

/** Writes down what verdicts depend on. What is a function counts by its source. */
async function configurationOf(
  { scanner, metadata, profiles, tools, spanFinder, localScanner }: GuardrailOptions,
  { vault: _vault, onBlock: _onBlock, ...policy }: Policy,
  scope: string,
): Promise<string> {
  const judges = [scanner, localScanner].map(async (own) => [own?.name, await own?.configuration?.()]);
  return writtenDown([scope, policy, metadata, profiles, tools, spanFinder, await Promise.all(judges)]);
}
