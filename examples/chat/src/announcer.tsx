import { type ReactElement, useEffect, useState } from 'react';
import type { ChatMessage } from '../server/route.ts';
import { refusalOf } from './conversation.tsx';
import { textOf } from './guarded-chat.ts';
import { spokenText } from './redacted-text.tsx';
import { categoryNames, consequence, refusalTitle } from './words.ts';

/** Reads out an answer once it is complete: word by word as it streams, a reader would begin anew each time. */
export function Announcer({
  isBusy,
  last,
  hasRedactions,
}: {
  readonly isBusy: boolean;
  readonly last: ChatMessage | undefined;
  readonly hasRedactions: boolean;
}): ReactElement {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (isBusy) setSaid('Waiting for the answer.');
    else if (last?.role === 'assistant') setSaid(spoken(last, hasRedactions));
  }, [isBusy, last, hasRedactions]);
  return (
    <div className="sr-only" aria-live="polite" aria-atomic="true" data-testid="announcer">
      {said}
    </div>
  );
}

function spoken(message: ChatMessage, hasRedactions: boolean): string {
  const refusal = refusalOf(message);
  const text = spokenText(textOf(message).trim(), hasRedactions);
  if (refusal === undefined) return text;
  const reason = `${refusalTitle(refusal)}: ${categoryNames(refusal.categories)}.`;
  return [text, reason, consequence(refusal)].filter(Boolean).join(' ');
}
