import type { ToolEvent } from '../scan/index.js';
import type { Subject } from './check-context.js';

/** A tool call before it runs (`input`) or after (`output`). */
export interface ToolCheck {
  readonly name: string;
  /**
   * The MCP server, or any label for the source of the tool.
   * @default 'tools'
   */
  readonly server?: string;
  /** The arguments as JSON text. */
  readonly input?: string;
  /** The result as JSON or plain text. */
  readonly output?: string;
  /**
   * `tools/list` if the output is the tool's description of itself.
   * @default 'tools/call'
   */
  readonly method?: 'tools/call' | 'tools/list';
}

/** Makes the event of a tool call, in the form that is scanned. */
function toolEventOf(tool: ToolCheck): ToolEvent {
  return {
    metadata: {
      ecosystem: 'mcp',
      method: tool.method ?? 'tools/call',
      server_name: tool.server ?? 'tools',
      tool_invoked: tool.name,
    },
    ...(tool.input && { input: tool.input }),
    ...(tool.output && { output: tool.output }),
  };
}

/** Makes the subject of a check of a tool call: its output, or its input if there is no output. */
export function toolSubject(tool: ToolCheck): Subject {
  const side = tool.output ? 'output' : 'input';
  const event = toolEventOf(tool);
  return {
    direction: 'tool',
    toolName: tool.name,
    field: side === 'output' ? 'toolOutput' : 'toolInput',
    text: tool[side] ?? '',
    // A text that redaction has emptied also replaces the original.
    content: (text) => ({ toolEvent: { ...event, ...((text !== '' || tool[side]) && { [side]: text }) } }),
  };
}
