import { describe, expect, it } from 'vitest';
import { guardRole, roleOf, toolNameOf } from '../../../src/langchain/content/message-roles.js';

describe('the role of a message', () => {
  it.each([
    ['a method of LangChain 1', { getType: () => 'human' }, 'human', 'user'],
    ['a method of old versions', { _getType: () => 'ai' }, 'ai', 'assistant'],
    ['a field of a serialised message', { type: 'function' }, 'function', 'tool'],
    ['a field of a generic message', { type: 'generic', role: 'developer' }, 'generic', 'system'],
    ['a role that nobody knows', { type: 'generic', role: 'critic' }, 'generic', 'critic'],
    ['no role at all', {}, undefined, 'user'],
    ['no message', undefined, undefined, 'user'],
  ] as const)('is read from %s', (_, message, role, asGuard) => {
    expect(roleOf(message)).toBe(role);
    expect(guardRole(message)).toBe(asGuard);
  });
});

describe('the tool that a message answers for', () => {
  const names = new Map<unknown, unknown>([['1', 'lookup']]);
  it.each([
    ['its own name', { name: 'search', tool_call_id: '1' }, 'search'],
    ['the call that it answers', { tool_call_id: '1' }, 'lookup'],
    ['that call where its own name is empty', { name: '', tool_call_id: '1' }, 'lookup'],
    ['a word for any tool', { tool_call_id: '2' }, 'tool'],
  ] as const)('is called by %s', (_, message, name) => {
    expect(toolNameOf(message, names)).toBe(name);
  });
});
