import { type ConversationPart, schemaWords } from '../guard/index.js';
import { type Part, stringOf } from './parts.js';

/**
 * What the tools of a call say about themselves: name, description, the schema of the input and its examples. A server
 * that offers tools writes to the model there. What the application configures (`args`) may hold secrets and stays out.
 */
export function readToolDescriptions(tools: unknown): ConversationPart[] {
  if (!Array.isArray(tools)) return [];
  return tools.map((tool: Part): ConversationPart => {
    const said = ['name', 'description', 'title', 'inputSchema', 'inputExamples'].flatMap((key) =>
      schemaWords(tool[key]),
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
