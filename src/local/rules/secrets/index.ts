import type { Rule } from '../../matcher/rule.js';
import { builtIn } from '../../matcher/trusted-patterns.js';
import { PROVIDER_RULES } from '../providers/index.js';
import { NAMED_KEYS_RULES } from '../providers/named-keys.js';
import { COMMAND_LINE_RULES } from './command-line.js';
import { CONNECTION_RULES } from './connections.js';
import { GENERIC_KEY_RULES } from './generic-keys.js';
import { GENERIC_PASSWORD_RULES } from './generic-passwords.js';
import { KEY_MATERIAL_RULES } from './key-material.js';
import { SECRET_FACTS } from './pattern-facts.js';
import { SECOND_FACTOR_RULES } from './second-factors.js';
import { SPOKEN_PASSWORD_RULES } from './spoken-passwords.js';

/** Rules for credentials: by published formats first, then by the names to which they are assigned. */
export const SECRET_RULES: readonly Rule[] = /* @__PURE__ */ builtIn(
  [
    ...KEY_MATERIAL_RULES,
    ...PROVIDER_RULES,
    ...CONNECTION_RULES,
    ...COMMAND_LINE_RULES,
    ...NAMED_KEYS_RULES,
    ...GENERIC_PASSWORD_RULES,
    ...GENERIC_KEY_RULES,
    ...SPOKEN_PASSWORD_RULES,
    ...SECOND_FACTOR_RULES,
  ],
  SECRET_FACTS,
);
