import { isUnscanned } from '../../guard/index.js';
import { field, list } from '../fields.js';

/** Images, audio and video, with the media type that each type of block implies. */
const SEEN_OR_HEARD: ReadonlyMap<unknown, string> = new Map([
  ['image', 'image/*'],
  ['image_url', 'image/*'],
  ['input_image', 'image/*'],
  ['audio', 'audio/*'],
  ['input_audio', 'audio/*'],
  ['video', 'video/*'],
]);

/** Blocks that hold a file of any kind. */
const FILES: ReadonlySet<unknown> = new Set(['file', 'input_file', 'document', 'media']);

/** Fields with the file itself, or with another record of it. */
const CONTENTS = ['url', 'fileUri', 'file_url', 'data', 'file_data', 'image_url', 'source'] as const;
const RECORDS = ['source', 'file', 'image_url', 'input_audio'] as const;
/** Fields that name a file stored at the provider. */
const IDS = ['file_id', 'fileId', 'id'] as const;

/**
 * Counts the blocks of a message's content, and of tool results in it, that nobody judges because they are not text.
 */
export function countUnscanned(content: unknown): number {
  let count = 0;
  const pending: unknown[] = [...list(content)];
  const seen = new Set<unknown>();
  while (pending.length > 0) {
    const block = pending.pop();
    if (typeof block !== 'object' || block === null || seen.has(block)) continue;
    seen.add(block);
    const type = field(block, 'type');
    if (SEEN_OR_HEARD.has(type) || FILES.has(type)) count += isUnscannedBlock(block, type) ? 1 : 0;
    else if (type === 'tool_result') pending.push(...list(field(block, 'content')));
  }
  return count;
}

function isUnscannedBlock(block: unknown, type: unknown): boolean {
  const implied = SEEN_OR_HEARD.get(type);
  const records = [block, ...RECORDS.map((name) => field(block, name))];
  return records.some((record, index) => {
    const isText = field(record, 'type') === 'text' || field(record, 'source_type') === 'text';
    if (isText && implied === undefined) return false;
    const mediaType = implied ?? mediaTypeOf(record) ?? mediaTypeOf(block) ?? '';
    if (CONTENTS.some((name) => isContent(field(record, name), mediaType))) return true;
    // The id of the block itself is a mere name, unless it refers to a file at the provider.
    const ids = index === 0 && field(block, 'source_type') !== 'id' ? IDS.slice(0, 2) : IDS;
    return ids.some((name) => typeof field(record, name) === 'string');
  });
}

function isContent(value: unknown, mediaType: string): boolean {
  const isFile = typeof value === 'string' || value instanceof URL || ArrayBuffer.isView(value);
  return isFile && isUnscanned(value, mediaType);
}

function mediaTypeOf(record: unknown): string | undefined {
  const types = ['mimeType', 'mime_type', 'media_type'].map((name) => field(record, name));
  const type = types.find((own) => typeof own === 'string');
  return typeof type === 'string' ? type : undefined;
}
