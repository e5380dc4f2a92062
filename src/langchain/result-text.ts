import { field, joinTexts, list, messageTexts } from './message-text.js';

/**
 * Everything a model answered: all candidates of an `LLMResult`, with their tool calls. An empty stream has a
 * candidate that is `undefined`.
 */
export function readResult(result: unknown): string {
  const candidates = list(field(result, 'generations')).flatMap(list);
  return joinTexts(candidates.map(candidateText));
}

function candidateText(candidate: unknown): string {
  const said = joinTexts(messageTexts(field(candidate, 'message')));
  const text = field(candidate, 'text');
  // LangChain joins blocks without a space: what was cut in two is whole there.
  return typeof text === 'string' && !said.includes(text) ? joinTexts([said, text]) : said;
}
