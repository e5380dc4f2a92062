import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTENT_LIMITS, Content, type ContentFields } from '../../src/airs/index.js';
import { utf8Length } from '../../src/scan/utf8-length.js';
import { everythingPrintable, rejection } from '../support/airs.js';

const TEXT_FIELDS = ['prompt', 'response', 'codePrompt', 'codeResponse'] as const;
const TOOL_EVENT = {
  metadata: { ecosystem: 'mcp', method: 'tools/call', server_name: 'files' },
  input: '{}',
};
const SECRET = ['the', 'scanned', 'words'].join(' ');

// Any sequence of UTF-16 units, lone surrogates included.
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'é', '日', '😀', '\ud800', '\udc00', '\u0000', '"', '\u2028'),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((parts) => parts.join(''));
const anyToolEvent = fc.record(
  {
    metadata: fc.record(
      {
        ecosystem: fc.constant('mcp'),
        method: fc.constantFrom('tools/call', 'tools/list'),
        server_name: anyText,
        tool_invoked: anyText,
      },
      { requiredKeys: ['ecosystem', 'method', 'server_name'] },
    ),
    input: anyText,
    output: anyText,
  },
  { requiredKeys: ['metadata', 'input'] },
);
const anyFields: fc.Arbitrary<ContentFields> = fc
  .record(
    {
      prompt: anyText,
      response: anyText,
      context: fc.oneof(anyText, fc.constant('')),
      codePrompt: anyText,
      codeResponse: anyText,
      toolEvent: anyToolEvent,
    },
    { requiredKeys: [] },
  )
  .filter((fields) => Object.keys(fields).some((key) => key !== 'context'));

describe('limits', () => {
  const MIB = 1024 * 1024;

  it('are the documented bytes', () => {
    expect(CONTENT_LIMITS).toEqual({
      prompt: 2 * MIB,
      response: 2 * MIB,
      codePrompt: 2 * MIB,
      codeResponse: 2 * MIB,
      context: 100 * MIB,
    });
  });

  describe.each(TEXT_FIELDS)('of %s', (field) => {
    it.each([
      ['one byte each', 'x'.repeat(2 * MIB), 'x'],
      ['two bytes each', 'é'.repeat(MIB), 'x'],
      ['three bytes each', `${'日'.repeat((2 * MIB - 2) / 3)}xx`, 'x'],
      ['four bytes each', '😀'.repeat(MIB / 2), 'x'],
      ['lone surrogates', `${'\ud800'.repeat((2 * MIB - 2) / 3)}xx`, 'x'],
    ])('hold for %s, exactly', (_name, largest, more) => {
      const content = new Content({ [field]: largest });
      expect(content.length).toBe(2 * MIB);
      const tooBig = { kind: 'input', code: 'ERR_AIRS_INPUT', field, limit: 2 * MIB };
      expect(() => new Content({ [field]: largest + more })).toThrow(expect.objectContaining(tooBig));
      expect(() => {
        content[field] = largest + more;
      }).toThrow(expect.objectContaining(tooBig));
      expect(content[field] === largest).toBe(true);
    });
  });

  it('of the context are 100 MiB', () => {
    const largest = 'x'.repeat(100 * MIB);
    const content = new Content({ prompt: 'p', context: largest });
    expect(content.length).toBe(100 * MIB + 1);
    expect(() => new Content({ prompt: 'p', context: `${largest}x` })).toThrow(
      expect.objectContaining({ field: 'context', limit: 100 * MIB }),
    );
    // Fits by characters, not by bytes.
    expect(() => new Content({ prompt: 'p', context: `${'x'.repeat(100 * MIB - 1)}é` })).toThrow(
      expect.objectContaining({ field: 'context' }),
    );
  });
});

describe('utf8Length', () => {
  it('is what the encoder gives', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      }),
    );
    expect(utf8Length('')).toBe(0);
  });

  it('makes length the bytes of all texts, those of a tool event too', () => {
    fc.assert(
      fc.property(anyFields, ({ toolEvent, ...texts }) => {
        const all = [...Object.values(texts), toolEvent?.input, toolEvent?.output].map((part) => part ?? '');
        const bytes = all.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
        expect(new Content({ ...texts, toolEvent }).length).toBe(bytes);
      }),
    );
  });
});

describe('fields', () => {
  it('have wire names in JSON, in the order of the service', () => {
    const content = new Content({
      toolEvent: TOOL_EVENT,
      context: 'c',
      codeResponse: 'cr',
      codePrompt: 'cp',
      response: 'r',
      prompt: 'p',
    });
    expect(JSON.stringify(content)).toBe(
      '{"prompt":"p","response":"r","code_prompt":"cp","code_response":"cr","context":"c","tool_event":' +
        '{"metadata":{"ecosystem":"mcp","method":"tools/call","server_name":"files"},"input":"{}"}}',
    );
  });

  it('survive the round trip through an object and through text', () => {
    fc.assert(
      fc.property(anyFields, (fields) => {
        const content = new Content(fields);
        for (const copy of [Content.fromJSON(content.toJSON()), Content.fromJSON(JSON.stringify(content))]) {
          expect(copy.toJSON()).toEqual(content.toJSON());
          expect(copy.length).toBe(content.length);
          for (const [name, value] of Object.entries(fields)) {
            expect(Reflect.get(copy, name)).toEqual(value);
          }
        }
      }),
    );
  });

  it('can be set and cleared, except for the last one', () => {
    const content = new Content({ prompt: 'p' });
    for (const empty of [undefined, null as never]) {
      expect(() => {
        content.prompt = empty;
      }).toThrow(expect.objectContaining({ kind: 'input', field: 'content' }));
    }
    content.context = 'c';
    expect(() => {
      content.prompt = undefined;
    }).toThrow();
    content.toolEvent = TOOL_EVENT;
    content.prompt = undefined;
    content.context = undefined;
    expect(() => {
      content.toolEvent = undefined;
    }).toThrow();
    content.codeResponse = 'x';
    content.toolEvent = undefined;
    expect(content.toJSON()).toEqual({ code_response: 'x' });
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['context only', { context: 'c' }],
    ['all undefined', { prompt: undefined, toolEvent: undefined }],
    ['all null', { prompt: null, response: null, toolEvent: null }],
    ['null', null],
    ['undefined', undefined],
    ['a text', 'hello'],
  ])('cannot be %s', (_name, fields) => {
    expect(() => new Content(fields as never)).toThrow(expect.objectContaining({ kind: 'input' }));
  });

  it.each<[string, unknown]>([
    ['prompt', { prompt: '' }],
    ['response', { prompt: 'p', response: '' }],
    ['prompt', { prompt: 5 }],
    ['context', { prompt: 'p', context: {} }],
    ['code_prompt', { code_prompt: 'x' }],
    ['toString', { prompt: 'p', toString: () => 'x' }],
    ['toolEvent', { toolEvent: { metadata: TOOL_EVENT.metadata } }],
    ['toolEvent', { toolEvent: 'x' }],
    ['toolEvent.metadata', { toolEvent: { input: 'x' } }],
    [
      'toolEvent.metadata.method',
      { toolEvent: { metadata: { ecosystem: 'mcp', server_name: 's' }, input: 'x' } },
    ],
    ['toolEvent.input', { toolEvent: { ...TOOL_EVENT, input: { q: 1 } } }],
    ['toolEvent', { toolEvent: { ...TOOL_EVENT, extra: 1 } }],
  ])('with a bad %s are refused by that name', (field, fields) => {
    expect(() => new Content(fields as never)).toThrow(expect.objectContaining({ kind: 'input', field }));
  });

  it('of a tool event are a copy: a later change is not scanned unchecked', () => {
    const event = { metadata: { ...TOOL_EVENT.metadata }, input: '{}' };
    const content = new Content({ toolEvent: event });
    event.input = 5 as never;
    event.metadata.server_name = '';
    expect(content.toJSON().tool_event).toEqual(TOOL_EVENT);
  });

  it('do not show when printed', () => {
    const content = new Content({
      prompt: SECRET,
      context: SECRET,
      toolEvent: { ...TOOL_EVENT, output: SECRET },
    });
    expect(inspect(content, { showHidden: true, depth: 9 })).not.toContain(SECRET);
    expect(String(content)).not.toContain(SECRET);
  });

  it('do not show in errors', () => {
    const attempts = [
      () => new Content({ prompt: [SECRET] as never }),
      () => new Content({ toolEvent: { metadata: TOOL_EVENT.metadata, input: [SECRET] } as never }),
      () => Content.fromJSON(`{"prompt": "${SECRET}"`),
      () => Content.fromJSON(SECRET),
    ];
    for (const attempt of attempts) {
      let caught: unknown;
      try {
        attempt();
      } catch (error) {
        caught = error;
      }
      expect(caught).toMatchObject({ kind: 'input' });
      expect(everythingPrintable(caught)).not.toContain(SECRET.slice(0, 8));
    }
  });
});

describe('fromJSON', () => {
  it('takes null for absent, in tool events too', () => {
    const json = {
      prompt: 'p',
      response: null,
      tool_event: { metadata: { ...TOOL_EVENT.metadata, tool_invoked: null }, input: null, output: 'o' },
    };
    expect(Content.fromJSON(json).toJSON()).toEqual({
      prompt: 'p',
      tool_event: { metadata: TOOL_EVENT.metadata, output: 'o' },
    });
    expect(Content.fromJSON({ prompt: 'p', tool_event: null }).toJSON()).toEqual({ prompt: 'p' });
  });

  it.each<[string, unknown]>([
    ['an unknown key', { prompt: 'p', promt: 'q' }],
    ['our own names', { prompt: 'p', codePrompt: 'q' }],
    ['__proto__', '{"prompt":"p","__proto__":{"response":"r"}}'],
    ['constructor', { prompt: 'p', constructor: 'x' }],
    ['an array', [{ prompt: 'p' }]],
    ['a JSON array', '[]'],
    ['null', null],
    ['JSON null', 'null'],
    ['a number', 5],
    ['no JSON', '{'],
    ['empty', '{}'],
    ['all null', { prompt: null, context: null }],
  ])('refuses %s', (_name, json) => {
    expect(() => Content.fromJSON(json)).toThrow(expect.objectContaining({ kind: 'input' }));
  });
});

describe('fromJSONFile', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'airs-content-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('reads a path or a file URL', async () => {
    const path = join(directory, 'content.json');
    const fields = { prompt: 'naïve 😀', tool_event: TOOL_EVENT };
    await writeFile(path, JSON.stringify(fields));
    expect((await Content.fromJSONFile(path)).toJSON()).toEqual(fields);
    expect((await Content.fromJSONFile(pathToFileURL(path))).toJSON()).toEqual(fields);
  });

  it('reads a file with a byte order mark', async () => {
    const path = join(directory, 'marked.json');
    await writeFile(path, '\ufeff{"prompt":"p"}');
    expect((await Content.fromJSONFile(path)).prompt).toBe('p');
  });

  it('tells a bad file from a missing one', async () => {
    const path = join(directory, 'bad.json');
    await writeFile(path, `{"prompt": ${SECRET}}`);
    const bad = await rejection(Content.fromJSONFile(path));
    expect(bad).toMatchObject({ kind: 'input' });
    expect(everythingPrintable(bad)).not.toContain(SECRET);
    expect(await rejection(Content.fromJSONFile(join(directory, 'none.json')))).toMatchObject({
      code: 'ENOENT',
    });
  });
});
