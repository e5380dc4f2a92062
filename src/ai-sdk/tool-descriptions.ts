import type { ConversationPart } from '../guard/index.js';
import { type Part, stringOf } from './parts.js';

/** JSON Schema's own words: they say nothing to the model. */
const KEYWORDS: ReadonlySet<string> = new Set([
  '$schema',
  'type',
  'properties',
  'required',
  'items',
  'additionalProperties',
  'description',
  'title',
  'enum',
  'const',
  'default',
  'examples',
  'anyOf',
  'oneOf',
  'allOf',
  'format',
  'input',
]);

/** What stands under `type` in a schema. */
const TYPES: ReadonlySet<unknown> = new Set([
  'object',
  'array',
  'string',
  'number',
  'integer',
  'boolean',
  'null',
]);

/**
 * What the tools of a call say about themselves: name, description, the schema of the input and its examples. A server
 * that offers tools writes to the model there. What the application configures (`args`) may hold secrets and stays out.
 */
export function readToolDescriptions(tools: unknown): ConversationPart[] {
  if (!Array.isArray(tools)) return [];
  return tools.map((tool: Part): ConversationPart => {
    const said = ['name', 'description', 'title', 'inputSchema', 'inputExamples'].flatMap((key) =>
      words(tool[key]),
    );
    // A description has no place to write to: what would have to be redacted is refused.
    const segments = [{ text: said.join('\n') }];
    return {
      kind: 'toolList',
      role: 'tool',
      message: -1,
      toolName: stringOf(tool, 'name') ?? 'unknown',
      segments,
    };
  });
}

/** Every text in a value, and every name that somebody chose. */
function words(value: unknown, above: readonly object[] = []): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || above.includes(value)) return [];
  const path = [...above, value];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(isList || KEYWORDS.has(key) ? [] : [key]),
    ...(key === 'type' && TYPES.has(inner) ? [] : words(inner, path)),
  ]);
}
