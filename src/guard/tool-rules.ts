import { GuardrailConfigError, oneOfKeys } from '../scan/index.js';
import type { ToolCheck } from './tool-event.js';

/** How tools are judged. */
export interface ToolOptions {
  /**
   * The names of tools whose calls and results are not scanned, such as `transfer_to_agent`. They pass unjudged, even
   * if a client's message names one. The description of such a tool is judged like any other.
   */
  readonly skip?: readonly string[];
}

/** Tells whether the call or the result of a tool is not scanned. */
export type SkipsTool = (tool: Pick<ToolCheck, 'name' | 'method'>) => boolean;

/**
 * Makes the rule for tools.
 * @throws GuardrailConfigError that names the field for an option that is not valid
 */
export function resolveTools(tools: ToolOptions = {}): SkipsTool {
  oneOfKeys('tools', tools, ['skip'] satisfies readonly (keyof ToolOptions)[]);
  const skip: unknown = tools.skip ?? [];
  if (!Array.isArray(skip) || !skip.every((name) => typeof name === 'string' && name !== ''))
    throw new GuardrailConfigError('tools.skip', 'must be a list of names');
  const names: ReadonlySet<string> = new Set(skip);
  return ({ name, method = 'tools/call' }) => method === 'tools/call' && names.has(name);
}
