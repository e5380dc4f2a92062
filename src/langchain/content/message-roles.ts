import { field } from '../fields.js';

/** The guard's name for each role that LangChain calls otherwise. */
const ROLES: ReadonlyMap<unknown, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['function', 'tool'],
  ['developer', 'system'],
]);

/** Returns the role of a message as the guard knows it; a message without one is the user's. */
export function guardRole(message: unknown): string {
  const role = roleOf(message);
  // Generic messages have their role in a field.
  const own = role === 'generic' ? field(message, 'role') : role;
  return ROLES.get(own) ?? (typeof own === 'string' ? own : 'user');
}

/** Returns LangChain's role of a message: `human`, `ai`, `system`, `tool`, ... Old versions have `_getType` alone. */
export function roleOf(message: unknown): unknown {
  for (const name of ['getType', '_getType']) {
    const getter = field(message, name);
    if (typeof getter === 'function') return getter.call(message);
  }
  return field(message, 'type');
}

/**
 * Returns the name of the tool that a message is the answer of.
 * @param names of the tools that were called, by the ids of the calls
 */
export function toolNameOf(message: unknown, names: ReadonlyMap<unknown, unknown>): string {
  const given = [field(message, 'name'), names.get(field(message, 'tool_call_id'))];
  const name = given.find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : 'tool';
}
