import type { Rule } from '../../src/local/matcher/rule.js';
import { CODE_RULES } from '../../src/local/rules/code.js';
import { DATABASE_RULES } from '../../src/local/rules/database.js';
import { TOXIC_RULES } from '../../src/local/rules/toxic.js';
import { dlpRules } from '../../src/local/sensitive.js';

/** Every rule of the engine that is a pattern, by family. */
export const FAMILIES: readonly (readonly [name: string, rules: readonly Rule[]])[] = [
  ['dlp', dlpRules],
  ['maliciousCode', CODE_RULES],
  ['toxicContent', TOXIC_RULES],
  ['dbSecurity', DATABASE_RULES],
];
