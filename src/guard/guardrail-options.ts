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
  /**
   * A preset or an object.
   * @default 'balanced'
   */
  readonly policy?: PolicyPreset | PolicyOptions;
  /**
   * The metadata of every scan, or a function of the check's context that returns it. The function speaks for the
   * application, so its values win over those of the request. The values of an object count only where the request sets
   * none.
   */
  readonly metadata?: ScanMetadata | ((context: MetadataContext) => ScanMetadata);
  /**
   * The profiles for prompts, responses and tools, by name or as `{ id }`. They win over the profile in `metadata` if
   * that is an object. A profile from the context of a check, or from a `metadata` function, wins over them.
   */
  readonly profiles?: ScanProfiles;
  readonly tools?: ToolOptions;
  /**
   * Lets a request choose the security profile that judges it (`providerOptions.guardrail`, `configurable.guardrail`).
   * Anyone who sends requests could then choose a lax one.
   * @default false: the profile is ignored, and reported once
   */
  readonly allowProfileFromRequest?: boolean;
  /** How the adapters judge the prompts of a language model. */
  readonly prompt?: PromptOptions;
  /** How responses are judged while they stream. */
  readonly stream?: StreamOptions;
  /**
   * State that processes share, so that any of them can serve a chat: the verdicts on parts of prompts, the originals
   * behind placeholders, and cached verdicts. Only calls with a session id share it.
   * @default each process keeps its own
   */
  readonly state?: StateOptions;
  /** Finds the spans to redact where the scanner gave none. */
  readonly spanFinder?: SpanFinder;
  /** The scanner in this process that stands in for a failed scan. For policies with `onScanFailure: 'local'`. */
  readonly localScanner?: ContentScanner;
  /** Called for every scan and decision. Errors and rejections of the function are ignored. */
  readonly onEvent?: (event: GuardrailEvent) => void;
  /** Traces and counts the work of the guardrail, such as `otelTelemetry()` of `airs-guardrails/otel`. */
  readonly telemetry?: GuardrailTelemetry;
  /**
   * Receives warnings about the set-up, in fixed words and each only once.
   * @default console.warn
   */
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

/** The complete options of a guardrail. */
export interface ResolvedGuardrail
  extends Pick<GuardrailOptions, 'scanner' | 'metadata' | 'spanFinder' | 'localScanner' | 'onEvent'> {
  readonly policy: Policy;
  /** The key of the placeholders. It is kept out of the policy, which may be printed. */
  readonly secret: string | undefined;
  readonly prompt: PromptRules;
  readonly stream: ResolvedStreamOptions;
  readonly allowProfileFromRequest: boolean;
  readonly profiles: ResolvedProfiles;
  readonly skipsTool: SkipsTool;
  readonly tracing: Tracing | undefined;
  readonly state: ResolvedState | undefined;
  /** Returns everything that verdicts depend on, except the judged content. */
  configuration(): Promise<string>;
  /** Warns the operator. Never throws. */
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
    // Processes that share a vault must make the same placeholders.
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
 * Makes the function that warns the operator. Errors and rejections of the listener are ignored.
 * @throws GuardrailConfigError if the listener is not a function
 */
function warnBy(listener: GuardrailOptions['onWarning']): (message: string) => void {
  assertFunction('onWarning', listener);
  return (message) => {
    callSafely(() => (listener === undefined ? globalThis.console?.warn(message) : listener(message)));
  };
}

/** Writes down everything that verdicts depend on. Functions are compared by their source. */
async function configurationOf(
  { scanner, metadata, profiles, tools, spanFinder, localScanner }: GuardrailOptions,
  { vault: _vault, onBlock: _onBlock, ...policy }: Policy,
  scope: string,
): Promise<string> {
  const judges = [scanner, localScanner].map(async (own) => [own?.name, await own?.configuration?.()]);
  return writtenDown([scope, policy, metadata, profiles, tools, spanFinder, await Promise.all(judges)]);
}
