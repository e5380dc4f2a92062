import { type FormEvent, type KeyboardEvent, type ReactElement, useRef, useState } from 'react';
import { Icon } from './icons.tsx';
import { SCENES } from './scenes.ts';

/** Where one writes. Enter sends, Shift and Enter begin a new line. */
export function Composer({
  isBusy,
  hasScenes,
  onSend,
  onStop,
}: {
  readonly isBusy: boolean;
  readonly hasScenes: boolean;
  onSend(text: string): void;
  onStop(): void;
}): ReactElement {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const send = () => {
    if (isBusy || text.trim() === '') return;
    onSend(text.trim());
    setText('');
    field.current?.focus();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being composed, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="composer">
      {hasScenes ? (
        <ul className="scene-row" aria-label="Things to try">
          {SCENES.map((scene) => (
            <li key={scene.title}>
              <button type="button" disabled={isBusy} onClick={() => onSend(scene.text)} title={scene.text}>
                {scene.title}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <form onSubmit={onSubmit}>
        <label className="sr-only" htmlFor="message">
          Your message
        </label>
        <textarea
          ref={field}
          id="message"
          rows={1}
          value={text}
          placeholder="Write a message"
          onChange={({ target }) => setText(target.value)}
          onKeyDown={onKeyDown}
        />
        {isBusy ? (
          <button type="button" className="send" onClick={onStop} aria-label="Stop the answer">
            <Icon name="stop" />
          </button>
        ) : (
          <button type="submit" className="send" disabled={text.trim() === ''} aria-label="Send">
            <Icon name="arrow" />
          </button>
        )}
      </form>
    </div>
  );
}

/** What stands there before anything was said. */
export function Welcome({ onSend }: { onSend(text: string): void }): ReactElement {
  return (
    <section className="welcome" aria-labelledby="welcome">
      <h2 id="welcome">Say something, or try what a guardrail does</h2>
      <p>Every message, answer and tool call is checked before it goes on.</p>
      <ul className="scenes">
        {SCENES.map(({ title, text, shows, icon }) => (
          <li key={title}>
            <button type="button" onClick={() => onSend(text)}>
              <Icon name={icon} size={20} />
              <strong>{title}</strong>
              <span>{shows}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
