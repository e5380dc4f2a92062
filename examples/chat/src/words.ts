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

/** What the categories of messages, answers and tool calls have in common. */
const FINDINGS: Readonly<Record<string, string>> = {
  injection: 'Injection',
  dlp: 'Sensitive data',
  url_filtering: 'Harmful address',
  toxic_content: 'Toxic content',
  malicious_code: 'Harmful code',
  agent_threat: 'Threat to an agent',
  topic_violation: 'Unwanted topic',
  source_code: 'Source code',
  db_security: 'Database threat',
  ungrounded: 'Claim without grounds',
};

const OTHER_CATEGORIES: Readonly<Record<string, string>> = {
  safe: 'Nothing found',
  prompt_injection: 'Prompt injection',
  api_error: 'The scan failed',
  partial_scan: 'Not all was checked',
  unspecified: 'No reason given',
  unknown_action: 'Unknown verdict',
};

const PLACES = [
  { pattern: /^(.+)_prompt$/, place: 'the message' },
  { pattern: /^(.+)_response$/, place: 'the answer' },
  { pattern: /^tool_(.+)$/, place: 'a tool call' },
] as const;

/** `dlp_response` as `Sensitive data in the answer`. */
export function categoryNames(categories: readonly string[]): string {
  return categories.map(categoryName).join(', ');
}

function categoryName(category: string): string {
  const other = OTHER_CATEGORIES[category];
  if (other !== undefined) return other;
  for (const { pattern, place } of PLACES) {
    const finding = FINDINGS[pattern.exec(category)?.[1] ?? ''];
    if (finding !== undefined) return `${finding} in ${place}`;
  }
  return readable(category);
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
