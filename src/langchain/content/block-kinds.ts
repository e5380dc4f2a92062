/**
 * How a field of a block is read.
 * - `text`: a string as it is, anything deeper by its leaves
 * - `input`: the arguments of a tool, as lines of `name: value`
 * - `values`: any value, as lines of `name: value`
 * - `content`: the content of a message again
 * - `url`: the text of a data URL
 * - `bytes`: the text of a file, where it is a text
 * - `file`: a URL, or another record of the same fields
 * - `sealed`: data that the provider sealed, like a signature
 */
export type FieldReading = 'text' | 'input' | 'values' | 'content' | 'url' | 'bytes' | 'file' | 'sealed';

/** The facts about the blocks of one type. */
export interface BlockKind {
  /**
   * The fields that are read in a special way, in the order in which they are read. Without this list, every field is
   * read.
   */
  readonly reads?: Readonly<Record<string, FieldReading>>;
  /** The role of a block in a message: its words, thoughts of the model, or another copy of a tool's call. */
  readonly part?: 'words' | 'thoughts' | 'call';
  /** The field with the words, the thoughts or the input of the call. */
  readonly field?: string;
  /** Whether consumers join the text with that of the next block. */
  readonly runsOn?: boolean;
  /** The name of a piece of the block's text in the protocol of content blocks. */
  readonly delta?: string;
}

const SPEECH = { text: 'text', annotations: 'text', citations: 'text' } as const;

/**
 * Files of every shape: LangChain's `url`, `data` and `source_type`, Anthropic's `source`, OpenAI's `image_url`, `file`
 * and `input_audio`, Google's `fileUri`.
 */
export const FILE_FIELDS: Readonly<Record<string, FieldReading>> = {
  text: 'text',
  title: 'text',
  context: 'text',
  filename: 'text',
  transcript: 'text',
  url: 'url',
  fileUri: 'url',
  file_url: 'url',
  data: 'bytes',
  file_data: 'bytes',
  source: 'file',
  file: 'file',
  image_url: 'file',
  input_audio: 'file',
  content: 'content',
};

const FILE: BlockKind = { reads: FILE_FIELDS };
const SPOKEN: BlockKind = { reads: SPEECH, part: 'words', field: 'text', runsOn: true };

/** A block that repeats a call of the message. */
const callIn = (field: string): BlockKind => ({ reads: { [field]: 'input' }, part: 'call', field });

/** A call that the provider runs itself. The message has it nowhere else. */
const providerCallIn = (field: string): BlockKind => ({ reads: { [field]: 'input' } });

/** Every type of block that LangChain and the providers are known to use. */
const BLOCK_KINDS: ReadonlyMap<unknown, BlockKind> = new Map<unknown, BlockKind>([
  ['text', { ...SPOKEN, delta: 'text-delta' }],
  ['input_text', SPOKEN],
  ['output_text', SPOKEN],
  ['summary_text', { reads: SPEECH }],
  ['refusal', { reads: { refusal: 'text' }, part: 'words', field: 'refusal' }],
  [
    'reasoning',
    {
      reads: { reasoning: 'text', text: 'text', summary: 'text', content: 'text' },
      part: 'thoughts',
      field: 'reasoning',
      runsOn: true,
      delta: 'reasoning-delta',
    },
  ],
  [
    'thinking',
    {
      reads: { thinking: 'text' },
      part: 'thoughts',
      field: 'thinking',
      runsOn: true,
      delta: 'reasoning-delta',
    },
  ],
  ['redacted_thinking', { reads: { data: 'sealed' } }],
  ['tool_use', callIn('input')],
  ['tool_call', callIn('args')],
  ['tool_call_chunk', callIn('args')],
  ['invalid_tool_call', callIn('args')],
  ['function_call', { part: 'call', field: 'arguments' }],
  ['input_json_delta', { reads: { input: 'text', partial_json: 'text' }, part: 'call', field: 'input' }],
  ['server_tool_use', providerCallIn('input')],
  ['mcp_tool_use', providerCallIn('input')],
  ['server_tool_call', providerCallIn('args')],
  ['server_tool_call_chunk', providerCallIn('args')],
  ['server_tool_call_result', { reads: { output: 'values' } }],
  ['tool_result', { reads: { content: 'content' } }],
  ['text-plain', { reads: FILE_FIELDS, part: 'words', field: 'text' }],
  ['document', FILE],
  ['search_result', FILE],
  ['file', FILE],
  ['input_file', FILE],
  ['image', FILE],
  ['image_url', FILE],
  ['input_image', FILE],
  ['audio', FILE],
  ['input_audio', FILE],
  ['video', FILE],
  ['media', FILE],
  ['non_standard', { reads: { value: 'values' } }],
]);

const UNKNOWN: BlockKind = {};

/**
 * Returns the facts about a type of block. Every field of an unlisted type is read, so that no new field goes unjudged.
 */
export function blockKind(type: unknown): BlockKind {
  return BLOCK_KINDS.get(type) ?? UNKNOWN;
}

/** Lists the fields in which blocks of these parts keep their words, thoughts or input. */
function fieldsOfPart(...parts: readonly BlockKind['part'][]): string[] {
  return [...BLOCK_KINDS.values()].flatMap(({ part, field }) =>
    part !== undefined && field !== undefined && parts.includes(part) ? [field] : [],
  );
}

/** Lists the fields of all blocks that are read in one way. */
function fieldsReadAs(...readings: readonly FieldReading[]): string[] {
  return [...BLOCK_KINDS.values()].flatMap(({ reads = {} }) =>
    Object.entries(reads).flatMap(([field, reading]) => (readings.includes(reading) ? [field] : [])),
  );
}

/** Fields in which blocks keep the input of a tool. */
export const INPUT_FIELDS: ReadonlySet<string> = new Set(fieldsOfPart('call'));

/** Fields in which files keep their bytes. */
export const BYTES_FIELDS: ReadonlySet<string> = new Set(fieldsReadAs('bytes'));

/** Fields that hold any value, including the names in it. */
export const VALUE_FIELDS: ReadonlySet<string> = new Set(fieldsReadAs('values'));

/** Fields that are empty when a block begins and grow with its deltas. */
export const GROWING_FIELDS: ReadonlySet<string> = new Set([...fieldsOfPart('words', 'call'), 'data']);

/** Fields of thoughts that are read as the thought itself. */
export const THOUGHT_FIELDS: ReadonlySet<string> = new Set(
  [...BLOCK_KINDS.values()].flatMap(({ part, reads = {} }) =>
    part === 'thoughts' ? Object.keys(reads) : [],
  ),
);

/** How blocks of one type stream their text. */
export interface StreamedText {
  readonly kind: 'text' | 'reasoning';
  /** The field of the text. */
  readonly name: string;
  /** The type of its deltas. */
  readonly delta: string;
}

/** The types of blocks whose text streams in deltas. */
export const STREAMED_TEXTS: ReadonlyMap<unknown, StreamedText> = new Map(
  [...BLOCK_KINDS].flatMap(([type, { part, field: name, delta }]): [unknown, StreamedText][] =>
    name === undefined || delta === undefined
      ? []
      : [[type, { kind: part === 'words' ? 'text' : 'reasoning', name, delta }]],
  ),
);
