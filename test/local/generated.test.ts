import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../src/local/matcher/compile.js';
import { readFacts, writeFacts } from '../../src/local/matcher/pattern-facts.js';
import { builtIn } from '../../src/local/matcher/trusted-patterns.js';
import { dlpRules } from '../../src/local/sensitive.js';
import { FACTS_FILES, factsOfRule } from '../generate/facts-files.js';
import { GENERATED } from '../generate/modules.js';

describe('generated modules', () => {
  it.each(GENERATED)('$file is what its sources make (npm run generate)', ({ file, source }) => {
    const there = readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
    expect(there).toBe(source());
  });
});

describe('facts of patterns', () => {
  it.each(FACTS_FILES.flatMap(({ lists }) => lists))(
    '$name reads as it was written',
    ({ rules, streams }) => {
      const facts = rules.map((rule) => factsOfRule(rule, streams));
      expect(readFacts(writeFacts(facts))).toEqual(facts);
    },
  );

  it('are those of the very rule', () => {
    const [first, second] = dlpRules;
    if (first === undefined || second === undefined) throw new Error('no rules');
    expect(compileRule(first, 'dlp').facts).toEqual(factsOfRule(first, true));
    expect(compileRule(second, 'dlp').facts).toEqual(factsOfRule(second, true));
  });

  it.each(FACTS_FILES.flatMap(({ lists }) => lists))(
    '$name make the rules that the patterns make',
    ({ rules }) => {
      for (const rule of rules) {
        const [apart] = builtIn([{ ...rule, pattern: new RegExp(rule.pattern.source, rule.pattern.flags) }]);
        if (apart === undefined) throw new Error('no rule');
        const { behind, length, ahead, parsed } = compileRule(apart, 'dlp');
        expect(compileRule(rule, 'dlp')).toMatchObject({ behind, length, ahead, parsed });
      }
    },
  );

  it('are not taken from a rule for a pattern that an application wrote', () => {
    const [rule] = dlpRules;
    if (rule === undefined) throw new Error('no rules');
    const copy = { ...rule, pattern: new RegExp(rule.pattern.source, rule.pattern.flags) };
    expect(() => compileRule(copy, 'dlp')).toThrow('not one of the engine');
  });
});
