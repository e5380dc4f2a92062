import { getToolName, type ToolUIPart } from 'ai';
import type { ReactElement } from 'react';
import type { Check } from '../server/route.ts';
import { Icon } from './icons.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';
import { RedactedText } from './redacted-text.tsx';
import { readable } from './words.ts';

/** One call of a tool: what went in, what came out, and what the checks said of it. */
export function ToolCall({
  part,
  checks,
  hasRedactions,
}: {
  readonly part: ToolUIPart;
  readonly checks: readonly Check[];
  readonly hasRedactions: boolean;
}): ReactElement {
  const verdicts = checks.filter(
    (check) => check.type === 'decision' && check.toolCallId === part.toolCallId,
  );
  const [input, output] = verdicts;
  const isRefused = part.state === 'output-error';
  return (
    <section className="tool" aria-label={`Tool call: ${getToolName(part)}`}>
      <header>
        <Icon name="tool" size={16} />
        <strong>{readable(snakeCase(getToolName(part)))}</strong>
        <span className="quiet">{STATES[part.state] ?? 'Running'}</span>
      </header>
      <div className="tool-row">
        <span className="tool-label">Input</span>
        <code>{asText(part.input)}</code>
        {input?.type === 'decision' ? <OutcomeBadge outcome={input.outcome} /> : null}
      </div>
      {part.state === 'output-available' || isRefused ? (
        <div className="tool-row">
          <span className="tool-label">Output</span>
          <code>
            <RedactedText
              text={isRefused ? (part.errorText ?? '') : asText(part.output)}
              hasRedactions={hasRedactions}
            />
          </code>
          {output?.type === 'decision' ? <OutcomeBadge outcome={output.outcome} /> : null}
        </div>
      ) : null}
    </section>
  );
}

const STATES: Readonly<Record<string, string>> = {
  'output-available': 'Done',
  'output-error': 'Refused',
  'output-denied': 'Denied',
};

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value)?.replaceAll('":', '": ').replaceAll(',"', ', "') ?? '';
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`);
}
