import { type ConversationPart, schemaWords } from '../../guard/index.js';
import { field, list } from '../fields.js';

/** Where tools of LangChain and of the providers say what they are. */
const FIELDS = [
  'name',
  'description',
  'schema',
  'parameters',
  'input_schema',
  'inputSchema',
  'input_examples',
];

/** What the tools of a call say about themselves: a server that offers tools writes to the model there. */
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
      // A description has no place to write to: what would have to be redacted is refused.
      segments: [{ text: said.join('\n') }],
    };
  });
}

/** A schema that a library made says what it says in its JSON Schema, or in its descriptions. */
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
