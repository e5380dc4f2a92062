import { describe, expect, it } from 'vitest';
import { type ToolCheck, toolSubject } from '../../src/guard/tool-event.js';

const metadata = {
  ecosystem: 'mcp',
  method: 'tools/call',
  server_name: 'tools',
  tool_invoked: 'read',
};

describe('what a check of a tool is about', () => {
  it.each<[title: string, tool: ToolCheck, field: string, text: string, event: object]>([
    ['its input', { name: 'read', input: 'in' }, 'toolInput', 'in', { metadata, input: 'new' }],
    ['its output', { name: 'read', output: 'out' }, 'toolOutput', 'out', { metadata, output: 'new' }],
    [
      'its output beside its input',
      { name: 'read', input: 'in', output: 'out' },
      'toolOutput',
      'out',
      { metadata, input: 'in', output: 'new' },
    ],
    ['an empty input', { name: 'read', output: '' }, 'toolInput', '', { metadata, input: 'new' }],
  ])('is %s', (_title, tool, field, text, toolEvent) => {
    const subject = toolSubject(tool);
    expect(subject).toMatchObject({ direction: 'tool', field, text });
    expect(subject.content('new')).toEqual({ toolEvent });
  });

  it('leaves nothing of a text that redaction has emptied', () => {
    expect(toolSubject({ name: 'read', output: 'secret' }).content('')).toEqual({
      toolEvent: { metadata, output: '' },
    });
  });
});
