import { setOfUnits } from './character-sets.js';
import { NativeExpression } from './expression.js';
import { NfaExpression } from './nfa-expression.js';
import { isDeterministic } from './pattern-safety.js';
import type { CompiledRule, Expression, RuleEngine } from './rule.js';
import { foldWord, leadingUnits, WordsExpression } from './words-expression.js';

/** Runs unchecked patterns: by native regular expressions if those are harmless, else by an automaton. */
export const patternEngine: RuleEngine = {
  isNative: isDeterministic,
  expression: (compiled: CompiledRule): Expression =>
    compiled.isNative ? new NativeExpression(compiled) : new NfaExpression(compiled),
};

/**
 * Makes an engine that looks for words and phrases: whole words, in any case, the longest at a place. A blank stands
 * for 1 to 8 blanks.
 */
export function wordsEngine(words: readonly string[]): RuleEngine {
  const folded = words.map(foldWord);
  return {
    isNative: () => false,
    expression: () => new WordsExpression(folded),
    leading: (count) => leadingUnits(folded, count).map(setOfUnits),
  };
}
