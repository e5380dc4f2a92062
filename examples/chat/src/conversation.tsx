import { isToolUIPart } from 'ai';
import { type ReactElement, useEffect, useRef } from 'react';
import type { ChatMessage } from '../server/route.ts';
import { type GuardedChat, type Turn, textOf } from './guarded-chat.ts';
import { Icon } from './icons.tsx';
import { RedactedText } from './redacted-text.tsx';
import { RefusalCard } from './refusal-card.tsx';
import { SCROLLS } from './scrolls.ts';
import { ToolCall } from './tool-call.tsx';
import { counted, duration } from './words.ts';

/** What was said so far. It stays at its end while somebody reads there. */
export function Conversation({
  chat,
  onShowChecks,
}: {
  readonly chat: GuardedChat;
  onShowChecks(turn: number): void;
}): ReactElement {
  const { messages, turns, isBusy, hasRedactions, problem } = chat;
  const box = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (isAtEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  });
  let turn = -1;
  return (
    <section
      ref={box}
      className="conversation"
      aria-label="Conversation"
      {...SCROLLS}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 80;
      }}
    >
      <ol className="messages">
        {messages.map((message, index) => {
          if (message.role === 'user') turn += 1;
          const own = turn;
          const next = messages[index + 1];
          return message.role === 'user' ? (
            <UserMessage
              key={message.id}
              message={message}
              answer={next}
              redactions={newRedactions(turns, own)}
            />
          ) : (
            <Answer
              key={message.id}
              message={message}
              turn={turns[own]}
              hasRedactions={hasRedactions}
              isWriting={isBusy && index === messages.length - 1}
              onShowChecks={() => onShowChecks(own)}
            />
          );
        })}
        {isBusy && messages.at(-1)?.role === 'user' ? (
          <li className="answer">
            <Waiting />
          </li>
        ) : null}
        {problem === undefined ? null : (
          <li className="answer">
            <p className="problem" role="alert">
              <Icon name="warning" /> {problem}
            </p>
          </li>
        )}
      </ol>
    </section>
  );
}

/** How many places the model does not see, where this turn has changed it: a check is told of all the conversation. */
function newRedactions(turns: readonly Turn[], index: number): number {
  const counts = turns
    .slice(0, index + 1)
    .map(({ checks }) =>
      checks.reduce(
        (sum, check) =>
          check.type === 'decision' && check.direction === 'prompt' ? sum + check.redactions : sum,
        0,
      ),
    );
  const count = counts.pop() ?? 0;
  return count > Math.max(0, ...counts) ? count : 0;
}

function UserMessage({
  message,
  answer,
  redactions,
}: {
  readonly message: ChatMessage;
  readonly answer: ChatMessage | undefined;
  readonly redactions: number;
}): ReactElement {
  // An answer that had begun was refused for what a tool said, which is a prompt too.
  const hasBegun = answer?.parts.some(({ type }) => type !== 'step-start') ?? false;
  const isBlocked = !hasBegun && refusalOf(answer)?.direction === 'prompt';
  return (
    <li className="user" data-blocked={isBlocked || undefined}>
      <h2 className="sr-only">You</h2>
      <p className="bubble">{textOf(message)}</p>
      {isBlocked ? <p className="note">Not passed on</p> : null}
      {redactions > 0 ? (
        <p className="note">{`${counted(redactions, 'place')} redacted before the model saw it`}</p>
      ) : null}
    </li>
  );
}

/** What a refused answer was refused for: the last that was said of it. */
export function refusalOf(message: ChatMessage | undefined) {
  return message?.metadata?.guardrail?.notices.findLast(({ outcome }) => outcome === 'block');
}

function Answer({
  message,
  turn,
  hasRedactions,
  isWriting,
  onShowChecks,
}: {
  readonly message: ChatMessage;
  readonly turn: Turn | undefined;
  readonly hasRedactions: boolean;
  readonly isWriting: boolean;
  onShowChecks(): void;
}): ReactElement {
  const refusal = refusalOf(message);
  const last = message.parts.at(-1);
  return (
    <li className="answer">
      <h2 className="sr-only">Assistant</h2>
      {message.parts.map((part, index) => {
        const key = `${part.type}-${index}`;
        if (part.type === 'text' && part.text !== '')
          return (
            <p key={key} className="text" data-writing={(isWriting && part === last) || undefined}>
              <RedactedText text={part.text} hasRedactions={hasRedactions} />
            </p>
          );
        if (isToolUIPart(part) && part.type !== 'dynamic-tool')
          return <ToolCall key={key} part={part} checks={turn?.checks ?? []} hasRedactions={hasRedactions} />;
        return null;
      })}
      {isWriting && last?.type !== 'text' && refusal === undefined ? <Waiting /> : null}
      {refusal === undefined ? null : (
        <RefusalCard notice={refusal} wasShown={turn?.settings.stream === 'observe'} />
      )}
      {isWriting || turn === undefined ? null : (
        <Footer turn={turn} isRefused={refusal !== undefined} onShowChecks={onShowChecks} />
      )}
    </li>
  );
}

function Waiting(): ReactElement {
  return (
    <p className="waiting">
      <span className="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      Checking
    </p>
  );
}

/** How many checks there were and how long it took; leads to all that they said. */
function Footer({
  turn,
  isRefused,
  onShowChecks,
}: {
  readonly turn: Turn;
  readonly isRefused: boolean;
  onShowChecks(): void;
}): ReactElement {
  const { checks, firstWordMs, totalMs } = turn;
  const decisions = checks.filter(({ type }) => type === 'decision').length;
  const facts = [
    decisions > 0 && counted(decisions, 'check'),
    firstWordMs !== undefined && `first words after ${duration(firstWordMs)}`,
    totalMs !== undefined && `${duration(totalMs)} in all`,
  ].filter((fact) => fact !== false);
  if (decisions === 0) return <p className="footer">{facts.join(' · ')}</p>;
  return (
    <button type="button" className="footer" data-refused={isRefused || undefined} onClick={onShowChecks}>
      <Icon name={isRefused ? 'shieldX' : 'shieldCheck'} size={15} />
      {facts.join(' · ')}
    </button>
  );
}
