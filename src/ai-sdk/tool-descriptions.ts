import { type ConversationPart, schemaWords } from '../guard/index.js';
import { type Part, stringOf } from './parts.js';

/**
 * Reads the descriptions of the tools of a call: name, description, the schema of the input and its examples. Through
 * these texts a server that offers tools speaks to the model. The application's configuration (`args`) may hold secrets
 * and is left out.
 */
export function readToolDescriptions(tools: unknown): ConversationPart[] {
  if (!Array.isArray(tools)) return [];
  return tools.map((tool: Part): ConversationPart => {
    const said = ['name', 'description', 'title', 'inputSchema', 'inputExamples'].flatMap((key) =>
      schemaWords(tool[key]),
    );
    // A description has no place to write to, so it is refused if it would have to be redacted.
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
