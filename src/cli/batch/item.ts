import type { ScanRequest, ToolEvent } from '../../scan/index.js';
import { isRecord } from '../../scan/index.js';

/** The id that a line of the input gives itself. */
export type ItemId = string | number | null;

/** One item of the input: a request, or the reason why it is not one. */
export interface InputItem {
  readonly id: ItemId;
  readonly request?: ScanRequest;
  /** The problem with the item. It holds no content. */
  readonly problem?: string;
}

const TEXT_FIELDS = [
  'prompt',
  'response',
  'context',
  'codePrompt',
  'codeResponse',
  'sessionId',
  'trId',
  'profileName',
  'profileId',
  'appName',
  'appUser',
  'aiModel',
  'userIp',
] as const satisfies readonly (keyof ScanRequest)[];

const CONTENT_FIELDS = ['prompt', 'response', 'codePrompt', 'codeResponse', 'toolEvent'] as const;

/** The fields of an item, by their possible spellings in the header of a table. */
export const ITEM_FIELDS: ReadonlyMap<string, string> = new Map(
  ['id', 'text', 'toolEvent', 'agentMeta', ...TEXT_FIELDS].map((field) => [field.toLowerCase(), field]),
);

/** The most characters of an item's id. A longer one is a text, not an id. */
const MAX_ID_CHARS = 500;

/** Reads an item from its fields. Empty fields count as missing, and fields that no request has are ignored. */
export function itemOf(value: unknown): InputItem {
  if (typeof value === 'string') return itemOf({ prompt: value });
  if (!isRecord(value)) return { id: null, problem: 'is neither an object nor a text' };
  const id = idOf(value['id']);
  if (id === undefined)
    return { id: null, problem: `id: must be a text of at most ${MAX_ID_CHARS} characters or a number` };
  const request: Record<string, unknown> = {};
  for (const field of TEXT_FIELDS) {
    const given = value[field];
    if (isAbsent(given)) continue;
    if (typeof given !== 'string') return { id, problem: `${field}: must be a text` };
    request[field] = given;
  }
  const { text, toolEvent, agentMeta } = value;
  if (!isAbsent(text) && request['prompt'] === undefined) {
    if (typeof text !== 'string') return { id, problem: 'text: must be a text' };
    request['prompt'] = text;
  }
  if (!isAbsent(toolEvent)) {
    if (!isToolEvent(toolEvent)) {
      return {
        id,
        problem:
          'toolEvent: needs metadata { ecosystem, method, server_name } and the texts input, output or both',
      };
    }
    request['toolEvent'] = toolEvent;
  }
  if (!isAbsent(agentMeta)) {
    if (!isRecord(agentMeta) || !Object.values(agentMeta).every(isText))
      return { id, problem: 'agentMeta: must be an object of texts' };
    request['agentMeta'] = agentMeta;
  }
  if (!CONTENT_FIELDS.some((field) => request[field] !== undefined)) {
    return { id, problem: `has nothing to scan: give one of ${CONTENT_FIELDS.join(', ')}` };
  }
  return { id, request };
}

function idOf(value: unknown): ItemId | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.length <= MAX_ID_CHARS ? value : undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

function isToolEvent(value: unknown): value is ToolEvent {
  if (!isRecord(value)) return false;
  const { metadata, input, output } = value;
  return (
    isRecord(metadata) &&
    [metadata['ecosystem'], metadata['method'], metadata['server_name']].every(isText) &&
    (metadata['tool_invoked'] === undefined || isText(metadata['tool_invoked'])) &&
    [input, output].every((text) => text === undefined || isText(text)) &&
    (input !== undefined || output !== undefined)
  );
}
