import type { GuardrailNotice } from 'airs-guardrails/ai-sdk';
import { type ReactElement, useId, useState } from 'react';
import { Icon } from './icons.tsx';
import { categoryNames, consequence, DIRECTIONS, readable, refusalTitle } from './words.ts';

/** Why something was refused, and that the chat goes on. */
export function RefusalCard({
  notice,
  wasShown,
}: {
  readonly notice: GuardrailNotice;
  /** Whether words were shown before they were checked. */
  readonly wasShown: boolean;
}): ReactElement {
  const { direction, severity, categories, scanId } = notice;
  const titleId = useId();
  const isUnchecked = scanId === '';
  return (
    <section className="card" aria-labelledby={titleId} data-kind={isUnchecked ? 'unchecked' : 'blocked'}>
      <span className="card-icon">
        <Icon name={isUnchecked ? 'warning' : 'shieldX'} size={22} />
      </span>
      <div className="card-body">
        <h3 id={titleId}>{refusalTitle(notice)}</h3>
        <p className="card-lead">
          {isUnchecked
            ? 'The scanner did not answer. What is not checked is held back, so nothing was passed on.'
            : direction === 'response' && wasShown
              ? 'Words were shown at once, so what stands above had been read before the check was through.'
              : LEADS[direction]}
        </p>
        <dl className="facts">
          <div>
            <dt>What</dt>
            <dd>{DIRECTIONS[direction]}</dd>
          </div>
          {isUnchecked ? null : (
            <div>
              <dt>Severity</dt>
              <dd>
                <span className="severity" data-severity={severity}>
                  {readable(severity)}
                </span>
              </dd>
            </div>
          )}
          <div>
            <dt>Category</dt>
            <dd>{categoryNames(categories)}</dd>
          </div>
          {isUnchecked ? null : (
            <div className="fact-wide">
              <dt>Scan id</dt>
              <dd>
                <CopyableId id={scanId} />
              </dd>
            </div>
          )}
        </dl>
        <p className="card-foot">{consequence(notice)}</p>
      </div>
    </section>
  );
}

const LEADS: Readonly<Record<GuardrailNotice['direction'], string>> = {
  prompt: 'It did not reach the model, and is left out of what the model is told from now on.',
  response: 'The rest of the answer was held back before it could be shown.',
  tool: 'The call was held back, and went no further.',
};

function CopyableId({ id }: { readonly id: string }): ReactElement {
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(id).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <span className="copyable">
      <code>{id}</code>
      <button type="button" className="bare" onClick={copy} aria-label="Copy the scan id">
        <Icon name={isCopied ? 'check' : 'copy'} size={15} />
      </button>
    </span>
  );
}
