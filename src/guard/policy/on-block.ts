import { callSafely, GuardrailConfigError, oneOfKeys } from '../../scan/index.js';
import type { Decision } from './decision.js';

/**
 * What a caller gets in place of a blocked text: an error, or a call that ends normally with a text of yours. A function
 * gets the decision, which holds nothing of the text; where it throws or returns no text, a fixed sentence stands. Give
 * its parameter a type, `(decision: Decision) => ...`: TypeScript would infer that of `String.replace`, for `throw`.
 */
export type OnBlock = 'throw' | { readonly replace: string | ((decision: Decision) => string) };

/** Stands where a function gave no text. */
export const NEUTRAL_REPLACEMENT = 'This content was blocked by a safety policy.';

/** @throws GuardrailConfigError for what is neither `throw` nor a replacement */
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

/** Returns what stands in place of a blocked text; nothing where the policy throws, or the decision is not to block. */
export function replacementFor(decision: Decision, onBlock: OnBlock): string | undefined {
  if (onBlock === 'throw' || decision.outcome !== 'block') return undefined;
  const { replace } = onBlock;
  if (typeof replace === 'string') return replace;
  // A copy: the function must not be able to change the verdict.
  const made = callSafely(() => replace(structuredClone(decision)));
  return typeof made === 'string' && made !== '' ? made : NEUTRAL_REPLACEMENT;
}
