import { fieldTexts, joinPassages, type Passage, passageOf } from '../../guard/index.js';
import { field, list } from '../fields.js';
import { messageSegments } from './read-message.js';

/**
 * Reads everything in a model's answer: all candidates of an `LLMResult`, with their tool calls. The candidate of an
 * empty stream is `undefined`.
 */
export function readResult(result: unknown): Passage {
  const candidates = list(field(result, 'generations')).flatMap(list);
  return joinPassages(candidates.flatMap(candidatePassages));
}

function candidatePassages(candidate: unknown): Passage[] {
  const said = passageOf(messageSegments(field(candidate, 'message')));
  const text = field(candidate, 'text');
  const info = fieldTexts(field(candidate, 'generationInfo')).join('\n');
  // LangChain joins blocks without a space, so its text has words whole that blocks cut in two.
  const apart = typeof text === 'string' && !said.text.includes(text) ? text : '';
  return [said, ...[apart, info].map((own) => ({ text: own, threads: [], words: [] }))];
}
