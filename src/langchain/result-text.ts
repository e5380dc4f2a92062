import { field, joinTexts, list, messageSegments, messageTexts } from './message-text.js';

/**
 * Everything a model answered: all candidates of an `LLMResult`, with their tool calls. An empty stream has a
 * candidate that is `undefined`.
 */
export function readResult(result: unknown): string {
  const candidates = list(field(result, 'generations')).flatMap(list);
  return joinTexts(candidates.map(candidateText));
}

function candidateText(candidate: unknown): string {
  const message = field(candidate, 'message');
  const said = joinTexts(messageTexts(message));
  const segments = messageSegments(message);
  const joined = (['words', 'thoughts'] as const).map((kind) =>
    segments.map(({ text, thread }) => (thread === kind ? text : '')).join(''),
  );
  // LangChain joins blocks without a space: what was cut in two is whole there.
  const others = [field(candidate, 'text'), ...joined].filter(
    (text): text is string => typeof text === 'string' && !said.includes(text),
  );
  return joinTexts([said, ...new Set(others)]);
}
