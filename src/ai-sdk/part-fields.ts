import { type Draft, fieldTexts, hasItsShape, type Segment } from '../guard/index.js';
import { fileText } from './file-text.js';
import type { Part } from './parts.js';
import { withoutOwnResults } from './verdicts.js';

/**
 * The known parts of results, streams and prompts in all specification versions, each with the fields that are read as
 * content elsewhere. All other fields of a part are read one by one (see `PASSED_FIELDS` for those that pass).
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

/** Fields that name the kind of a part or its owner. They stay when the fields outside the content are removed. */
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

/** Tells whether the kind of a part is known here. */
export function isKnownPart({ type }: Part): boolean {
  return CONTENT_FIELDS.has(type);
}

/**
 * Returns every text of a part outside its content: metadata of the provider, titles, new fields. Returns '' if there
 * is none.
 */
export function besideText(part: Part): string {
  const content = CONTENT_FIELDS.get(part.type);
  if (content === undefined) return fieldTexts(part, { isUnknown: true }).join('\n');
  // Most parts have no other fields.
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

/** Fields that only parts of streams and prompts have. No consumer reads them in a result. */
const MISPLACED: ReadonlySet<string> = new Set(['delta', 'citations', 'rawValue', 'reason', 'toolName']);

/** Returns the text in a complete part that does not belong there, such as a piece of a stream in a result. */
export function misplacedTexts(part: Part): string[] {
  const names = (CONTENT_FIELDS.get(part.type) ?? []).filter((name) => MISPLACED.has(name));
  return names.flatMap((name) => fieldTexts(part[name], { isUnknown: true }));
}

/** Returns all text of a part that is neither words nor a tool's. */
export function otherText(part: Part): string {
  return [fileText(part), besideText(part)].filter((text) => text !== '').join('\n');
}

/** Returns a part without the fields outside its content. */
export function withoutBeside<Kind extends Part>(part: Kind): Kind {
  return { ...part, ...dropped(part) };
}

/** Returns the text outside the content of a part as a segment. All of it is removed if anything is found in it. */
export function besideSegments(part: Draft & Part, drop: () => void = () => undefined): Segment[] {
  const text = besideText(part);
  if (text === '') return [];
  // Nothing would be left of a part of an unknown kind.
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
