import type { GuardrailNotice } from 'airs-guardrails/ai-sdk';
import type { ReactElement } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { OUTCOMES } from './words.ts';

type Outcome = GuardrailNotice['outcome'];

const ICONS: Readonly<Record<Outcome, IconName>> = {
  allow: 'check',
  warn: 'warning',
  redact: 'redact',
  block: 'cross',
};

/** How a check ended: a colour, a sign and a word. */
export function OutcomeBadge({ outcome }: { readonly outcome: Outcome }): ReactElement {
  return (
    <span className="badge" data-outcome={outcome}>
      <Icon name={ICONS[outcome]} size={13} />
      {outcome === 'warn' ? 'Warning' : OUTCOMES[outcome]}
    </span>
  );
}
