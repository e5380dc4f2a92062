import { field } from '../fields.js';

/** Roles as the guard knows them. */
const ROLES: ReadonlyMap<unknown, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['function', 'tool'],
  ['developer', 'system'],
]);

/** The role of a message as the guard knows it. */
export function guardRole(message: unknown): string {
  const role = roleOf(message);
  // Messages of a role of their own have it in a field.
  const own = role === 'generic' ? field(message, 'role') : role;
  return ROLES.get(own) ?? (typeof own === 'string' ? own : 'user');
}

/** `human`, `ai`, `system`, `tool`, ...; old versions of LangChain know `_getType` alone. */
export function roleOf(message: unknown): unknown {
  for (const name of ['getType', '_getType']) {
    const getter = field(message, name);
    if (typeof getter === 'function') return getter.call(message);
  }
  return field(message, 'type');
}

/** The tool that a message is the answer of: by its own word, or by the call that it answers. */
export function toolNameOf(message: unknown, names: ReadonlyMap<unknown, unknown>): string {
  const given = [field(message, 'name'), names.get(field(message, 'tool_call_id'))];
  const name = given.find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : 'tool';
}
