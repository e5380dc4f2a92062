import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type Guardrail, GuardrailConfigError } from '../guard/index.js';

/** A guardrail, the options of one, or a guardrail in `guardrail` with options of the adapter beside it. */
export type GuardOptions<Own extends object> =
  | Guardrail
  | (CreateGuardrailOptions & Own)
  | ({ readonly guardrail: Guardrail } & Own);

/**
 * Resolves options to the guardrail and the options that are the adapter's own.
 * @throws GuardrailConfigError for an option that is not valid
 */
export function resolveGuard<Own extends object>(
  options: GuardOptions<Own>,
  ownKeys: readonly (keyof Own & string)[],
): { readonly guardrail: Guardrail; readonly own: Partial<Own> } {
  if (typeof options !== 'object' || options === null)
    throw new GuardrailConfigError('options', 'must be an object');
  if ('checkPrompt' in options) return { guardrail: options, own: {} };
  const own: Partial<Own> = {};
  const others: [string, unknown][] = [];
  for (const [key, value] of Object.entries(options)) {
    const name = ownKeys.find((known) => known === key);
    if (name === undefined) others.push([key, value]);
    else Object.assign(own, { [name]: value });
  }
  if (!('guardrail' in options)) return { guardrail: guardrailOf(Object.fromEntries(others)), own };
  const { guardrail } = options;
  if (others.length > 1)
    throw new GuardrailConfigError('guardrail', 'takes no option of a guardrail beside it: it has its own');
  if (typeof guardrail?.enforcePrompt !== 'function')
    throw new GuardrailConfigError('guardrail', 'must be a Guardrail, as createGuardrail returns it');
  return { guardrail, own };
}

/**
 * Resolves a boolean option.
 * @throws GuardrailConfigError for a value that is neither absent nor a boolean
 */
export function resolveBoolean(field: string, value: unknown, byDefault: boolean): boolean {
  if (value === undefined) return byDefault;
  if (typeof value !== 'boolean') throw new GuardrailConfigError(field, 'must be a boolean');
  return value;
}
