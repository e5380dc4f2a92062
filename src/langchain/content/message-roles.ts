import { field } from '../fields.js';

/** The guard's name for each role that LangChain calls by another name. */
const ROLES: ReadonlyMap<unknown, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['function', 'tool'],
  ['developer', 'system'],
]);

/** Returns the guard's role of a message. A message without a role is the user's. */
export function guardRole(message: unknown): string {
  const role = roleOf(message);
  // Generic messages have their role in a field.
  const own = role === 'generic' ? field(message, 'role') : role;
  return ROLES.get(own) ?? (typeof own === 'string' ? own : 'user');
}

/** Returns LangChain's role of a message: `human`, `ai`, `system`, `tool`, ... Old versions have only `_getType`. */
export function roleOf(message: unknown): unknown {
  for (const name of ['getType', '_getType']) {
    const getter = field(message, name);
    if (typeof getter === 'function') return getter.call(message);
  }
  return field(message, 'type');
}

/**
 * Returns the name of the tool whose answer a message is.
 * @param names the names of the called tools, by the ids of the calls
 */
export function toolNameOf(message: unknown, names: ReadonlyMap<unknown, unknown>): string {
  const given = [field(message, 'name'), names.get(field(message, 'tool_call_id'))];
  const name = given.find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : 'tool';
}
