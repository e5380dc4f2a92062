/** The words of JSON Schema itself. They tell the model nothing. */
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

/** The values of `type` in a schema. */
const TYPES: ReadonlySet<unknown> = new Set([
  'object',
  'array',
  'string',
  'number',
  'integer',
  'boolean',
  'null',
]);

/** Returns every text in a tool's description or schema, and every name in it that its author chose. */
export function schemaWords(value: unknown, above: readonly object[] = []): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || above.includes(value)) return [];
  const path = [...above, value];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(isList || KEYWORDS.has(key) ? [] : [key]),
    ...(key === 'type' && TYPES.has(inner) ? [] : schemaWords(inner, path)),
  ]);
}
