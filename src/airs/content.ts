import { type ToolEvent, utf8Length } from '../scan/index.js';
import { inputError } from './errors.js';
import { fileSystem } from './file-system.js';
import { type ScanContent, ToolEventSchema } from './schemas/request.js';
import { checkWith } from './validate.js';

const MIB = 1024 * 1024;

/** The largest UTF-8 size of each field, in bytes (service limits). */
export const CONTENT_LIMITS = {
  prompt: 2 * MIB,
  response: 2 * MIB,
  codePrompt: 2 * MIB,
  codeResponse: 2 * MIB,
  context: 100 * MIB,
} as const;

type TextField = keyof typeof CONTENT_LIMITS;

const WIRE_NAMES: Readonly<Record<TextField, keyof ScanContent>> = {
  prompt: 'prompt',
  response: 'response',
  codePrompt: 'code_prompt',
  codeResponse: 'code_response',
  context: 'context',
};

/** The fields that a `Content` is made from. At least one field besides `context` is needed. */
export interface ContentFields {
  prompt?: string | undefined;
  response?: string | undefined;
  context?: string | undefined;
  codePrompt?: string | undefined;
  codeResponse?: string | undefined;
  toolEvent?: ToolEvent | undefined;
}

/**
 * Text to scan. It is checked when it is set, so that an oversized prompt fails here and not as a 413 from the service.
 * `JSON.stringify` gives the wire form. Printing a `Content` shows nothing of the text.
 */
export class Content {
  readonly #texts = new Map<TextField, string>();
  #toolEvent: ToolEvent | undefined;

  /**
   * Makes a content.
   * @throws AirsError of kind `input` for empty content, an empty field or a field over its limit
   */
  constructor(fields: ContentFields) {
    if (typeof fields !== 'object' || fields === null) throw inputError('content', 'must be an object');
    const unknown = Object.keys(fields).find(
      (key) => !Object.hasOwn(CONTENT_LIMITS, key) && key !== 'toolEvent',
    );
    if (unknown !== undefined) throw inputError(unknown, 'is not a content field');
    for (const field of Object.keys(CONTENT_LIMITS) as TextField[]) this.#check(field, fields[field]);
    this.#toolEvent = readToolEvent(fields.toolEvent);
    for (const field of Object.keys(CONTENT_LIMITS) as TextField[]) this.#store(field, fields[field]);
    if (this.#toolEvent === undefined && !this.#hasTextBesides('context')) throw emptyContent();
  }

  /** The user prompt, at most 2 MiB of UTF-8. */
  get prompt(): string | undefined {
    return this.#texts.get('prompt');
  }
  set prompt(value: string | undefined) {
    this.#set('prompt', value);
  }

  /** The model response, at most 2 MiB of UTF-8. */
  get response(): string | undefined {
    return this.#texts.get('response');
  }
  set response(value: string | undefined) {
    this.#set('response', value);
  }

  /**
   * The grounding context, at most 100 MiB of UTF-8. A whole sync scan is limited to 2 MiB, and a whole async batch to
   * 5 MiB.
   */
  get context(): string | undefined {
    return this.#texts.get('context');
  }
  set context(value: string | undefined) {
    this.#set('context', value);
  }

  /** The code in the prompt, at most 2 MiB of UTF-8. */
  get codePrompt(): string | undefined {
    return this.#texts.get('codePrompt');
  }
  set codePrompt(value: string | undefined) {
    this.#set('codePrompt', value);
  }

  /** The code in the response, at most 2 MiB of UTF-8. */
  get codeResponse(): string | undefined {
    return this.#texts.get('codeResponse');
  }
  set codeResponse(value: string | undefined) {
    this.#set('codeResponse', value);
  }

  /** A tool call or listing. */
  get toolEvent(): ToolEvent | undefined {
    return this.#toolEvent;
  }
  set toolEvent(value: ToolEvent | undefined) {
    const toolEvent = readToolEvent(value);
    if (toolEvent === undefined && !this.#hasTextBesides('context')) throw emptyContent();
    this.#toolEvent = toolEvent;
  }

  /** The bytes of all texts in UTF-8, including a tool event's input and output. */
  get length(): number {
    let bytes = 0;
    for (const text of this.#texts.values()) bytes += utf8Length(text);
    return bytes + utf8Length(this.#toolEvent?.input ?? '') + utf8Length(this.#toolEvent?.output ?? '');
  }

  /** Returns the wire form of one content element. */
  toJSON(): ScanContent {
    const json: Record<string, unknown> = {};
    for (const field of Object.keys(CONTENT_LIMITS) as TextField[]) {
      const text = this.#texts.get(field);
      if (text !== undefined) json[WIRE_NAMES[field]] = text;
    }
    if (this.#toolEvent !== undefined) json['tool_event'] = this.#toolEvent;
    return json;
  }

  /**
   * Makes content from its wire form (an object or its JSON text). `null` counts as absent, also in a tool event.
   * @throws AirsError of kind `input`
   */
  static fromJSON(json: unknown): Content {
    const value = typeof json === 'string' ? parseJson(json) : json;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw inputError('content', 'must be a JSON object');
    }
    const fields: Record<string, unknown> = {};
    const names = new Map<string, string>(Object.entries(WIRE_NAMES).map(([field, name]) => [name, field]));
    names.set('tool_event', 'toolEvent');
    for (const [key, part] of Object.entries(value)) {
      const field = names.get(key);
      if (field === undefined) throw inputError(key, 'is not a content field');
      if (part !== null) fields[field] = withoutNulls(part);
    }
    return new Content(fields);
  }

  /**
   * Reads content from a JSON file (Node 20.16 or later, Deno and Bun).
   * @throws AirsError of kind `input` for content that is not valid; the file system's own error otherwise
   */
  static async fromJSONFile(path: string | URL): Promise<Content> {
    const { readFile } = fileSystem();
    // Unlike the decoding of the file system, this removes a byte order mark.
    return Content.fromJSON(new TextDecoder().decode(await readFile(path)));
  }

  #set(field: TextField, value: string | undefined): void {
    this.#check(field, value);
    const cleared = value === undefined || value === null;
    if (cleared && this.#toolEvent === undefined && !this.#hasTextBesides('context', field)) {
      throw emptyContent();
    }
    this.#store(field, value);
  }

  #store(field: TextField, value: string | undefined): void {
    if (value === undefined || value === null) this.#texts.delete(field);
    else this.#texts.set(field, value);
  }

  #check(field: TextField, value: unknown): void {
    if (value === undefined || value === null) return;
    if (typeof value !== 'string') throw inputError(field, 'must be a string');
    if (value === '' && field !== 'context') throw inputError(field, 'must not be empty');
    const limit = CONTENT_LIMITS[field];
    // UTF-8 needs one to three bytes for each UTF-16 unit, so most texts need no counting.
    if (value.length > limit || (value.length * 3 > limit && utf8Length(value) > limit)) {
      throw inputError(field, `is larger than ${limit} bytes of UTF-8`, limit);
    }
  }

  #hasTextBesides(...fields: readonly TextField[]): boolean {
    return [...this.#texts.keys()].some((field) => !fields.includes(field));
  }
}

/** Returns a checked copy, so that later changes by the caller cannot undo the check. */
function readToolEvent(value: unknown): ToolEvent | undefined {
  if (value === undefined || value === null) return undefined;
  return checkWith(ToolEventSchema, value, 'toolEvent') as ToolEvent;
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(entries.map(([key, part]) => [key, withoutNulls(part)]));
}

function emptyContent(): Error {
  const fields = 'prompt, response, codePrompt, codeResponse or toolEvent';
  return inputError('content', `needs at least one of ${fields}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
    throw inputError('content', 'is not valid JSON');
  }
}
