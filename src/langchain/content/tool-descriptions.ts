import { type ConversationPart, schemaWords } from '../../guard/index.js';
import { field, list } from '../fields.js';

/** Fields with the descriptions of tools in LangChain and the providers' formats. */
const FIELDS = [
  'name',
  'description',
  'schema',
  'parameters',
  'input_schema',
  'inputSchema',
  'input_examples',
];

/** Reads the descriptions of the tools of a call. A server can write to the model through the tools that it offers. */
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
      // A description cannot be rewritten, so a finding that would be redacted is refused.
      segments: [{ text: said.join('\n') }],
    };
  });
}

/** Returns the JSON Schema of a library's schema object, or its description. */
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
