import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChunk } from '../../../src/langchain/chunks/read-chunk.js';
import { draftMessage } from '../../../src/langchain/content/message-draft.js';
import { contentTexts } from '../../../src/langchain/content/read-blocks.js';
import { messageSegments } from '../../../src/langchain/content/read-message.js';
import { createSaidFields } from '../../../src/langchain/events/block-fields.js';
import { bare, pieceOf } from '../../../src/langchain/events/events.js';

/** Blocks that a model reads as words, and the field of the words. */
const WORDS = {
  text: 'text',
  input_text: 'text',
  output_text: 'text',
  'text-plain': 'text',
  refusal: 'refusal',
};
/** Blocks of thoughts, and the fields that are read as such. */
const THOUGHTS = { reasoning: ['reasoning', 'text', 'summary', 'content'], thinking: ['thinking'] };
/** Blocks that repeat the call of a tool, and the field of its input. */
const CALLS = {
  tool_use: 'input',
  tool_call: 'args',
  tool_call_chunk: 'args',
  invalid_tool_call: 'args',
  input_json_delta: 'input',
  function_call: 'arguments',
};
/** Calls of tools that the provider runs: nobody else has their input. */
const PROVIDER_CALLS = {
  server_tool_use: 'input',
  mcp_tool_use: 'input',
  server_tool_call: 'args',
  server_tool_call_chunk: 'args',
};
/** Blocks of files of any provider. */
const FILES = [
  'document',
  'search_result',
  'file',
  'input_file',
  'image',
  'image_url',
  'input_image',
  'audio',
  'input_audio',
  'video',
  'media',
];
/** Blocks that hold any value. */
const VALUES = { server_tool_call_result: 'output', non_standard: 'value' };
const OTHERS = [
  ...Object.keys(PROVIDER_CALLS),
  ...FILES,
  ...Object.keys(VALUES),
  'summary_text',
  'tool_result',
  'of_tomorrow',
];
const ALL = [...Object.keys({ ...WORDS, ...THOUGHTS, ...CALLS }), ...OTHERS, 'redacted_thinking'];

const among = <Item>(items: readonly Item[]) => fc.constantFrom(...items);
const pairs = <Value>(table: Readonly<Record<string, Value>>) => among(Object.entries(table));
/** Words that stand in nothing else, and that are read wherever they stand. */
const said = fc.stringMatching(/^[a-z]{4,9} [a-z]{4,9} [a-z]{4,9}$/);
const texts = fc.uniqueArray(said, { minLength: 4, maxLength: 4 });

describe('the words of a block', () => {
  it('are read in every field of every kind', () => {
    const names = [
      'text',
      'refusal',
      'input',
      'args',
      'title',
      'content',
      'value',
      'output',
      'note',
      'source',
    ];
    fc.assert(
      fc.property(among(ALL), among(names), said, (type, name, text) => {
        expect(contentTexts([{ type, [name]: text }]).join('\n')).toContain(text);
      }),
    );
  });

  it('come before what else stands in the block', () => {
    const kinds = { ...WORDS, ...Object.fromEntries(Object.keys(THOUGHTS).map((type) => [type, type])) };
    fc.assert(
      fc.property(pairs(kinds), texts, ([type, name], [first = '', other = '']) => {
        const found = contentTexts({ type, note: other, [name]: first }).filter((text) => text !== '');
        expect(found).toEqual([first, `note: ${other}`]);
      }),
    );
  });

  it('are the fields of a thought in their order', () => {
    fc.assert(
      fc.property(pairs(THOUGHTS), texts, ([type, names], own) => {
        const fields = names.map((name, index) => [name, own[index]] as const);
        const block = { type, ...Object.fromEntries([...fields].reverse()) };
        expect(contentTexts(block)).toEqual(fields.map(([, text]) => text));
      }),
    );
  });

  it('are the lines of the input of a call', () => {
    const { function_call: _, ...calls } = CALLS;
    const table = { ...calls, ...PROVIDER_CALLS };
    fc.assert(
      fc.property(pairs(table), said, ([type, name], text) => {
        expect(contentTexts({ type, [name]: { city: text } })).toEqual([`city: ${text}`]);
      }),
    );
  });

  it('are those of a file, whatever the kind and wherever it keeps them', () => {
    const places: readonly ((text: string) => object)[] = [
      (text) => ({ text }),
      (text) => ({ title: text }),
      (text) => ({ context: text }),
      (text) => ({ filename: text }),
      (text) => ({ transcript: text }),
      (text) => ({ source_type: 'text', data: text }),
      (text) => ({ source: { type: 'text', data: text } }),
      (text) => ({ file: { filename: text } }),
      (text) => ({ input_audio: { transcript: text } }),
      (text) => ({ content: [{ type: 'text', text }] }),
      (text) => ({ data: Buffer.from(text).toString('base64'), mime_type: 'text/plain' }),
      (text) => ({ file_data: `data:text/plain,${encodeURIComponent(text)}` }),
      (text) => ({ url: `data:text/plain,${encodeURIComponent(text)}` }),
      (text) => ({ image_url: `data:text/plain,${encodeURIComponent(text)}` }),
      (text) => ({ source: { url: `data:text/plain,${encodeURIComponent(text)}` } }),
    ];
    fc.assert(
      fc.property(among([...FILES, 'text-plain']), among(places), said, (type, place, text) => {
        expect(contentTexts({ type, ...place(text) }).filter((own) => own !== '')).toEqual([text]);
      }),
    );
  });

  it('are the leaves of a value, each with its name', () => {
    fc.assert(
      fc.property(pairs(VALUES), said, fc.nat(), ([type, name], text, count) => {
        const value = { note: text, list: [count] };
        expect(contentTexts({ type, [name]: value })).toEqual([`note: ${text}`, `list: ${count}`]);
      }),
    );
  });

  it('are the content of the result of a tool', () => {
    fc.assert(
      fc.property(texts, ([first = '', second = '']) => {
        const content = [first, { type: 'text', text: second }];
        expect(contentTexts({ type: 'tool_result', content })).toEqual([first, second]);
      }),
    );
  });
});

describe('a message that is taken apart', () => {
  it('has the words of a block where they can be rewritten', () => {
    fc.assert(
      fc.property(pairs(WORDS), said, ([type, name], text) => {
        const draft = draftMessage({ content: [{ type, [name]: text }] });
        expect(draft.words.map((word) => word.text)).toEqual([text]);
        expect([...draft.thoughts, ...draft.others, ...draft.tools]).toEqual([]);
        expect(draft.words[0]?.write?.('other')).toBe(true);
        expect(draft.build()).toEqual({ content: [{ type, [name]: 'other' }] });
      }),
    );
  });

  it('has the thoughts of a block where they cannot', () => {
    fc.assert(
      fc.property(pairs(THOUGHTS), among([0, 1, 2, 3]), said, ([type, names], place, text) => {
        const draft = draftMessage({ content: [{ type, [names[place % names.length] ?? '']: text }] });
        expect(draft.thoughts).toEqual([{ text }]);
        expect([...draft.words, ...draft.others, ...draft.tools]).toEqual([]);
      }),
    );
  });

  it('has a call that only a block tells of, and has it once where others tell of it too', () => {
    fc.assert(
      fc.property(pairs(CALLS), said, fc.boolean(), ([type, key], city, isTold) => {
        const call = { name: 'lookup', id: '1', args: { city } };
        const block = { type, name: 'lookup', [key]: { city } };
        const draft = draftMessage({ content: [block], ...(isTold && { tool_calls: [call] }) });
        expect(draft.tools.map(({ toolName }) => toolName)).toEqual(['lookup']);
        const [segment] = draft.tools[0]?.segments ?? [];
        expect(segment?.text).toContain(city);
        expect(segment?.write?.(JSON.stringify({ city: 'other' }))).toBe(true);
        const built = draft.build();
        expect(built).toEqual({
          content: [{ ...block, [key]: { city: 'other' } }],
          ...(isTold && { tool_calls: [{ ...call, args: { city: 'other' } }] }),
        });
      }),
    );
  });

  it('has what any other block says where it cannot be rewritten', () => {
    fc.assert(
      fc.property(among(OTHERS), said, (type, text) => {
        const draft = draftMessage({ content: [{ type, note: text }] });
        const found = draft.others.filter((own) => own.text.includes(text));
        expect(found.length).toBeGreaterThan(0);
        expect(found.every(({ write }) => write === undefined)).toBe(true);
        expect([...draft.words, ...draft.thoughts, ...draft.tools]).toEqual([]);
      }),
    );
  });
});

describe('a message that is read', () => {
  it('says which blocks are read on from one to the next', () => {
    const threads: Readonly<Record<string, string | undefined>> = {
      text: 'words',
      input_text: 'words',
      output_text: 'words',
      reasoning: 'thoughts',
      thinking: 'thoughts',
    };
    const names: Readonly<Record<string, string>> = {
      ...WORDS,
      reasoning: 'reasoning',
      thinking: 'thinking',
    };
    fc.assert(
      fc.property(among(ALL), said, (type, text) => {
        const [segment] = messageSegments({ content: [{ type, [names[type] ?? 'note']: text }] });
        expect(segment?.text).toContain(text);
        expect(segment?.thread).toBe(threads[type]);
      }),
    );
  });
});

describe('a chunk that is taken apart', () => {
  const chunk = (block: object) => readChunk({ content: [{ index: 0, ...block }] }, []);
  const kindsOf = (block: object) => chunk(block).pieces.map(({ kind, text }) => ({ kind, text }));

  it('has words and thoughts as pieces that leave before the end', () => {
    fc.assert(
      fc.property(said, (text) => {
        for (const [type, name] of Object.entries(WORDS)) {
          expect(kindsOf({ type, [name]: text })).toContainEqual({ kind: 'text', text });
          expect(chunk({ type, [name]: text }).isTail).toBe(false);
        }
        for (const [type, names] of Object.entries(THOUGHTS))
          for (const name of names)
            expect(kindsOf({ type, [name]: text })).toEqual([{ kind: 'reasoning', text }]);
      }),
    );
  });

  it('has everything else wait for the end', () => {
    fc.assert(
      fc.property(among([...Object.keys(CALLS), ...OTHERS]), said, (type, text) => {
        expect(chunk({ type, note: text }).isTail).toBe(true);
      }),
    );
  });
});

describe('an event of a block', () => {
  const TEXTS: Readonly<Record<string, readonly [name: string, kind: string]>> = {
    text: ['text', 'text'],
    reasoning: ['reasoning', 'reasoning'],
    thinking: ['thinking', 'reasoning'],
  };
  const DELTAS: typeof TEXTS = {
    'text-delta': ['text', 'text'],
    'reasoning-delta': ['reasoning', 'reasoning'],
  };

  it('is a piece of text for these kinds alone', () => {
    fc.assert(
      fc.property(among([...ALL, ...Object.keys(DELTAS)]), said, fc.boolean(), (type, text, isDelta) => {
        const [name, kind] = (isDelta ? DELTAS : TEXTS)[type] ?? ['text'];
        const key = isDelta ? 'delta' : 'content';
        const event = { event: 'content-block-delta', index: 0, [key]: { type, [name]: text } };
        const piece = pieceOf(event);
        expect(piece?.kind.kind).toBe(kind);
        expect(piece?.text).toBe(kind === undefined ? undefined : text);
        if (piece !== undefined) expect(piece.with('other')[key]).toEqual({ type, [name]: 'other' });
      }),
    );
  });

  it('begins with the fields of its text and its input empty', () => {
    const begun = ['args', 'input', 'arguments', 'text', 'refusal', 'data'];
    fc.assert(
      fc.property(among([...begun, 'title', 'note', 'partial_json']), said, (name, text) => {
        const left = begun.includes(name) ? { [name]: '' } : {};
        expect(bare({ type: 'any', [name]: text })).toEqual({ type: 'any', ...left });
      }),
    );
  });
});

describe('what the events of a block say', () => {
  const textsOf = (record: Record<string, unknown>): readonly string[] => {
    const fields = createSaidFields();
    fields.add([record]);
    return fields.texts().map(({ text }) => text);
  };

  it('is every word and number in a field of data, and of any other what is no name', () => {
    const data = ['args', 'input', 'arguments', 'output', 'value'];
    fc.assert(
      fc.property(among(data), said, (name, text) => {
        const found = textsOf({ [name]: { id: text, count: 5 } });
        expect([...found].sort()).toEqual(['5', 'count', 'id', text].sort());
        expect(textsOf({ note: { id: 'call_1', count: 5 } })).toEqual([]);
      }),
    );
  });

  it('is the text of the bytes of a file, and short bytes as they are too', () => {
    fc.assert(
      fc.property(among(['data', 'file_data']), said, (name, text) => {
        const long = Buffer.from(`${text} `.repeat(8)).toString('base64');
        const short = Buffer.from(text).toString('base64');
        expect(textsOf({ [name]: long })).toEqual([`${text} `.repeat(8)]);
        expect(textsOf({ [name]: short })).toContain(short);
      }),
    );
  });
});
