import { describe, expect, it } from 'vitest';
import { categoryNames, duration, readable } from '../src/words.ts';

describe('words', () => {
  it.each([
    [['prompt_injection'], 'Prompt injection'],
    [
      ['dlp_response', 'url_filtering_response'],
      'Sensitive data in the answer, Harmful address in the answer',
    ],
    [['toxic_content_prompt'], 'Toxic content in the message'],
    [['tool_malicious_code'], 'Harmful code in a tool call'],
    [['api_error'], 'The scan failed'],
    [['something_new'], 'Something new'],
  ])('%j is called %s', (categories, name) => {
    expect(categoryNames(categories)).toBe(name);
  });

  it.each([
    ['CREDIT_CARD', 'Credit card'],
    ['AWS_ACCESS_KEY_ID', 'AWS access key ID'],
    ['US_SSN', 'US SSN'],
    ['IBAN', 'IBAN'],
  ])('%s reads %s', (label, name) => {
    expect(readable(label)).toBe(name);
  });

  it.each([
    [0.2, '< 1 ms'],
    [42.4, '42 ms'],
    [999, '1.0 s'],
    [12_345, '12 s'],
  ])('%d is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});
