import { type Draft, put } from '../../guard/index.js';
import { blockKind } from '../content/block-kinds.js';
import { CALL_FIELDS, CALL_KWARGS, READ_FIELDS, THOUGHT_KWARGS } from '../content/message-fields.js';
import { areWords, isMute, metadataTexts, saysSomething, stringPaths } from '../content/metadata.js';
import { contentTexts } from '../content/read-blocks.js';
import { type AnyMessage, fieldsOf } from '../content/rebuild-message.js';
import { field, isDraft, list } from '../fields.js';

/** A piece of text in a chunk of an answer. */
export interface ChunkPiece {
  /** Pieces with the same key continue from chunk to chunk. A piece without a key is a text of its own. */
  readonly key: string | undefined;
  readonly kind: 'text' | 'reasoning' | 'other';
  readonly text: string;
  /** Replaces the text in the copy of the fields. */
  write(text: string): unknown;
}

/** A parsed chunk of an answer. */
export interface ChunkText {
  /** A copy of the message's fields, which the pieces write to. */
  readonly fields: Draft;
  readonly pieces: readonly ChunkPiece[];
  /** Whether it has a part that can be judged only when the answer is complete, such as a part of a tool's input. */
  readonly isTail: boolean;
  /** Strings beside the text, with their paths. LangChain joins those of several chunks. */
  readonly strings: readonly (readonly [path: string, text: string])[];
  /** Removes the fields that may repeat the text. */
  strip(): void;
}

/** A field that may repeat the text, or say something new. */
interface Repeating {
  readonly target: Draft;
  readonly name: string;
}

/** Returns the text of a chunk that has nothing else, which most have. Returns undefined otherwise. */
export function plainText(message: AnyMessage, info: unknown): string | undefined {
  const content = field(message, 'content');
  const isPlain =
    typeof content === 'string' &&
    Object.entries(message).every(
      ([name, value]) => READ_FIELDS.has(name) || name.startsWith('lc_') || isMute({ [name]: value }),
    ) &&
    CALL_FIELDS.every((name) => list(field(message, name)).length === 0) &&
    [field(message, 'additional_kwargs'), field(message, 'response_metadata'), info].every(isMute);
  return isPlain ? content : undefined;
}

/** Parses a chunk: its message, and the records beside it that may repeat it. */
export function readChunk(message: AnyMessage, beside: readonly Draft[]): ChunkText {
  const fields = fieldsOf(message);
  const pieces: ChunkPiece[] = [];
  const metadata: Repeating[] = [];
  const quotes: Repeating[] = [];
  let isTail = CALL_FIELDS.some((name) => list(fields[name]).length > 0);

  const piece = (key: string, kind: 'text' | 'reasoning', target: Draft, name: string): void => {
    const text = target[name];
    if (typeof text !== 'string') return;
    pieces.push({ key, kind, text, write: (redacted) => put(target, name, redacted) });
  };
  const readBlock = (block: Draft, place: number): void => {
    const { type, index } = block;
    // LangChain joins the texts of equal numbers, but not of a number and a string with the same digits.
    const at = index === undefined ? `at ${place}` : JSON.stringify(index);
    const key = `${String(type)} ${at}`;
    const { part, field: text } = blockKind(type);
    if (part === 'words' && text !== undefined) {
      piece(key, 'text', block, text);
      for (const name of Object.keys(block)) if (name !== text) quotes.push({ target: block, name });
    } else if (part === 'thoughts') {
      const thought = contentTexts(block).join('');
      // Thoughts are not rewritten. A finding in one is refused.
      pieces.push({ key, kind: 'reasoning', text: thought, write: () => undefined });
    } else if (type === 'redacted_thinking') {
      for (const name of Object.keys(block)) if (name !== 'data') quotes.push({ target: block, name });
      isTail ||= contentTexts({ type, data: block['data'] }).length > 0;
    } else isTail = true;
  };

  piece('content', 'text', fields, 'content');
  for (const [place, block] of list(fields['content']).entries()) {
    if (isDraft(block)) readBlock(block, place);
    else isTail ||= typeof block === 'string' && block !== '';
  }
  const kwargs = isDraft(fields['additional_kwargs']) ? fields['additional_kwargs'] : {};
  for (const [name, value] of Object.entries(kwargs)) {
    if (name === 'refusal') piece(name, 'text', kwargs, name);
    else if (name === 'reasoning_content' && typeof value === 'string')
      piece(name, 'reasoning', kwargs, name);
    else if (THOUGHT_KWARGS.has(name)) isTail ||= contentTexts(value).join('') !== '';
    else if (CALL_KWARGS.has(name)) isTail ||= value !== undefined && value !== null;
    else metadata.push({ target: kwargs, name });
  }
  for (const name of Object.keys(fields)) if (!READ_FIELDS.has(name)) metadata.push({ target: fields, name });
  for (const record of [fields['response_metadata'], ...beside])
    if (isDraft(record)) metadata.push(...Object.keys(record).map((name) => ({ target: record, name })));

  const said = new Set(pieces.map(({ text }) => text));
  const saying = [...quotes, ...metadata].filter(({ target, name }) => saysSomething(name, target[name]));
  const quoting = new Set(quotes);
  for (const field of saying) {
    const { target, name } = field;
    const news = metadataTexts(name, target[name], said);
    if (news.length === 0) continue;
    // Quotations of a block are judged with the block, and so are plain words. Other fields may repeat the answer as a
    // whole, which is known at its end.
    if (!quoting.has(field) && !areWords(news)) isTail = true;
    else
      pieces.push({ key: undefined, kind: 'other', text: news.join('\n'), write: () => delete target[name] });
  }
  const strings = [...quotes, ...metadata].flatMap(({ target, name }) =>
    stringPaths({ [name]: target[name] }, target === kwargs ? 'kwargs' : String(target['index'] ?? '')),
  );
  return {
    fields,
    pieces,
    isTail,
    strings,
    strip() {
      for (const { target, name } of saying) delete target[name];
    },
  };
}
