import { longest, type PatternNode } from './pattern-node.js';
import type { CompiledRule } from './rule.js';

/** The least length of a required literal. Shorter ones are found too often; longer ones cost more than they save. */
const SHORTEST = 3;
const LONGEST = 16;

/** Matches characters that stand for themselves. Other escapes are classes. */
const SELF = /^(?:[^\\[.]|[^\\[.]{2}|\\[^dDwWsSpP].{0,11})$/su;

/** A piece of text in every match of a rule. Without it no match needs to be looked for. */
export class RequiredLiteral {
  readonly #pattern: RegExp;
  /** The most UTF-16 units of a match before the literal. */
  readonly #reach: number;

  private constructor(source: string, flags: string, reach: number) {
    this.#pattern = new RegExp(source, `${flags}g`);
    this.#reach = reach;
  }

  /** Returns the longest literal of a rule's pattern, or undefined if there is none of use. */
  static of({ parsed, flags }: CompiledRule): RequiredLiteral | undefined {
    const items = parsed.body.kind === 'sequence' ? parsed.body.items : [parsed.body];
    let best: readonly PatternNode[] = [];
    let reach = 0;
    for (let start = 0; start < items.length; start += 1) {
      const rest = items.slice(start, start + LONGEST);
      const end = rest.findIndex((item) => item.kind !== 'char' || !SELF.test(item.source));
      const run = end < 0 ? rest : rest.slice(0, end);
      if (run.length <= best.length) continue;
      best = run;
      reach = longest({ kind: 'sequence', items: items.slice(0, start) }, flags.includes('u') ? 2 : 1);
    }
    if (best.length < SHORTEST) return undefined;
    const source = best.map((item) => (item.kind === 'char' ? item.source : '')).join('');
    return new RequiredLiteral(source, flags, reach);
  }

  /** Returns the next place of the literal from an index on, or infinity. */
  next(text: string, from: number): number {
    this.#pattern.lastIndex = from;
    return this.#pattern.exec(text)?.index ?? Number.POSITIVE_INFINITY;
  }

  /** Returns the first index at which a match with the literal at `index` may begin. */
  earliest(index: number): number {
    return index - this.#reach;
  }
}
