import { useChat } from '@ai-sdk/react';
import { DefaultChatTransport } from 'ai';
import { useCallback, useEffect, useState } from 'react';
import type { ChatMessage, Check, Settings } from '../server/route.ts';

/** What happened from one message of the user to the next. */
export interface Turn {
  readonly settings: Settings;
  readonly startedAt: number;
  /** Milliseconds until the first word could be read, and until the last. */
  readonly firstWordMs?: number;
  readonly totalMs?: number;
  readonly checks: readonly ShownCheck[];
}

/** A check in the order of its turn. */
export type ShownCheck = Check & { readonly order: number };

export interface GuardedChat {
  readonly messages: readonly ChatMessage[];
  readonly turns: readonly Turn[];
  readonly isBusy: boolean;
  /** Whether anything was replaced, so that what reads as a placeholder is one. */
  readonly hasRedactions: boolean;
  /** What is said of an error that no card explains. */
  readonly problem: string | undefined;
  send(text: string, settings: Settings): void;
  stop(): void;
}

const transport = new DefaultChatTransport<ChatMessage>({ api: '/api/chat' });

/** `useChat`, with what the checks said and how long all took, turn by turn. */
export function useGuardedChat(): GuardedChat {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const change = useCallback((changed: (turn: Turn) => Turn) => {
    setTurns((all) => all.map((turn, index) => (index === all.length - 1 ? changed(turn) : turn)));
  }, []);
  const { messages, sendMessage, status, error, stop } = useChat<ChatMessage>({
    transport,
    onData: ({ data }) =>
      change((turn) => ({ ...turn, checks: [...turn.checks, { ...data, order: turn.checks.length }] })),
  });
  const isBusy = status === 'submitted' || status === 'streaming';
  const last = messages.at(-1);
  const hasWords = last?.role === 'assistant' && textOf(last) !== '';

  useEffect(() => {
    if (hasWords)
      change((turn) =>
        turn.firstWordMs === undefined ? { ...turn, firstWordMs: performance.now() - turn.startedAt } : turn,
      );
  }, [hasWords, change]);
  useEffect(() => {
    if (!isBusy)
      change((turn) =>
        turn.totalMs === undefined ? { ...turn, totalMs: performance.now() - turn.startedAt } : turn,
      );
  }, [isBusy, change]);

  // While an answer streams nobody has counted its redactions yet; by this policy it may have some.
  const mayRedact = isBusy && turns.at(-1)?.settings.policy === 'redact';
  const isExplained = last?.role === 'assistant' && last.metadata?.guardrail?.outcome === 'block';
  return {
    messages,
    turns,
    isBusy,
    hasRedactions:
      mayRedact || turns.some(({ checks }) => checks.some(hasRedacted)) || messages.some(isRedacted),
    problem: error !== undefined && !isExplained ? error.message : undefined,
    send(text, settings) {
      setTurns((all) => [...all, { settings, startedAt: performance.now(), checks: [] }]);
      // What goes wrong is in `error`.
      sendMessage({ text }, { body: { settings } }).catch(() => undefined);
    },
    stop() {
      stop().catch(() => undefined);
    },
  };
}

function hasRedacted(check: Check): boolean {
  return check.type === 'decision' && check.outcome === 'redact';
}

function isRedacted({ metadata }: ChatMessage): boolean {
  return metadata?.guardrail?.notices.some(({ outcome }) => outcome === 'redact') ?? false;
}

export function textOf(message: ChatMessage): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
