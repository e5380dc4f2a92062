import {
  type Conversation,
  type ConversationPart,
  type Guardrail,
  joinSegments,
  type Segment,
} from '../guard/index.js';
import { draftMessage, type MessageDraft } from './message-draft.js';
import type { AnyMessage } from './message-fields.js';
import { field, list } from './message-text.js';
import { roleOf, toolNameOf } from './prompt-text.js';
import { toolListParts } from './tool-list.js';

/** A prompt taken apart. */
export interface PromptDraft {
  readonly conversation: Conversation;
  /** The messages as they are now, without those that were dropped. */
  build(isDropped: (message: number) => boolean): readonly AnyMessage[];
}

/** Roles as the guard knows them. */
const ROLES: ReadonlyMap<unknown, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['function', 'tool'],
  ['developer', 'system'],
]);

/** Takes the messages of a prompt apart, and what is said of the tools where the guardrail asks for it. */
export function draftPrompt(
  { prompt }: Pick<Guardrail, 'prompt'>,
  messages: readonly AnyMessage[],
  tools: unknown,
): PromptDraft {
  const names = new Map<unknown, unknown>();
  const roles = messages.map(guardRole);
  const drafts: (MessageDraft | undefined)[] = [];
  const parts: ConversationPart[] = [];
  for (const [index, message] of messages.entries()) {
    const role = roles[index] ?? 'user';
    // The first system message is the application's; later ones may come with the messages of a browser.
    const isOwn = role === 'system' && index === 0;
    if (isOwn && !prompt.system) {
      drafts.push(undefined);
      continue;
    }
    for (const call of list(field(message, 'tool_calls'))) names.set(field(call, 'id'), field(call, 'name'));
    const draft = draftMessage(message);
    drafts.push(draft);
    const segments = allSegments(draft);
    const place = { role, message: index, segments };
    if (role !== 'tool') parts.push({ kind: isOwn ? 'system' : 'words', ...place });
    else parts.push({ kind: 'toolOutput', toolName: toolNameOf(message, names), ...place });
  }
  if (prompt.toolDescriptions) parts.push(...toolListParts(tools));
  return {
    conversation: { roles, parts },
    build: (isDropped) =>
      messages.flatMap((message, index) => (isDropped(index) ? [] : [drafts[index]?.build() ?? message])),
  };
}

/** All segments of a message, as one reads it. */
export function allSegments({ words, thoughts, tools, others }: MessageDraft): Segment[] {
  return [
    ...thoughts.map((thought) => ({ ...thought, thread: 'thoughts' as const })),
    ...words.map((word) => ({ ...word, thread: 'words' as const })),
    ...tools.flatMap((tool) => tool.segments),
    ...others,
  ];
}

/** The last words of the user, as they stand in the messages. */
export function lastUserText(messages: readonly AnyMessage[]): string {
  const last = messages.findLast((message) => guardRole(message) === 'user');
  return last === undefined ? '' : joinSegments(allSegments(draftMessage(last)));
}

function guardRole(message: AnyMessage): string {
  const role = roleOf(message);
  // Messages of a role of their own have it in a field.
  const own = role === 'generic' ? field(message, 'role') : role;
  return ROLES.get(own) ?? (typeof own === 'string' ? own : 'user');
}
