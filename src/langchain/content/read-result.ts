import { fieldTexts, joinPassages, type Passage, passageOf } from '../../guard/index.js';
import { field, list } from '../fields.js';
import { messageSegments } from './read-message.js';

/**
 * Everything a model answered: all candidates of an `LLMResult`, with their tool calls. An empty stream has a
 * candidate that is `undefined`.
 */
export function readResult(result: unknown): Passage {
  const candidates = list(field(result, 'generations')).flatMap(list);
  return joinPassages(candidates.flatMap(candidatePassages));
}

function candidatePassages(candidate: unknown): Passage[] {
  const said = passageOf(messageSegments(field(candidate, 'message')));
  const text = field(candidate, 'text');
  const info = fieldTexts(field(candidate, 'generationInfo')).join('\n');
  // LangChain joins blocks without a space: what was cut in two is whole there.
  const apart = typeof text === 'string' && !said.text.includes(text) ? text : '';
  return [said, ...[apart, info].map((own) => ({ text: own, threads: [], words: [] }))];
}
