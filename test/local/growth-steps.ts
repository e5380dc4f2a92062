import { createHash } from 'node:crypto';
import { compileRule } from '../../src/local/matcher/compile.js';
import { FAMILIES } from './families.js';

/**
 * The analyser counts steps: by the clock a busy machine would make patterns vulnerable. A text of 30,000 characters is
 * enough to tell the square from what is linear with at most 5,000 steps for each character.
 */
export const STEPS = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  maxAttackStringSize: 30_000,
  attackLimit: 150_000_000,
} as const;

/** A pattern of the engine's rules, as it is run. */
export interface JudgedPattern {
  readonly name: string;
  readonly source: string;
  readonly flags: string;
}

/** All patterns of the engine's rules. */
export const PATTERNS: readonly JudgedPattern[] = FAMILIES.flatMap(([family, rules]) =>
  rules.flatMap((rule, index) => {
    const { source, flags, rule: own } = compileRule(rule, family);
    const name = `${own.label} (${family} ${index})`;
    return [
      { name, source, flags },
      ...(rule.until === undefined ? [] : [{ name: `${name} to its end`, source: rule.until.source, flags }]),
    ];
  }),
);

/** What a pattern is known by in the list of those that were judged. */
export function fingerprintOf({ source, flags }: JudgedPattern): string {
  return createHash('sha256').update(`${flags} ${source}`).digest('base64url').slice(0, 16);
}
