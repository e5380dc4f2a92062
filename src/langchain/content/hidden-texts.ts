import { metadataTexts } from './metadata.js';
import { field } from './read-message.js';
import type { AnyMessage } from './rebuild-message.js';

/** Fields of LangChain's own in every message. */
const INTERNAL: ReadonlySet<string> = new Set(['lc_kwargs', 'lc_namespace', 'lc_serializable']);

/** What a message was made of beside its fields: LangChain's serialisation tells it. */
export function hiddenTexts(message: AnyMessage, known: ReadonlySet<string>): string[] {
  const made = Object(field(message, 'lc_kwargs'));
  const names = Object.keys(made).filter((name) => !(name in message));
  const internal = Object.keys(message).filter((name) => name.startsWith('lc_') && !INTERNAL.has(name));
  return [
    ...names.flatMap((name) => metadataTexts(name, field(made, name), known)),
    ...internal.flatMap((name) => metadataTexts(name, field(message, name), known)),
  ];
}
