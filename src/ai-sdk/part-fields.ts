import { type Draft, fieldTexts, hasItsShape, type Segment } from '../guard/index.js';
import { fileText } from './file-text.js';
import type { Part } from './parts.js';
import { withoutOwnResults } from './verdicts.js';

/**
 * The parts of results, streams and prompts that are known, of all specification versions, and the fields of each that are
 * read as content elsewhere. Whatever else stands in a part is read field by field (see `PASSED_FIELDS` for what is passed).
 */
const CONTENT_FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['text', ['text', 'citations']],
  ['text-start', []],
  ['text-delta', ['delta']],
  ['text-end', ['citations']],
  ['reasoning', ['text']],
  ['reasoning-start', []],
  ['reasoning-delta', ['delta']],
  ['reasoning-end', []],
  ['tool-input-start', ['toolName']],
  ['tool-input-delta', ['delta']],
  ['tool-input-end', []],
  ['tool-call', ['toolName', 'input']],
  ['tool-result', ['toolName', 'result', 'output']],
  ['tool-approval-request', []],
  ['tool-approval-response', ['reason']],
  ['source', ['url', 'title', 'filename']],
  ['file', ['data', 'url', 'filename']],
  ['reasoning-file', ['data', 'url', 'filename']],
  ['media', ['data', 'url', 'filename']],
  ['file-data', ['data', 'url', 'filename']],
  ['file-url', ['data', 'url', 'filename']],
  ['file-id', []],
  ['file-reference', []],
  ['image-file-id', []],
  ['image-file-reference', []],
  ['image-data', ['data', 'url', 'filename']],
  ['image-url', ['data', 'url', 'filename']],
  ['stream-start', []],
  ['response-metadata', ['headers']],
  ['finish', []],
  ['ping', []],
  ['raw', ['rawValue']],
  ['error', ['error']],
]);

/** Fields that say what a part is and to whom it belongs: they stay where what is beside the content has to go. */
const STRUCTURE: ReadonlySet<string> = new Set([
  'type',
  'id',
  'toolCallId',
  'toolName',
  'approvalId',
  'sourceType',
  'mediaType',
  'providerExecuted',
  'dynamic',
  'isError',
  'preliminary',
  'inputEncoding',
  'isAutomatic',
  'approved',
  'warnings',
  'usage',
  'finishReason',
  'modelId',
  'timestamp',
]);

/** Whether a part is of a kind that is known here. */
export function isKnownPart({ type }: Part): boolean {
  return CONTENT_FIELDS.has(type);
}

/** Every text of a part beside its content: metadata of the provider, titles, fields that are new. Nothing: `''`. */
export function besideText(part: Part): string {
  const content = CONTENT_FIELDS.get(part.type);
  if (content === undefined) return fieldTexts(part, { isUnknown: true }).join('\n');
  // Most parts have nothing else.
  if (!hasOthers(part, content)) return '';
  return fieldTexts(withoutOwnResults(part), { read: new Set(content) }).join('\n');
}

function hasOthers(part: Part, content: readonly string[]): boolean {
  for (const name in part) {
    if (name === 'type' || content.includes(name) || part[name] === undefined) continue;
    if (name !== 'id' || !isId(part[name])) return true;
  }
  return false;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && hasItsShape('id', value);
}

/** Fields of parts that only streams and prompts have, which nobody reads where such a part stands in a result. */
const MISPLACED: ReadonlySet<string> = new Set(['delta', 'citations', 'rawValue', 'reason', 'toolName']);

/** What a part says that comes whole and should not: a piece of a stream in a result. */
export function misplacedTexts(part: Part): string[] {
  const names = (CONTENT_FIELDS.get(part.type) ?? []).filter((name) => MISPLACED.has(name));
  return names.flatMap((name) => fieldTexts(part[name], { isUnknown: true }));
}

/** All that a part says that is neither words nor a tool's. */
export function otherText(part: Part): string {
  return [fileText(part), besideText(part)].filter((text) => text !== '').join('\n');
}

/** A part without what stands beside its content. */
export function withoutBeside<Kind extends Part>(part: Kind): Kind {
  return { ...part, ...dropped(part) };
}

/** What stands beside the content of a part, as a segment: where something is found in it, it goes as a whole. */
export function besideSegments(part: Draft & Part, drop: () => void = () => undefined): Segment[] {
  const text = besideText(part);
  if (text === '') return [];
  // Of a part of a kind that nobody knows, nothing would be left.
  if (!isKnownPart(part)) return [{ text }];
  const write = (): boolean => {
    Object.assign(part, dropped(part));
    drop();
    return true;
  };
  return [{ text, write }];
}

function dropped(part: Part): Record<string, unknown> {
  const content = CONTENT_FIELDS.get(part.type) ?? [];
  const gone = Object.keys(part).filter((name) => !STRUCTURE.has(name) && !content.includes(name));
  return {
    ...Object.fromEntries(gone.map((name) => [name, undefined])),
    ...('warnings' in part && { warnings: [] }),
  };
}
