// What a cache of verdicts is made of, for those who load it apart.
export { isIncomplete } from './ask.js';
export { answerTo, requestAsIs } from './cache-answer.js';
export { canonicalRequest } from './cache-key.js';
export { wellFormedVerdict } from './well-formed.js';
