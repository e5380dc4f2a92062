import { prefixSource } from './compile.js';
import type { CompiledRule, Expression, Match } from './rule.js';

/** Runs a pattern with native regular expressions, each made at first use. */
export class NativeExpression implements Expression {
  readonly #rule: CompiledRule;
  readonly #unicode: boolean;
  #global: RegExp | undefined;
  #sticky: RegExp | undefined;
  #prefix: RegExp | undefined;

  constructor(rule: CompiledRule) {
    this.#rule = rule;
    this.#unicode = rule.flags.includes('u');
  }

  search(text: string, from: number): Match | undefined {
    const { exactSource, flags } = this.#rule;
    this.#global ??= new RegExp(exactSource, `${flags}g`);
    // Under flag u an expression whose index is inside a pair goes back to the start of the pair.
    this.#global.lastIndex = this.#unicode && isInsidePair(text, from) ? from + 1 : from;
    const found = this.#global.exec(text);
    return found === null ? undefined : { start: found.index, text: found[0] };
  }

  matchAt(text: string, index: number): string | undefined {
    if (this.#unicode && isInsidePair(text, index)) return undefined;
    const { exactSource, flags } = this.#rule;
    this.#sticky ??= new RegExp(exactSource, `${flags}y`);
    this.#sticky.lastIndex = index;
    return this.#sticky.exec(text)?.[0];
  }

  isBeginning(text: string, index: number): boolean {
    if (this.#unicode && isInsidePair(text, index)) return false;
    this.#prefix ??= new RegExp(prefixSource(this.#rule), `${this.#rule.flags}y`);
    this.#prefix.lastIndex = index;
    return this.#prefix.test(text);
  }
}

/** Tells whether an index stands between the halves of a surrogate pair. */
export function isInsidePair(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return false;
  const low = text.charCodeAt(index);
  if (low < 0xdc00 || low > 0xdfff) return false;
  const high = text.charCodeAt(index - 1);
  return high >= 0xd800 && high <= 0xdbff;
}
