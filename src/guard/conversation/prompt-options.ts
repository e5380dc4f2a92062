import {
  assertFunction,
  byteCount,
  flagOf,
  GuardrailConfigError,
  MIB,
  oneOf,
  oneOfKeys,
  wholeNumber,
} from '../../scan/index.js';
import type { Policy } from '../policy/policy.js';

/**
 * The parts of a conversation that are judged before the model is called. `new` judges everything that has not passed
 * before: a chat of N turns costs N scans of prompts, and a history forged by a browser is still judged. `last` judges
 * the last user message and everything after the last assistant message. `all` judges everything at every call.
 */
export type PromptScope = 'new' | 'last' | 'all';

/**
 * When a prompt is judged: before the model is called, or in parallel with it. In parallel, nothing is released until
 * the prompt has passed.
 */
export type PromptScan = 'before' | 'parallel';

/**
 * The consequence of a refused message in an earlier turn. `block` refuses the call. `drop` hides the message and its
 * exchange from the model. A refusal in the last turn always blocks the call.
 */
export type OnBlockedHistory = 'block' | 'drop';

/**
 * The limits of the memory of verdicts. It never holds the text, and it stays in this process unless `state` is set.
 */
export interface PromptMemoryOptions {
  /**
   * The most messages and tool results it holds. The least recently used is forgotten first.
   * @default 10,000
   */
  readonly maxEntries?: number;
  /**
   * The most bytes of memory it takes. The least recently used is forgotten first.
   * @default 16 MiB
   */
  readonly maxBytes?: number;
  /**
   * Milliseconds after its last use at which an entry is forgotten.
   * @default 1,800,000, half an hour
   */
  readonly ttlMs?: number;
  /** Clock in milliseconds. @default Date.now */
  readonly now?: () => number;
}

/** The application's own system messages, for frameworks that cannot tell them from those of a conversation. */
export interface TrustedSystem {
  /**
   * Their exact text, or a function that returns `true` for it. If the function returns anything else or throws, the
   * message is not trusted. Every other system message is judged as a prompt, once for the same text.
   */
  readonly trusted: string | readonly string[] | ((text: string) => boolean);
}

/** How the prompts of a language model are judged. */
export interface PromptOptions {
  /**
   * The parts of a conversation that are judged.
   * @default 'new'
   */
  readonly scope?: PromptScope;
  /**
   * When a prompt is judged. `parallel` saves the time of the scan but pays for the tokens of a blocked call. It cannot
   * be used with a policy that redacts prompts or tool results.
   * @default 'before'
   */
  readonly promptScan?: PromptScan;
  /**
   * The consequence of a refused message in an earlier turn.
   * @default 'drop', or 'block' with `promptScan: 'parallel'` or `scope: 'last'`
   */
  readonly onBlockedHistory?: OnBlockedHistory;
  /**
   * The system messages that are judged. `false` trusts the one at the head of a prompt, and warns once if the heads of
   * two calls differ. In an agent it trusts only the application's own. `true` judges all of them. An object judges all
   * but those that it names. Messages from a client (`guardMessages`, `guardChatRequest`) are trusted only if an object
   * names them.
   * @default false
   */
  readonly system?: boolean | TrustedSystem;
  /**
   * Judges the descriptions of tools, as tool events of the method `tools/list`.
   * @default false
   */
  readonly toolDescriptions?: boolean;
  readonly memory?: PromptMemoryOptions;
}

/** Complete options of the memory. */
export type PromptMemorySettings = Required<PromptMemoryOptions>;

/** Complete prompt options. */
export interface PromptRules extends Required<Omit<PromptOptions, 'memory'>> {
  readonly memory: PromptMemorySettings;
}

const SCOPES: readonly PromptScope[] = ['new', 'last', 'all'];
const PROMPT_SCANS: readonly PromptScan[] = ['before', 'parallel'];
const ON_BLOCKED_HISTORY: readonly OnBlockedHistory[] = ['block', 'drop'];
const OPTION_KEYS = [
  'scope',
  'promptScan',
  'onBlockedHistory',
  'system',
  'toolDescriptions',
  'memory',
] as const satisfies readonly (keyof PromptOptions)[];
const MEMORY_KEYS = [
  'maxEntries',
  'maxBytes',
  'ttlMs',
  'now',
] as const satisfies readonly (keyof PromptMemoryOptions)[];

/**
 * Completes the options.
 * @throws GuardrailConfigError that names the field, also for options that cannot work together or with the policy
 */
export function resolvePromptOptions(options: PromptOptions = {}, policy: Policy): PromptRules {
  oneOfKeys('prompt', options, OPTION_KEYS);
  const scope = oneOf('prompt.scope', options.scope ?? 'new', SCOPES);
  const promptScan = oneOf('prompt.promptScan', options.promptScan ?? 'before', PROMPT_SCANS);
  const onBlockedHistory = oneOf(
    'prompt.onBlockedHistory',
    options.onBlockedHistory ?? (promptScan === 'parallel' || scope === 'last' ? 'block' : 'drop'),
    ON_BLOCKED_HISTORY,
  );
  const rewrites = redacts(policy, 'prompt') || redacts(policy, 'tool');
  if (promptScan === 'parallel' && rewrites)
    throw new GuardrailConfigError(
      'prompt.promptScan',
      'must be before: the policy redacts prompts or tools',
    );
  if (promptScan === 'parallel' && onBlockedHistory === 'drop')
    throw new GuardrailConfigError('prompt.promptScan', 'must be before: onBlockedHistory drops messages');
  if (scope === 'last' && rewrites) {
    const problem = 'must not be last: what was redacted in earlier turns would reach the model as it was';
    throw new GuardrailConfigError('prompt.scope', problem);
  }
  if (scope === 'last' && onBlockedHistory === 'drop')
    throw new GuardrailConfigError('prompt.onBlockedHistory', 'has no effect with the scope last');
  return {
    scope,
    promptScan,
    onBlockedHistory,
    system: systemOf(options.system),
    toolDescriptions: flagOf('prompt.toolDescriptions', options.toolDescriptions),
    memory: memoryOf(options.memory ?? {}),
  };
}

function redacts(policy: Policy, direction: 'prompt' | 'tool'): boolean {
  return [...policy.effects[direction].values()].includes('redact');
}

function systemOf(given: PromptOptions['system']): PromptRules['system'] {
  if (typeof given !== 'object') return flagOf('prompt.system', given);
  oneOfKeys('prompt.system', given, ['trusted']);
  const { trusted } = given;
  if (typeof trusted === 'function') return { trusted };
  const texts: readonly unknown[] = Array.isArray(trusted) ? trusted : [trusted];
  const isText = texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '');
  if (!isText)
    throw new GuardrailConfigError('prompt.system.trusted', 'must be a text, a list of texts, or a function');
  return { trusted: typeof trusted === 'string' ? trusted : [...trusted] };
}

function memoryOf(given: PromptMemoryOptions): PromptMemorySettings {
  const field = 'prompt.memory';
  oneOfKeys(field, given, MEMORY_KEYS);
  const { now = () => Date.now() } = given;
  assertFunction(`${field}.now`, now);
  return {
    maxEntries: wholeNumber(`${field}.maxEntries`, given.maxEntries, 10_000, [1, 1_000_000]),
    maxBytes: byteCount(`${field}.maxBytes`, given.maxBytes, 16 * MIB),
    ttlMs: wholeNumber(`${field}.ttlMs`, given.ttlMs, 30 * 60_000, [1, Number.MAX_SAFE_INTEGER]),
    now,
  };
}
