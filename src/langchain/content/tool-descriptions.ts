import { type ConversationPart, schemaWords } from '../../guard/index.js';
import { field, list } from '../fields.js';

/** Fields in which tools of LangChain and of the providers describe themselves. */
const FIELDS = [
  'name',
  'description',
  'schema',
  'parameters',
  'input_schema',
  'inputSchema',
  'input_examples',
];

/** Reads the descriptions of the tools of a call. A server that offers tools writes to the model in them. */
export function toolListParts(tools: unknown): ConversationPart[] {
  return list(tools).map((tool): ConversationPart => {
    const inner = field(tool, 'function');
    const described = typeof inner === 'object' && inner !== null ? inner : tool;
    const name = field(described, 'name');
    const said = FIELDS.flatMap((key) => schemaWords(plainSchema(field(described, key))));
    return {
      kind: 'toolList',
      role: 'tool',
      message: -1,
      toolName: typeof name === 'string' ? name : 'unknown',
      // A description has no place to write to, so a finding that would be redacted is refused.
      segments: [{ text: said.join('\n') }],
    };
  });
}

/** Returns the JSON Schema of a schema that a library made, or its description. */
function plainSchema(schema: unknown): unknown {
  const standard = field(schema, '~standard');
  if (standard === undefined) return schema;
  const toJson = field(schema, 'toJSONSchema');
  if (typeof toJson !== 'function') return field(field(schema, '_def'), 'description');
  try {
    return toJson.call(schema);
  } catch {
    return field(schema, 'description');
  }
}
