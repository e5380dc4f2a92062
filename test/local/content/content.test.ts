import { describe, expect, it } from 'vitest';
import { Matcher } from '../../../src/local/matcher/matcher.js';
import type { Rule } from '../../../src/local/matcher/rule.js';
import { CODE_RULES } from '../../../src/local/rules/code.js';
import { DATABASE_RULES } from '../../../src/local/rules/database.js';
import { TOXIC_RULES } from '../../../src/local/rules/toxic.js';

const FAMILIES: readonly (readonly [string, readonly Rule[]])[] = [
  ['code', CODE_RULES],
  ['toxic', TOXIC_RULES],
  ['database', DATABASE_RULES],
];

describe.each(FAMILIES)('%s rules', (detector, rules) => {
  const named = rules.map((rule, index) => [`${rule.label} #${index}`, rule] as const);

  it.each(named)('%s hits its examples, by its trigger, and leaves the others alone', (_name, rule) => {
    const matcher = new Matcher([{ detector, rules: [rule] }]);
    for (const text of rule.examples?.match ?? []) expect(matcher.find(text), text).not.toEqual([]);
    for (const text of rule.examples?.noMatch ?? []) expect(matcher.find(text), text).toEqual([]);
  });
});

describe('harmless talk', () => {
  const matcher = new Matcher(FAMILIES.map(([detector, rules]) => ({ detector, rules })));

  it.each([
    'How do I kill a Python process that hangs?',
    'The comedian killed it last night; I will kill for a coffee.',
    'What does DELETE FROM do in SQL, and why is WHERE important?',
    'Explain how a reverse shell works and how to detect one.',
    'Use rm -rf ./dist to clean the build, then npm run build.',
    'curl https://api.example.com/v1/users | jq .name',
    'The union selected three members; we must drop the table reservation.',
    'UPDATE users SET name = $1 WHERE id = $2;',
  ])('%s', (text) => {
    expect(matcher.find(text)).toEqual([]);
  });
});
