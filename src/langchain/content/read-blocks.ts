import { dataText, fieldTexts, urlText } from '../../guard/index.js';
import { isCalled } from './metadata.js';

/** Anything with fields; what they hold is for the reader to find out. */
export type Fields = Readonly<Record<string, unknown>>;

/** How blocks of a kind are read: which of their fields, and how. Whatever else stands in them is read field by field. */
interface BlockReader {
  readonly names: ReadonlySet<string>;
  read(block: Fields): readonly string[];
}

/** The named fields: text as it is, anything deeper by its leaves. */
const fields = (...names: readonly string[]): BlockReader => ({
  names: new Set(names),
  read: (block) =>
    names.flatMap((name) => {
      const value = block[name];
      return typeof value === 'string' ? [value] : fieldTexts(value);
    }),
});

/** The named field as the arguments of a tool call. */
const args = (name: string): BlockReader => ({
  names: new Set([name]),
  read: (block) => [argumentsText(block[name])],
});

/** The named field as message content again. */
const content = (name: string): BlockReader => ({
  names: new Set([name]),
  read: (block) => contentTexts(block[name]),
});

const FILE_TEXTS = fields('text', 'title', 'context', 'filename', 'transcript');
const FILE_URLS = ['url', 'fileUri', 'file_url'];
const FILE_DATA = ['data', 'file_data'];
/** Where one block of a file has another record of the same kind, or a URL. */
const INNER_FILES = ['source', 'file', 'image_url', 'input_audio'];

/**
 * Files of every shape: LangChain's `url`, `data` and `source_type`, Anthropic's `source`, OpenAI's `image_url`, `file`
 * and `input_audio`, Google's `fileUri`.
 */
const media: BlockReader = {
  names: new Set([...FILE_TEXTS.names, ...FILE_URLS, ...FILE_DATA, ...INNER_FILES, 'content']),
  read(block) {
    const mediaType = mediaTypeOf(block);
    const plain = block['type'] === 'text' || block['source_type'] === 'text';
    return [
      ...FILE_TEXTS.read(block),
      ...FILE_URLS.map((name) => urlText(block[name])),
      ...FILE_DATA.map((name) => block[name]).map((data) =>
        plain && typeof data === 'string' ? data : dataText(data, mediaType),
      ),
      ...INNER_FILES.map((name) => block[name]).flatMap((value) =>
        isFields(value) ? readWith(media, value) : [urlText(value)],
      ),
      ...contentTexts(block['content']),
    ];
  },
};

const SPEECH = fields('text', 'annotations', 'citations');

/** How each kind of block is read. Of a kind that is not listed every field is read, so nothing new slips by. */
const READERS: ReadonlyMap<string, BlockReader> = new Map([
  ['text', SPEECH],
  ['input_text', SPEECH],
  ['output_text', SPEECH],
  ['summary_text', SPEECH],
  ['refusal', fields('refusal')],
  ['reasoning', fields('reasoning', 'text', 'summary', 'content')],
  ['thinking', fields('thinking')],
  // Sealed by the provider, like a signature.
  ['redacted_thinking', { names: new Set(['data']), read: ({ data }) => fieldTexts({ redactedData: data }) }],
  ['tool_use', args('input')],
  ['server_tool_use', args('input')],
  ['mcp_tool_use', args('input')],
  ['input_json_delta', fields('input', 'partial_json')],
  ['tool_call', args('args')],
  ['tool_call_chunk', args('args')],
  ['invalid_tool_call', args('args')],
  ['server_tool_call', args('args')],
  ['server_tool_call_chunk', args('args')],
  ['server_tool_call_result', { names: new Set(['output']), read: ({ output }) => leaves(output) }],
  ['tool_result', content('content')],
  ['text-plain', media],
  ['document', media],
  ['search_result', media],
  ['file', media],
  ['input_file', media],
  ['image', media],
  ['image_url', media],
  ['input_image', media],
  ['audio', media],
  ['input_audio', media],
  ['video', media],
  ['media', media],
  ['non_standard', { names: new Set(['value']), read: ({ value }) => leaves(value) }],
]);

/** The texts of a message's content: a string, or blocks of any kind, in order. */
export function contentTexts(value: unknown): string[] {
  const blocks = Array.isArray(value) ? value : [value];
  return blocks.flatMap((block: unknown) => {
    if (typeof block === 'string') return [block];
    if (!isFields(block)) return [];
    const { type } = block;
    const reader = typeof type === 'string' ? READERS.get(type) : undefined;
    return reader === undefined ? fieldTexts(block, { isUnknown: true }) : readWith(reader, block);
  });
}

/** What a reader reads in a block, and every other text that stands there. */
function readWith({ names, read }: BlockReader, block: Fields): string[] {
  const own = isCalled('name', block['name']) ? new Set([...names, 'name']) : names;
  return [...read(block), ...fieldTexts(block, { read: own })];
}

/** The arguments of a tool call, an object or its JSON, as lines of `name: value`. What does not parse is text. */
export function argumentsText(value: unknown): string {
  if (typeof value !== 'string') return leaves(value).join('\n');
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? leaves(parsed).join('\n') : value;
  } catch {
    return value;
  }
}

/**
 * Every value in a structure, with the name it stands under: numbers too, as a card number may be one. Files inside
 * are read as text or left out. Without recursion, so that depth does not matter.
 */
export function leaves(root: unknown): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const pending: { readonly name: string; readonly value: unknown }[] = [{ name: '', value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { name, value } = next;
    if (Array.isArray(value) || isFields(value)) {
      if (seen.has(value)) continue;
      seen.add(value);
      const children = Array.isArray(value)
        ? value.map((item: unknown) => ({ name, value: item }))
        : Object.entries(value).map(([key, item]) => ({ name: key, value: fileOr(item, key, value) }));
      if (children.length === 0 && name !== '') found.push(name);
      pending.push(...children.reverse());
      continue;
    }
    const text = leafText(value);
    if (text !== '') found.push(name === '' ? text : `${name}: ${text}`);
    else if (value === null && name !== '') found.push(name);
  }
  return found;
}

/** The value, or, where it is the data of a file, what that says in text. */
function fileOr(value: unknown, key: string, parent: Fields): unknown {
  const mediaType = mediaTypeOf(parent);
  return key === 'data' && mediaType !== undefined ? dataText(value, mediaType) || undefined : value;
}

/** A value without parts, in words; nothing for a file that is not text. */
function leafText(value: unknown): string {
  if (typeof value === 'string') return /^data:/i.test(value) ? urlText(value) : value;
  if (value instanceof URL) return urlText(value);
  if (value instanceof Uint8Array) return dataText(value);
  return ['number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : '';
}

function mediaTypeOf(block: Fields): string | undefined {
  return [block['mimeType'], block['mime_type'], block['media_type']].find(
    (type) => typeof type === 'string',
  );
}

function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof URL) &&
    !ArrayBuffer.isView(value)
  );
}
