import type { AnyPart } from '../ai-sdk/versions.js';

/** What is attacked. */
export type Area = 'ai-sdk' | 'langchain' | 'text' | 'tools';
export const AREAS: readonly Area[] = ['ai-sdk', 'langchain', 'text', 'tools'];

/** Fields of a message of LangChain, with the kind of message that they make. */
export interface MessageFields {
  readonly kind: 'human' | 'ai' | 'system' | 'tool';
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A chunk of an answer of LangChain. */
export interface ChunkFields {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly info?: Readonly<Record<string, unknown>>;
}

/** What is sent through a guard. Plain JSON, so that it can be printed, shrunken and run again. */
export type Subject =
  | { readonly kind: 'stream' | 'generate' | 'ui-stream'; readonly parts: readonly AnyPart[] }
  | { readonly kind: 'prompt'; readonly messages: readonly AnyPrompt[] }
  | { readonly kind: 'ui-messages'; readonly messages: readonly UiMessage[] }
  | { readonly kind: 'chat-stream'; readonly chunks: readonly ChunkFields[] }
  | { readonly kind: 'chat-invoke'; readonly answer: MessageFields; readonly info?: object }
  | { readonly kind: 'chat-prompt'; readonly messages: readonly MessageFields[] }
  | { readonly kind: 'text-stream'; readonly pieces: readonly string[] }
  | { readonly kind: 'text-check'; readonly field: 'prompt' | 'response' | 'tool'; readonly text: string }
  | { readonly kind: 'ai-tool' | 'chat-tool'; readonly input: unknown; readonly output: unknown };

/** A message of a prompt of the AI SDK. */
export interface AnyPrompt {
  readonly role: string;
  readonly content: string | readonly AnyPart[];
  readonly [key: string]: unknown;
}

/** A message of `useChat`. */
export interface UiMessage {
  readonly id: string;
  readonly role: string;
  readonly parts: readonly AnyPart[];
  readonly [key: string]: unknown;
}

/** One run of the fuzzer. */
export interface FuzzCase {
  /** Which of the installed versions of the SDK. */
  readonly version: number;
  /** `canary` refuses what holds it, `secrets` is the embedded engine, `allow` passes all. */
  readonly scanner: 'canary' | 'secrets' | 'allow';
  readonly policy: 'strict' | 'redact';
  /** How many turns of the event loop each scan takes, over and over. */
  readonly delays: readonly number[];
  readonly stream: Readonly<Record<string, unknown>>;
  /** What must not come out. */
  readonly needle: string;
  readonly subject: Subject;
}

/** All that came out of a guard, and what a model or a tool was given. */
export interface Outcome {
  /** What the consumer got, in order of arrival. */
  readonly received: readonly unknown[];
  /** Texts that some consumer reads as one, though they came in pieces. */
  readonly joined: readonly string[];
  /** Errors, events, callbacks: none may say anything. */
  readonly told: readonly unknown[];
  /** What was thrown, or sent as an error. */
  readonly failures: readonly unknown[];
  /** Whether a promise or stream was never settled. */
  readonly hung: boolean;
  readonly scans: number;
}
