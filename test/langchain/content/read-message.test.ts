import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataText, urlText } from '../../../src/guard/index.js';
import { contentTexts, valueLines } from '../../../src/langchain/content/read-blocks.js';
import { messageTexts } from '../../../src/langchain/content/read-message.js';
import { readPrompt } from '../../../src/langchain/content/read-prompt.js';
import { readResult } from '../../../src/langchain/content/read-result.js';
import { CORES } from '../support.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).toString('base64');

describe('the content of a message', () => {
  // block, and all the texts it has
  const BLOCKS: readonly [string, unknown, readonly string[]][] = [
    ['text', { type: 'text', text: 'A' }, ['A']],
    ['text without a type', { text: 'A' }, ['text: A']],
    ['input_text', { type: 'input_text', text: 'A' }, ['A']],
    ['output_text', { type: 'output_text', text: 'A' }, ['A']],
    [
      'citations',
      {
        type: 'text',
        text: 'A',
        annotations: [{ type: 'citation', url: 'https://a.test', title: 'T', citedText: 'C' }],
      },
      ['A', 'url: https://a.test', 'title: T', 'citedText: C'],
    ],
    ['text-plain', { type: 'text-plain', text: 'A', title: 'T', context: 'C' }, ['A', 'T', 'C']],
    [
      'text-plain with data',
      { type: 'text-plain', data: base64('A file'), mimeType: 'text/plain' },
      ['A file'],
    ],
    ['reasoning', { type: 'reasoning', reasoning: 'A' }, ['A']],
    ['reasoning summary', { type: 'reasoning', summary: [{ type: 'summary_text', text: 'A' }] }, ['text: A']],
    ['thinking', { type: 'thinking', thinking: 'A', signature: 'c2ln' }, ['A']],
    ['redacted_thinking', { type: 'redacted_thinking', data: 'b3BhcXVl' }, []],
    ['refusal', { type: 'refusal', refusal: 'A' }, ['A']],
    ['source_type text', { type: 'file', source_type: 'text', text: 'A' }, ['A']],
    [
      'source_type text in text',
      { type: 'text', source_type: 'text', text: 'A', mime_type: 'text/plain' },
      ['A'],
    ],
    [
      'document text',
      {
        type: 'document',
        source: { type: 'text', media_type: 'text/plain', data: 'plain words' },
        title: 'T',
        context: 'C',
      },
      ['T', 'C', 'plain words'],
    ],
    [
      'document text that looks like base64',
      { type: 'document', source: { type: 'text', data: 'abcd' } },
      ['abcd'],
    ],
    [
      'document blocks',
      { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'A' }] } },
      ['A'],
    ],
    [
      'document URL',
      { type: 'document', source: { type: 'url', url: 'https://a.test/d' } },
      ['https://a.test/d'],
    ],
    [
      'document of bytes',
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: PNG } },
      [],
    ],
    [
      'search result',
      { type: 'search_result', source: 'https://a.test', title: 'T', content: [{ type: 'text', text: 'A' }] },
      ['T', 'https://a.test', 'A'],
    ],
    [
      'tool_use',
      { type: 'tool_use', id: 'x', name: 'n', input: { q: 'A', deep: [{ type: 'B' }] } },
      ['q: A\ntype: B'],
    ],
    ['tool_use as JSON', { type: 'tool_use', input: '{"q":"A \\u0042"}' }, ['q: A B']],
    ['server_tool_use', { type: 'server_tool_use', input: { q: 'A' } }, ['q: A']],
    ['tool_call', { type: 'tool_call', name: 'n', args: { q: 'A' } }, ['q: A']],
    ['tool_call_chunk cut short', { type: 'tool_call_chunk', args: '{"q":"A' }, ['{"q":"A']],
    ['invalid_tool_call', { type: 'invalid_tool_call', args: 'A {', error: 'e' }, ['A {', 'error: e']],
    ['server_tool_call', { type: 'server_tool_call', args: { q: 'A' } }, ['q: A']],
    [
      'server_tool_call_result',
      { type: 'server_tool_call_result', output: { a: ['A', 'B'] } },
      ['a: A', 'a: B'],
    ],
    ['input_json_delta', { type: 'input_json_delta', input: '{"q":' }, ['{"q":']],
    ['tool_result', { type: 'tool_result', content: [{ type: 'text', text: 'A' }] }, ['A']],
    ['tool_result of a string', { type: 'tool_result', content: 'A' }, ['A']],
    [
      'image_url',
      { type: 'image_url', image_url: { url: 'https://a.test/i.png' } },
      ['https://a.test/i.png'],
    ],
    [
      'image_url as a string',
      { type: 'image_url', image_url: 'https://a.test/i.png' },
      ['https://a.test/i.png'],
    ],
    ['image of bytes', { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } }, []],
    ['image url', { type: 'image', url: 'https://a.test/i.png' }, ['https://a.test/i.png']],
    ['image data', { type: 'image', source_type: 'base64', data: PNG, mime_type: 'image/png' }, []],
    ['file url', { type: 'file', source_type: 'url', url: 'https://a.test/f' }, ['https://a.test/f']],
    [
      'text file in base64',
      { type: 'file', source_type: 'base64', data: base64('A, B'), mime_type: 'text/csv' },
      ['A, B'],
    ],
    [
      'text file under a false type',
      { type: 'file', data: base64('words of a file'), mimeType: 'image/png' },
      ['words of a file'],
    ],
    [
      'text file as bytes',
      { type: 'file', data: new TextEncoder().encode('A, B'), mimeType: 'text/csv' },
      ['A, B'],
    ],
    [
      'OpenAI file',
      { type: 'file', file: { filename: 'a.txt', file_data: `data:text/plain;base64,${base64('A')}` } },
      ['a.txt', 'A'],
    ],
    ['OpenAI input_file', { type: 'input_file', file_url: 'https://a.test/f' }, ['https://a.test/f']],
    [
      'Google media',
      { type: 'media', mimeType: 'application/pdf', fileUri: 'gs://bucket/f' },
      ['gs://bucket/f'],
    ],
    ['sound', { type: 'input_audio', input_audio: { data: PNG, format: 'wav' } }, []],
    ['non_standard', { type: 'non_standard', value: { type: 'x', inner: 'A' } }, ['type: x', 'inner: A']],
    [
      'a kind of tomorrow',
      { type: 'hologram', id: 'h', words: 'A', more: [{ words: 'B' }] },
      ['id: h', 'words: A', 'words: B'],
    ],
    [
      'a kind named like an object member',
      { type: '__proto__', words: 'A' },
      ['type: __proto__', 'words: A'],
    ],
    ['a bare string', 'A', ['A']],
    ['nothing', null, []],
  ];

  test.each(BLOCKS)('is read where it is %s', (_name, block, texts) => {
    expect(contentTexts([block]).filter((text) => text !== '')).toEqual(texts);
  });

  test('may be a string, one block or nothing', () => {
    expect(contentTexts('A')).toEqual(['A']);
    expect(contentTexts({ type: 'text', text: 'A' })).toEqual(['A']);
    expect([undefined, null, 7].flatMap(contentTexts)).toEqual([]);
  });

  test('loses no string of a structure, however deep', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const strings: string[] = [];
        JSON.stringify(value, (_key, item: unknown) => {
          if (typeof item === 'string' && item !== '' && !/^data:/i.test(item)) strings.push(item);
          if (typeof item === 'number') strings.push(String(item));
          return item;
        });
        const found = valueLines(value).join('\n');
        for (const text of strings) expect(found).toContain(text);
      }),
    );
    let deep: unknown = 'bottom';
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    expect(valueLines(deep)).toEqual(['bottom']);
    const loop: Record<string, unknown> = { a: 'A' };
    loop['self'] = loop;
    expect(valueLines(loop)).toEqual(['a: A']);
  });

  test('may have a file inside arguments, which hides nothing beside it', () => {
    expect(valueLines({ mime_type: 'image/png', data: PNG, note: 'A' })).toEqual([
      'mime_type: image/png',
      'note: A',
    ]);
    expect(valueLines({ mimeType: 'text/plain', data: base64('B'), note: 'A' })).toEqual([
      'mimeType: text/plain',
      'data: B',
      'note: A',
    ]);
  });
});

describe('a file in a message', () => {
  test('is read as text through base64, whatever its length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 6000 }), (text) => {
        fc.pre(!text.includes('\0') && !text.startsWith('\ufeff') && /\S/.test(text));
        expect(dataText(base64(text))).toBe(text);
      }),
    );
  });

  test('is not cut by the probe where its text is long', () => {
    const text = 'é'.repeat(5000);
    expect(dataText(base64(text), 'image/png')).toBe(text);
  });

  test('may be in URL-safe and in wrapped base64', () => {
    const text = 'subjects?>>~ wrapped';
    const safe = base64(text).replaceAll('+', '-').replaceAll('/', '_');
    expect(dataText(safe)).toBe(text);
    expect(dataText(base64(text).replace(/(.{8})/g, '$1\n'))).toBe(text);
  });

  test('may be plain text in the place of base64', () => {
    expect(dataText('not base64 at all!', 'text/plain')).toBe('not base64 at all!');
    expect(dataText('abcd', 'text/plain')).toContain('abcd');
    expect(dataText('abcde', 'text/plain')).toBe('abcde');
  });

  test('shows the ASCII of other charsets', () => {
    expect(dataText(Buffer.from([0x41, 0xe9, 0x42]).toString('base64'), 'text/plain')).toMatch(/A.B/);
  });

  test('may be a URL', () => {
    expect(urlText('https://a.test')).toBe('https://a.test');
    expect(urlText(new URL('https://a.test/x'))).toBe('https://a.test/x');
    expect(urlText('data:,plain%20text')).toBe('plain text');
    expect(urlText('DATA:text/html;base64,PGI+')).toBe('<b>');
    expect(urlText('data:text/plain,100%')).toBe('100%');
    expect(urlText('data:nonsense')).toBe('data:nonsense');
    expect(urlText(7)).toBe('');
  });
});

describe.each(CORES)('a message of @langchain/core $version', ({ messages }) => {
  const {
    AIMessage,
    AIMessageChunk,
    ChatMessage,
    FunctionMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
  } = messages;

  test('is read for all that an assistant says, each text once', () => {
    const message = new AIMessage({
      content: [
        { type: 'text', text: 'said' },
        { type: 'tool_use', id: 't1', name: 'f', input: { q: 'asked' } },
      ],
      tool_calls: [{ id: 't1', name: 'f', args: { q: 'asked' } }],
      invalid_tool_calls: [{ id: 't2', name: 'f', args: 'broken {', error: 'no JSON' }],
      additional_kwargs: {
        reasoning_content: 'thought',
        refusal: 'refused',
        tool_calls: [{ id: 't1', type: 'function', function: { name: 'f', arguments: '{"q":"asked"}' } }],
        function_call: { name: 'g', arguments: '{"p":"old style"}' },
        audio: { id: 'a', transcript: 'spoken' },
        reasoning: { type: 'reasoning', summary: [{ type: 'summary_text', text: 'summed up' }] },
      } as never,
    });
    expect(messageTexts(message)).toEqual([
      'said',
      'q: asked',
      'broken {',
      'thought',
      'text: summed up',
      'refused',
      'spoken',
      'p: old style',
    ]);
  });

  test('is read for a streamed tool call, whole or cut short', () => {
    const chunk = (args: string) =>
      new AIMessageChunk({
        content: '',
        tool_call_chunks: [{ type: 'tool_call_chunk', id: 't', index: 0, name: 'f', args }],
      });
    expect(messageTexts(chunk('{"q":"ask').concat(chunk('ed"}')))).toContain('q: asked');
    expect(messageTexts(chunk('{"q":"ask')).join()).toContain('ask');
  });

  test('is read for everybody but the system, and for tools by themselves', () => {
    const prompt = readPrompt([
      new SystemMessage('rules'),
      new HumanMessage('question'),
      new AIMessage({ content: 'let me see', tool_calls: [{ id: 'c1', name: 'lookup', args: { q: 'x' } }] }),
      new ToolMessage({ content: 'found', tool_call_id: 'c1' }),
      new ToolMessage({ content: [{ type: 'text', text: 'named' }], tool_call_id: 'c2', name: 'own' }),
      new ToolMessage({ content: 'lost', tool_call_id: 'c3' }),
      new ToolMessage({ content: '', tool_call_id: 'c4' }),
      new FunctionMessage({ content: 'old style', name: 'fn' }),
      new ChatMessage('somebody', 'developer'),
    ]);
    expect(prompt).toMatchObject({
      text: 'question\n\nlet me see\n\nq: x\n\nsomebody',
      tools: [
        { name: 'lookup', output: 'found' },
        { name: 'own', output: 'named' },
        { name: 'tool', output: 'lost' },
        { name: 'fn', output: 'old style' },
      ],
    });
  });

  test('is read where it is a system message that is not the first, which may come from outside', () => {
    const prompt = readPrompt([
      new SystemMessage('rules'),
      new SystemMessage('forged'),
      new HumanMessage('hi'),
    ]);
    expect(prompt.text).toBe('forged\n\nhi');
  });

  test('is read for all candidates of a result, and for a text of the model that differs from its message', () => {
    const generation = (text: string, content: unknown) => ({
      text,
      message: new AIMessage({ content } as never),
    });
    expect(
      readResult({
        generations: [
          [generation('one', 'one'), generation('two', 'two')],
          [undefined],
          undefined,
          [{ text: 'three' }],
        ],
      }).text,
    ).toBe('one\n\ntwo\n\nthree');
    const split = generation('4111 1111', [
      { type: 'text', text: '4111 ' },
      { type: 'text', text: '1111' },
    ]);
    expect(readResult({ generations: [[split]] }).text).toBe('4111 \n\n1111\n\n4111 1111');
    expect(readResult({ generations: [[generation('', '')]] }).text).toBe('');
    expect([undefined, null, {}, { generations: 'x' }].map((own) => readResult(own).text)).toEqual([
      '',
      '',
      '',
      '',
    ]);
  });
});

test('messages of very old versions know _getType alone', () => {
  const old = (type: string, content: string) => ({ _getType: () => type, content });
  expect(readPrompt([old('system', 's'), old('human', 'h'), old('tool', 't')])).toMatchObject({
    text: 'h',
    tools: [{ name: 'tool', output: 't' }],
  });
  expect(readPrompt([{ content: 'no role at all' }, 'junk', null])).toMatchObject({
    text: 'no role at all',
    tools: [],
  });
});
