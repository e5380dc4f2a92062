import type { CharacterSet } from './character-sets.js';
import type { CompiledRule } from './compile.js';
import type { Expression } from './expression.js';
import type { ParsedPattern } from './pattern-syntax.js';

/** What runs the pattern of a rule that is not one of the engine's own, in linear time. */
export interface RuleEngine {
  /** Whether the engine's own expressions run the pattern in linear time, whatever the text. */
  isNative(parsed: ParsedPattern, flags: string): boolean;
  expression(compiled: CompiledRule): Expression;
  /** The characters that a match begins with, where the pattern does not say. */
  leading?(count: number): CharacterSet[];
}
