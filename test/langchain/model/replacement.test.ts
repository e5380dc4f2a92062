import { describe, expect, it } from 'vitest';
import {
  canReplace,
  replacedChunk,
  replacedEvents,
  replacedResult,
} from '../../../src/langchain/model/replacement.js';

describe('a text in place of an answer', () => {
  it.each([
    ['nothing is asked of it', {}, true],
    ['there are no options', undefined, true],
    ['the model may call a tool', { tool_choice: 'auto' }, true],
    ['the model may call a tool, as an object says', { tool_choice: { type: 'auto' } }, true],
    ['a tool has to be called', { tool_choice: 'required' }, false],
    ['one tool has to be called', { tool_choice: { type: 'function', function: { name: 'f' } } }, false],
    ['it may be any text', { response_format: { type: 'text' } }, true],
    ['it is parsed as JSON', { response_format: { type: 'json_object' } }, false],
    ['it is parsed by a schema', { ls_structured_output_format: { schema: {} } }, false],
    ['it has the format of Ollama', { format: 'json' }, false],
    ['it has the format of Anthropic', { output_config: { format: {} } }, false],
    ['it has no format', { format: null }, true],
  ])('will do, or not, where %s', (_, options, isText) => {
    expect(canReplace(options)).toBe(isText);
  });

  const replacement = { text: 'No.', metadata: { guardrail: { outcome: 'block' } } };

  it('ends an answer as a filter does', () => {
    const [generation] = replacedResult(replacement).generations;
    expect(generation).toMatchObject({ text: 'No.', generationInfo: { finish_reason: 'content_filter' } });
    expect(generation?.message).toMatchObject({
      content: 'No.',
      response_metadata: { finish_reason: 'content_filter', guardrail: { outcome: 'block' } },
    });
  });

  it.each([
    [false, 'No.'],
    [true, '\n\nNo.'],
  ])('stands apart from text that has left before: %s', (hasBegun, text) => {
    expect(replacedChunk(replacement, hasBegun).text).toBe(text);
  });

  it.each([
    [
      false,
      [
        'message-start',
        'content-block-start',
        'content-block-delta',
        'content-block-finish',
        'message-finish',
      ],
    ],
    [true, ['content-block-start', 'content-block-delta', 'content-block-finish', 'message-finish']],
  ])('starts a message of events only where none has begun: %s', (hasBegun, names) => {
    const events = replacedEvents(replacement, hasBegun);
    expect(events.map(({ event }) => event)).toEqual(names);
    expect(events.at(-1)).toMatchObject({ reason: 'content_filter', responseMetadata: replacement.metadata });
  });
});
