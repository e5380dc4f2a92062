import { type CreateGuardrailOptions, createGuardrail } from '../defaults.js';
import type { Guardrail } from '../guard/index.js';

/**
 * The guardrail itself, or one made of the options.
 * @throws GuardrailConfigError for an option that is not valid
 */
export function guardrailOf(options: Guardrail | CreateGuardrailOptions): Guardrail {
  return isGuardrail(options) ? options : createGuardrail(options);
}

function isGuardrail(options: Guardrail | CreateGuardrailOptions): options is Guardrail {
  return 'checkPrompt' in options;
}
