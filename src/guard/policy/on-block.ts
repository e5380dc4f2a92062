import { callSafely, GuardrailConfigError, oneOfKeys } from '../../scan/index.js';
import type { Decision } from './decision.js';

/**
 * What a caller gets in place of a blocked text: an error, or a call that ends normally with a replacement. A function
 * receives the decision, which holds nothing of the text. If it throws or returns no text, a fixed sentence is used.
 * Annotate its parameter, `(decision: Decision) => ...`: TypeScript would otherwise infer the type of `String.replace`,
 * because of the option `throw`.
 */
export type OnBlock = 'throw' | { readonly replace: string | ((decision: Decision) => string) };

/** The replacement if a function returned no text. */
export const NEUTRAL_REPLACEMENT = 'This content was blocked by a safety policy.';

/**
 * Completes the option.
 * @throws GuardrailConfigError if the option is neither `throw` nor a replacement
 */
export function resolveOnBlock(onBlock: OnBlock = 'throw'): OnBlock {
  if (onBlock === 'throw') return onBlock;
  if (typeof onBlock !== 'object' || onBlock === null)
    throw new GuardrailConfigError('policy.onBlock', "must be 'throw' or { replace }");
  oneOfKeys('policy.onBlock', onBlock, ['replace']);
  const { replace } = onBlock;
  if (typeof replace !== 'function' && (typeof replace !== 'string' || replace === ''))
    throw new GuardrailConfigError('policy.onBlock.replace', 'must be a text or a function');
  return { replace };
}

/**
 * Returns the replacement of a blocked text. Returns undefined if the policy throws or the decision is not to block.
 */
export function replacementFor(decision: Decision, onBlock: OnBlock): string | undefined {
  if (onBlock === 'throw' || decision.outcome !== 'block') return undefined;
  const { replace } = onBlock;
  if (typeof replace === 'string') return replace;
  // The function gets a copy, so it cannot change the verdict.
  const made = callSafely(() => replace(structuredClone(decision)));
  return typeof made === 'string' && made !== '' ? made : NEUTRAL_REPLACEMENT;
}
