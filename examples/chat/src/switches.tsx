import { type ReactElement, useId } from 'react';
import type { Settings } from '../server/route.ts';

type Name = keyof Settings;
type Meanings<Key extends Name> = Readonly<Record<Settings[Key], string>>;

const MEANINGS: { readonly [Key in Name]: Meanings<Key> } = {
  policy: {
    strict: 'Whatever is suspicious is blocked, sensitive data too.',
    balanced: 'What the scanner blocks is blocked; what it warns of passes and is reported.',
    redact: 'As balanced, but sensitive data is replaced, and the rest goes on.',
    monitor: 'Everything passes. What was found is only reported.',
  },
  stream: {
    verify: 'Words are shown once they have been checked.',
    buffer: 'Nothing is shown before all of the answer has been checked.',
    observe: 'Words are shown at once, and the answer stops when a check finds something.',
  },
  scanner: {
    on: 'The scanner answers.',
    slow: 'Each scan takes 0.7 seconds longer.',
    down: 'The scanner does not answer. All policies but monitor let nothing pass.',
  },
};

const TITLES: Readonly<Record<Name, string>> = { policy: 'Policy', stream: 'Stream', scanner: 'Scanner' };
const NAMES: readonly Name[] = ['policy', 'stream', 'scanner'];

/** What the next message is judged by. */
export function Switches({
  settings,
  onChange,
}: {
  readonly settings: Settings;
  onChange(settings: Settings): void;
}): ReactElement {
  return (
    <div className="switches">
      {NAMES.map((name) => (
        <Switch
          key={name}
          title={TITLES[name]}
          value={settings[name]}
          meanings={MEANINGS[name]}
          onChange={(value) => onChange({ ...settings, [name]: value })}
        />
      ))}
    </div>
  );
}

function Switch({
  title,
  value,
  meanings,
  onChange,
}: {
  readonly title: string;
  readonly value: string;
  readonly meanings: Readonly<Record<string, string>>;
  onChange(value: string): void;
}): ReactElement {
  const name = useId();
  return (
    <fieldset className="switch" aria-describedby={`${name}-meaning`}>
      <legend>{title}</legend>
      <div className="segments">
        {Object.keys(meanings).map((option) => (
          <label key={option}>
            <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
            <span>{option}</span>
          </label>
        ))}
      </div>
      <p id={`${name}-meaning`}>{meanings[value]}</p>
    </fieldset>
  );
}
