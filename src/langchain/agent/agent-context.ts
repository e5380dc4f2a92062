import type { CheckContext } from '../../guard/index.js';
import { callOptions, configContext } from '../context/run-config.js';
import { field } from '../fields.js';

/**
 * Reads the context of a scan from the runtime of a hook: the thread, the abort signal, and the settings of the run
 * (`configurable.guardrail`).
 * @param id the id that ties scans together
 */
export function agentContext(runtime: unknown, id?: string): CheckContext {
  const configurable = field(runtime, 'configurable');
  const signal = field(runtime, 'signal');
  return { ...configContext({ configurable, signal }, id), ...callOptions({ configurable }) };
}
