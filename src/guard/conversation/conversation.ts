import type { Segment } from '../segments/segments.js';
import type { PromptScope } from './prompt-options.js';

/** A part of a conversation that is read as one text: the words of a message, a tool result, a tool's description. */
export interface ConversationPart {
  /** Words are judged together from message to message, as they are read. Every other kind is judged by itself. */
  readonly kind: 'words' | 'system' | 'toolOutput' | 'toolList';
  readonly role: string;
  /** The index of its message, from 0, or -1 if it belongs to none. */
  readonly message: number;
  readonly toolName?: string;
  readonly segments: readonly Segment[];
  /** The number of images, sounds, PDFs and other files in it. They are not text, so nobody judges them. */
  readonly unscanned?: number;
}

/** A prompt as the guard sees it. */
export interface Conversation {
  /** The role of each message, in order. */
  readonly roles: readonly string[];
  /** The parts, in the order of the messages. */
  readonly parts: readonly ConversationPart[];
}

/**
 * Returns the parts that a scope judges. Instructions of the application belong to no turn, so they are always
 * included.
 */
export function inScope({ roles, parts }: Conversation, scope: PromptScope): readonly ConversationPart[] {
  if (scope !== 'last') return parts;
  const lastUser = roles.lastIndexOf('user');
  const lastAssistant = roles.lastIndexOf('assistant');
  return parts.filter(
    ({ kind, message }) =>
      kind === 'system' || kind === 'toolList' || message === lastUser || message > lastAssistant,
  );
}

/** The exchanges of a conversation. Each is a message of the user with everything up to the user's next message. */
export interface Exchanges {
  /** Tells whether a message belongs to the last exchange, or to none. */
  isLast(message: number): boolean;
  /** Drops a refused message together with its exchange. A system message is dropped alone. */
  drop(message: number): void;
  isDropped(message: number): boolean;
}

/** Divides messages into exchanges by their roles. */
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
