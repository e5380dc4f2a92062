import { compileRule } from './compile.js';
import { NativeExpression } from './expression.js';
import { PrefixTable } from './prefix-table.js';
import type { CompiledRule, Expression, Rule, RuleGroup } from './rule.js';
import { TriggerPlan } from './trigger-plan.js';
import { isBuiltInRule } from './trusted-patterns.js';

/** The tables that are built once for a set of rules. They hold no text. */
export interface MatcherTables {
  readonly expressions: ReadonlyMap<CompiledRule, Expression>;
  readonly plan: TriggerPlan;
  /** How many characters in front of a match its rules examine. */
  readonly behind: number;
  /** Returns the table that tells where more text could still make a finding. It is made at first use. */
  prefixes(): PrefixTable;
}

/** The most sets of built-in rules whose tables are kept. An application has a few profiles. */
const MOST_KEPT = 16;

const kept = new Map<string, MatcherTables>();
const numbers = new WeakMap<Rule, number>();
let numbered = 0;

/**
 * Returns the tables of a set of rules. Scanners with the same built-in rules share them. That is safe, because nothing
 * in the tables depends on a text, and none of these rules calls back into the application, which could start another
 * scan in the middle of one.
 */
export function tablesOf(groups: readonly RuleGroup[], minConfidence: number): MatcherTables {
  if (!groups.every(({ rules }) => rules.every(isBuiltInRule))) return makeTables(groups, minConfidence);
  const names = groups.map(({ detector, rules }) => `${detector}:${rules.map(numberOf).join()}`);
  const key = `${minConfidence} ${names.join(' ')}`;
  const known = kept.get(key) ?? makeTables(groups, minConfidence);
  kept.delete(key);
  kept.set(key, known);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return known;
}

function numberOf(rule: Rule): number {
  const known = numbers.get(rule) ?? ++numbered;
  numbers.set(rule, known);
  return known;
}

function makeTables(groups: readonly RuleGroup[], minConfidence: number): MatcherTables {
  const compiled = groups
    .flatMap(({ detector, rules }) => rules.map((rule) => ({ rule, detector })))
    .map(({ rule, detector }, order) => compileRule(rule, detector, order));
  const expressions = new Map<CompiledRule, Expression>(
    compiled.map((own) => [own, own.rule.engine?.expression(own) ?? new NativeExpression(own)]),
  );
  let prefixes: PrefixTable | undefined;
  return {
    expressions,
    plan: new TriggerPlan(compiled, minConfidence),
    behind: compiled.reduce((most, { behind }) => Math.max(most, behind), 1),
    prefixes() {
      prefixes ??= new PrefixTable(expressions);
      return prefixes;
    },
  };
}
