import { builtIn } from '../built-in.js';
import type { Rule } from '../rule.js';
import { AI_RULES } from './ai.js';
import { BUSINESS_RULES } from './business.js';
import { CLOUD_RULES } from './cloud.js';
import { CODE_HOSTING_RULES } from './code-hosting.js';
import { COMMAND_LINE_RULES } from './command-line.js';
import { CONNECTION_RULES } from './connections.js';
import { DEVELOPER_SERVICE_RULES } from './developer-services.js';
import { GENERIC_KEY_RULES } from './generic-keys.js';
import { GENERIC_PASSWORD_RULES } from './generic-passwords.js';
import { KEY_MATERIAL_RULES } from './key-material.js';
import { MESSAGING_RULES } from './messaging.js';
import { OBSERVABILITY_RULES } from './observability.js';
import { SECRET_FACTS } from './pattern-facts.js';
import { SECOND_FACTOR_RULES } from './second-factors.js';
import { SPOKEN_PASSWORD_RULES } from './spoken-passwords.js';
import { VENDOR_ASSIGNMENT_RULES } from './vendor-assignments.js';

/** Credentials: by their published formats first, then by the names they are assigned to. */
export const SECRET_RULES: readonly Rule[] = /* @__PURE__ */ builtIn(
  [
    ...KEY_MATERIAL_RULES,
    ...CLOUD_RULES,
    ...CODE_HOSTING_RULES,
    ...AI_RULES,
    ...MESSAGING_RULES,
    ...BUSINESS_RULES,
    ...OBSERVABILITY_RULES,
    ...DEVELOPER_SERVICE_RULES,
    ...CONNECTION_RULES,
    ...COMMAND_LINE_RULES,
    ...VENDOR_ASSIGNMENT_RULES,
    ...GENERIC_PASSWORD_RULES,
    ...GENERIC_KEY_RULES,
    ...SPOKEN_PASSWORD_RULES,
    ...SECOND_FACTOR_RULES,
  ],
  SECRET_FACTS,
);
