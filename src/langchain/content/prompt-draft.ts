import {
  type Conversation,
  type ConversationPart,
  type Guardrail,
  joinSegments,
  type Segment,
} from '../../guard/index.js';
import { field, list } from '../fields.js';
import { draftMessage, type MessageDraft } from './message-draft.js';
import { guardRole, toolNameOf } from './message-roles.js';
import type { AnyMessage } from './rebuild-message.js';
import { toolListParts } from './tool-descriptions.js';
import { countUnscanned } from './unscanned-blocks.js';

/** A parsed prompt. */
export interface PromptDraft {
  readonly conversation: Conversation;
  /** Returns the messages in their present state, without the dropped ones. */
  build(isDropped: (message: number) => boolean): readonly AnyMessage[];
  /** Returns the last words of the user from the time when the prompt was parsed. */
  lastUserText(): string;
}

/**
 * Parses the messages of a prompt, and the descriptions of its tools if the guardrail asks for them.
 * @param own the application's own system messages, if they can be told from those of the conversation
 */
export function draftPrompt(
  { prompt, readSystem }: Pick<Guardrail, 'prompt' | 'readSystem'>,
  messages: readonly AnyMessage[],
  tools: unknown,
  own?: readonly string[],
): PromptDraft {
  const names = new Map<unknown, unknown>();
  const roles = messages.map(guardRole);
  const drafts: (MessageDraft | undefined)[] = [];
  const parts: ConversationPart[] = [];
  for (const [index, message] of messages.entries()) {
    const role = roles[index] ?? 'user';
    const draft = draftMessage(message);
    const segments = allSegments(draft);
    const kind =
      role === 'system'
        ? readSystem(joinSegments(segments), { isHead: index === 0, ...(own && { own }) })
        : 'words';
    if (kind === 'trusted') {
      drafts.push(undefined);
      continue;
    }
    for (const call of list(field(message, 'tool_calls'))) names.set(field(call, 'id'), field(call, 'name'));
    drafts.push(draft);
    const unscanned = countUnscanned(field(message, 'content'));
    const place = { role, message: index, segments, ...(unscanned > 0 && { unscanned }) };
    if (role !== 'tool') parts.push({ kind, ...place });
    else parts.push({ kind: 'toolOutput', toolName: toolNameOf(message, names), ...place });
  }
  if (prompt.toolDescriptions) parts.push(...toolListParts(tools));
  return {
    conversation: { roles, parts },
    build: (isDropped) =>
      messages.flatMap((message, index) => (isDropped(index) ? [] : [drafts[index]?.build() ?? message])),
    lastUserText() {
      const draft = drafts[roles.lastIndexOf('user')];
      return draft === undefined ? lastUserText(messages) : textOf(draft);
    },
  };
}

/** Returns all segments of a message in the order in which it is read. */
export function allSegments({ words, thoughts, tools, others }: MessageDraft): Segment[] {
  return [
    ...thoughts.map((thought) => ({ ...thought, thread: 'thoughts' as const })),
    ...words.map((word) => ({ ...word, thread: 'words' as const })),
    ...tools.flatMap((tool) => tool.segments),
    ...others,
  ];
}

/** Returns the whole text of a message. */
export function messageText(message: AnyMessage): string {
  return textOf(draftMessage(message));
}

function textOf(draft: MessageDraft): string {
  return joinSegments(allSegments(draft));
}

/** Returns the last words of the user in the messages. */
export function lastUserText(messages: readonly AnyMessage[]): string {
  const last = messages.findLast((message) => guardRole(message) === 'user');
  return last === undefined ? '' : messageText(last);
}
