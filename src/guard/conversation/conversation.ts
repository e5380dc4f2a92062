import type { Segment } from '../segments/segments.js';
import type { PromptScope } from './prompt-options.js';

/** What is read as one in a conversation: the words of a message, a tool result, a tool's description. */
export interface ConversationPart {
  /** Words are read on from message to message and judged so; anything else is judged by itself. */
  readonly kind: 'words' | 'system' | 'toolOutput' | 'toolList';
  readonly role: string;
  /** Its message, from 0; -1 where it belongs to none. */
  readonly message: number;
  readonly toolName?: string;
  readonly segments: readonly Segment[];
  /** How many images, sounds, PDFs and other files it holds that nobody judges, because they are not text. */
  readonly unscanned?: number;
}

/** A prompt as the guard sees it. */
export interface Conversation {
  /** The role of each message. */
  readonly roles: readonly string[];
  /** In the order of the messages. */
  readonly parts: readonly ConversationPart[];
}

/** Returns the parts that a scope judges. Instructions of the application belong to no turn, so they stay. */
export function inScope({ roles, parts }: Conversation, scope: PromptScope): readonly ConversationPart[] {
  if (scope !== 'last') return parts;
  const lastUser = roles.lastIndexOf('user');
  const lastAssistant = roles.lastIndexOf('assistant');
  return parts.filter(
    ({ kind, message }) =>
      kind === 'system' || kind === 'toolList' || message === lastUser || message > lastAssistant,
  );
}

/** The exchanges of a conversation: a message of the user with all that follows, up to the next one of the user. */
export interface Exchanges {
  /** Whether a message belongs to the last exchange, or to none. */
  isLast(message: number): boolean;
  /** Leaves out a message that was refused, with its exchange; a message of the system goes alone. */
  drop(message: number): void;
  isDropped(message: number): boolean;
}

/** Tells the exchanges apart by the roles of the messages. */
export function exchangesOf(roles: readonly string[]): Exchanges {
  let count = 0;
  const numbers = roles.map((role) => (role === 'user' ? ++count : count));
  const exchanges = new Set<number>();
  const systems = new Set<number>();
  return {
    isLast: (message) => (numbers[message] ?? count) === count,
    drop(message) {
      if (roles[message] === 'system') systems.add(message);
      else exchanges.add(numbers[message] ?? count);
    },
    isDropped: (message) =>
      roles[message] === 'system' ? systems.has(message) : exchanges.has(numbers[message] ?? -1),
  };
}
