// What codes are called on the page.
import type { GuardrailNotice } from 'airs-guardrails/ai-sdk';

const ABBREVIATIONS: ReadonlySet<string> = new Set([
  'API',
  'AWS',
  'DB',
  'DLP',
  'GCP',
  'IBAN',
  'ID',
  'IP',
  'JWT',
  'SSN',
  'UK',
  'URL',
  'US',
]);

/** `CREDIT_CARD` as `Credit card`, `AWS_ACCESS_KEY_ID` as `AWS access key ID`. */
export function readable(code: string): string {
  const words = code
    .split('_')
    .map((word) => (ABBREVIATIONS.has(word.toUpperCase()) ? word.toUpperCase() : word.toLowerCase()))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const CATEGORIES: Readonly<Record<string, string>> = {
  prompt_injection: 'Prompt injection',
  dlp_prompt: 'Sensitive data in the message',
  dlp_response: 'Sensitive data in the answer',
  url_filtering_prompt: 'Harmful address in the message',
  url_filtering_response: 'Harmful address in the answer',
  toxic_content_prompt: 'Toxic content in the message',
  toxic_content_response: 'Toxic content in the answer',
  tool_malicious_code: 'Harmful command in a tool call',
  tool_dlp: 'Sensitive data in a tool call',
  tool_injection: 'Injection in a tool call',
  safe: 'Nothing found',
  benign: 'Nothing found',
  api_error: 'The scan failed',
  error: 'The scan failed',
};

export function categoryNames(categories: readonly string[]): string {
  return categories.map((category) => CATEGORIES[category] ?? readable(category)).join(', ');
}

type Direction = GuardrailNotice['direction'];

export const DIRECTIONS: Readonly<Record<Direction, string>> = {
  prompt: 'Message',
  response: 'Answer',
  tool: 'Tool call',
};

export const OUTCOMES: Readonly<Record<GuardrailNotice['outcome'], string>> = {
  allow: 'Allowed',
  warn: 'Passed with a warning',
  redact: 'Redacted',
  block: 'Blocked',
};

/** What a refusal means for the rest of the chat. */
export function consequence({ scanId }: Pick<GuardrailNotice, 'scanId'>): string {
  return scanId === ''
    ? 'Your other messages are kept. Please try again later.'
    : 'Your other messages still work.';
}

/** What a card says of a refusal; where nobody could be asked, nothing is known to be wrong with it. */
export function refusalTitle({ direction, scanId }: Pick<GuardrailNotice, 'direction' | 'scanId'>): string {
  if (scanId === '') return UNCHECKED[direction];
  return REFUSED[direction];
}

const REFUSED: Readonly<Record<Direction, string>> = {
  prompt: 'This message was blocked',
  response: 'The answer was stopped',
  tool: 'A tool call was blocked',
};
const UNCHECKED: Readonly<Record<Direction, string>> = {
  prompt: 'This message could not be checked',
  response: 'The answer could not be checked',
  tool: 'A tool call could not be checked',
};

export function duration(ms: number): string {
  if (ms < 1) return '< 1 ms';
  return ms < 995 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
