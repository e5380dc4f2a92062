import { describe, expect, it } from 'vitest';
import { defineDetector, dlpRules, localScanner } from '../../../src/local/index.js';
import { tablesOf } from '../../../src/local/matcher/matcher-tables.js';

const groups = (rules: typeof dlpRules) => [{ detector: 'dlp', rules }];

describe('the tables of a set of rules', () => {
  it('are made once for scanners with the same built-in rules', () => {
    expect(tablesOf(groups(dlpRules), 0.5)).toBe(tablesOf(groups([...dlpRules]), 0.5));
  });

  it('differ by rules, by their order, by detector and by confidence', () => {
    const tables = [
      tablesOf(groups(dlpRules), 0.5),
      tablesOf(groups(dlpRules.slice(1)), 0.5),
      tablesOf(groups(dlpRules.toReversed()), 0.5),
      tablesOf([{ detector: 'secrets', rules: dlpRules }], 0.5),
      tablesOf(groups(dlpRules), 0.6),
    ];
    expect(new Set(tables).size).toBe(tables.length);
  });

  it('are not shared where an application has a say in a rule', () => {
    const [rule] = dlpRules;
    if (rule === undefined) throw new Error('no rules');
    const copy = { ...rule, accept: () => 0 };
    expect(tablesOf(groups([copy]), 0.5)).not.toBe(tablesOf(groups([copy]), 0.5));
    const own = defineDetector({ name: 'own', pattern: /ORDER-\d{6}/ }).rules;
    expect(tablesOf(groups(own), 0.5)).not.toBe(tablesOf(groups(own), 0.5));
  });

  it('stay few, however many sets there are', () => {
    const first = tablesOf(groups(dlpRules), 0.5);
    for (let index = 1; index <= 20; index += 1) tablesOf(groups(dlpRules.slice(index, index + 3)), 0.5);
    expect(tablesOf(groups(dlpRules), 0.5)).not.toBe(first);
  });

  it('hold nothing of a scanner that another one must not have', async () => {
    const text = { prompt: `mail jane.doe${'@'}corp.io` };
    const strict = localScanner();
    const lenient = localScanner({ allow: [`jane.doe${'@'}corp.io`] });
    expect((await strict.scan(text)).promptDetected.dlp).toBe(true);
    expect((await lenient.scan(text)).promptDetected.dlp).not.toBe(true);
    expect((await strict.scan(text)).promptDetected.dlp).toBe(true);
  });
});
