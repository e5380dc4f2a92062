import { type ReactElement, useEffect, useRef } from 'react';
import type { ShownCheck, Turn } from './guarded-chat.ts';
import { Icon } from './icons.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';
import { SCROLLS } from './scrolls.ts';
import { categoryNames, counted, DIRECTIONS, duration } from './words.ts';

type Decision = Extract<ShownCheck, { readonly type: 'decision' }>;
type Scan = Extract<ShownCheck, { readonly type: 'scan' }>;

/** A decision and the scans that led to it. */
interface Judgement {
  readonly decision: Decision;
  readonly scans: readonly Scan[];
}

/** The checks of all turns, the latest first. */
export function CheckList({
  turns,
  texts,
  shown,
}: {
  readonly turns: readonly Turn[];
  readonly texts: readonly string[];
  /** The turn that was asked for. */
  readonly shown: number | undefined;
}): ReactElement {
  if (turns.length === 0)
    return (
      <p className="quiet empty">Each check of a message, an answer or a tool call will be listed here.</p>
    );
  return (
    <ol className="turns">
      {turns
        .map((turn, index) => (
          <TurnChecks key={turn.startedAt} turn={turn} text={texts[index] ?? ''} isShown={index === shown} />
        ))
        .reverse()}
    </ol>
  );
}

function TurnChecks({
  turn,
  text,
  isShown,
}: {
  readonly turn: Turn;
  readonly text: string;
  readonly isShown: boolean;
}): ReactElement {
  const judgements = judgementsOf(turn.checks);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isShown) row.current?.scrollIntoView({ block: 'start' });
  }, [isShown]);
  const scans = turn.checks.filter((check) => check.type === 'scan');
  const scanMs = scans.reduce((sum, { result }) => sum + result.latencyMs, 0);
  const { policy, stream, scanner } = turn.settings;
  return (
    <li ref={row} className="turn" data-shown={isShown || undefined}>
      <h3 title={text}>{text}</h3>
      <p className="quiet">
        {[policy, stream, scanner !== 'on' && `scanner ${scanner}`].filter(Boolean).join(' · ')}
      </p>
      <Times turn={turn} />
      <ol className="judgements">
        {judgements.map((judgement) => (
          <JudgementRow key={judgement.decision.order} {...judgement} />
        ))}
      </ol>
      {turn.totalMs === undefined ? null : (
        <p className="quiet">
          {scans.length === 0
            ? 'No scan: what was said is known from before.'
            : `${counted(scans.length, 'scan')}, ${duration(scanMs)} of scanning`}
        </p>
      )}
    </li>
  );
}

/** When the first word could be read, within the time until the last. */
function Times({ turn: { firstWordMs, totalMs } }: { readonly turn: Turn }): ReactElement | null {
  if (totalMs === undefined) return null;
  const share = firstWordMs === undefined ? 1 : Math.min(1, firstWordMs / totalMs);
  return (
    <div className="times">
      <div className="times-bar" aria-hidden="true">
        <i style={{ inlineSize: `${share * 100}%` }} />
      </div>
      <p>
        <span>{firstWordMs === undefined ? 'Nothing shown' : `First words ${duration(firstWordMs)}`}</span>
        <span>{duration(totalMs)}</span>
      </p>
    </div>
  );
}

function JudgementRow({ decision, scans }: Judgement): ReactElement {
  const { direction, outcome, result, redactions, unscanned } = decision;
  const latencyMs = scans.reduce((sum, scan) => sum + scan.result.latencyMs, 0);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Action', result.action],
    ['Severity', result.severity],
    ['Categories', categoryNames(result.categories)],
    ['Redacted', redactions > 0 ? counted(redactions, 'place') : undefined],
    ['Not judged', unscanned ? counted(unscanned, 'file') : undefined],
    ['Failure', result.failure?.kind],
    ['Scanner', scans[0]?.scanner ?? result.source],
    ['Profile', result.profileName || undefined],
    ['Latency', duration(latencyMs)],
    ['Scans', String(scans.length)],
    ['Scan id', result.scanId || undefined],
  ];
  return (
    <li>
      <details className="judgement">
        <summary>
          <Icon name="chevron" size={14} />
          <span className="judgement-name">
            {direction === 'prompt' ? 'Prompt' : DIRECTIONS[direction]}
            <small>{`${categoryNames(result.categories)} · ${duration(latencyMs)}`}</small>
          </span>
          <OutcomeBadge outcome={outcome} />
        </summary>
        <dl className="result">
          {facts.map(([name, value]) =>
            value === undefined ? null : (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
        <section className="json" aria-label="ScanResult" {...SCROLLS}>
          <pre>{JSON.stringify(result, null, 2)}</pre>
        </section>
      </details>
    </li>
  );
}

/** Scans belong to the next decision on the same direction. */
function judgementsOf(checks: readonly ShownCheck[]): Judgement[] {
  const waiting = new Map<ShownCheck['direction'], Scan[]>();
  return checks.flatMap((check) => {
    const scans = waiting.get(check.direction) ?? [];
    if (check.type === 'scan') {
      waiting.set(check.direction, [...scans, check]);
      return [];
    }
    waiting.delete(check.direction);
    return [{ decision: check, scans }];
  });
}
