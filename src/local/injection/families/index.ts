import { BYPASS, NO_REFUSAL } from './bypass.js';
import { DISGUISE } from './disguise.js';
import { ADDRESSED, ADDRESSED_ANYWHERE, EXFILTRATION_FAMILY } from './exfiltration.js';
import type { Family } from './family.js';
import { HIJACK } from './hijack.js';
import { COERCION, LEAK } from './leak.js';
import { OVERRIDE, PWNED } from './override.js';

export type { Family, InjectionLabel } from './family.js';

/** Every family of phrasings. */
export const FAMILIES: readonly Family[] = [
  OVERRIDE,
  PWNED,
  LEAK,
  COERCION,
  EXFILTRATION_FAMILY,
  ADDRESSED,
  ADDRESSED_ANYWHERE,
  HIJACK,
  BYPASS,
  NO_REFUSAL,
  DISGUISE,
];
