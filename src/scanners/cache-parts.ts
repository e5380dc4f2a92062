// The parts of a verdict cache, for callers that load it separately.
export { isIncomplete } from './ask.js';
export { answerTo, requestAsIs } from './cache-answer.js';
export { canonicalRequest } from './cache-key.js';
export { wellFormedVerdict } from './well-formed.js';
