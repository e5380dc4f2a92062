import { describe, expect, test } from 'vitest';
import type { GuardrailEvent } from '../../../src/guard/events.js';
import { createGuardrail } from '../../../src/guard/guardrail.js';
import type { GuardrailOptions } from '../../../src/guard/guardrail-options.js';
import { type PolicyOptions, resolvePolicy } from '../../../src/guard/policy/policy.js';
import type { RedactionStyle } from '../../../src/guard/policy/redaction-options.js';
import { createPlaceholders } from '../../../src/guard/redaction/placeholders.js';
import { dlpRules, findSensitive, localScanner } from '../../../src/local/index.js';
import { type FakeVerdict, fakeScanner } from '../../../src/testing/index.js';
import { printed, spansOf } from '../support.js';

const EMAIL = 'jane.doe@example.com';
const OTHER = 'john.roe@example.com';

function guardrailWith(
  style: RedactionStyle,
  redaction: PolicyOptions['redaction'] = {},
  given: Partial<GuardrailOptions> = {},
) {
  return createGuardrail({
    scanner: localScanner(),
    spanFinder: findSensitive,
    policy: { preset: 'redact', redaction: { style, ...redaction } },
    ...given,
  });
}

describe('hash', () => {
  test('gives the same text the same placeholder, in every direction and turn', async () => {
    const guardrail = guardrailWith('hash');
    const first = await guardrail.checkPrompt(`I am ${EMAIL}, he is ${OTHER}`);
    const placeholders = first.redactions.map(({ placeholder }) => placeholder);
    for (const placeholder of placeholders) expect(placeholder).toMatch(/^\[EMAIL:[b-z]{8}\]$/);
    expect(new Set(placeholders).size).toBe(2);
    const again = await guardrail.checkResponse(`you are ${EMAIL}`, { sessionId: 'other' });
    expect(again.text).toBe(`you are ${placeholders[0]}`);
    expect((await guardrailWith('hash').checkPrompt(EMAIL)).text).not.toBe(placeholders[0]);
    expect(guardrail.restores).toBe(false);
    expect(guardrail.restore(again.text)).toBe(again.text);
  });

  test('with a secret it is the same in every process', async () => {
    const secret = 'a secret of enough length';
    const texts = await Promise.all(
      [1, 2].map(async () => (await guardrailWith('hash', { secret }).checkPrompt(EMAIL)).text),
    );
    expect(texts[0]).toBe(texts[1]);
  });
});

describe('vault', () => {
  const session = { sessionId: 's' };

  test('the model gets placeholders, the user gets the originals', async () => {
    const guardrail = guardrailWith('vault');
    const { text: prompt } = await guardrail.checkPrompt(`I am ${EMAIL}`, session);
    expect(prompt).toMatch(/^I am \[EMAIL_[b-z]{12}\]$/);
    const placeholder = prompt.slice('I am '.length);
    expect((await guardrail.checkPrompt(`Again: ${EMAIL}`, session)).text).toBe(`Again: ${placeholder}`);
    const answer = await guardrail.checkResponse(`Hello ${placeholder} [EMAIL_1]`, { ...session, prompt });
    expect(answer).toMatchObject({ outcome: 'allow', text: `Hello ${EMAIL} [EMAIL_1]`, redactions: [] });
    expect(guardrail.restore(placeholder, session)).toBe(EMAIL);
    expect(guardrail.restore(placeholder)).toBe(placeholder);
    expect(guardrail.restore(placeholder, { sessionId: 'other' })).toBe(placeholder);
    const restorer = guardrail.openRestorer(session);
    const pieces = [...`${placeholder}!`].map((character) => restorer.push(character));
    expect(pieces.join('') + restorer.end()).toBe(`${EMAIL}!`);
    expect(pieces.slice(0, placeholder.length - 1).join('')).toBe('');
  });

  test('the session may come from the metadata of the guardrail', async () => {
    const guardrail = guardrailWith(
      'vault',
      {},
      { metadata: ({ appUser = 'u' }) => ({ sessionId: appUser }) },
    );
    const { text } = await guardrail.checkPrompt(EMAIL, { appUser: 'jane' });
    expect((await guardrail.checkResponse(text, { appUser: 'jane' })).text).toBe(EMAIL);
    expect((await guardrail.checkResponse(text, { appUser: 'john' })).text).toBe(text);
  });

  test('what is judged has placeholders; what the model says of its own is redacted for good', async () => {
    const guardrail = guardrailWith('vault');
    const { text: mine } = await guardrail.checkPrompt(EMAIL, session);
    const answer = await guardrail.checkResponse(`${mine} and ${OTHER} and ${EMAIL}`, session);
    expect(answer).toMatchObject({ outcome: 'redact', text: `${EMAIL} and [EMAIL] and [EMAIL]` });
    const scanner = fakeScanner();
    const seen = guardrailWith('vault', {}, { scanner });
    await seen.checkResponse(mine, session);
    expect(scanner.requests).toEqual([{ response: mine, sessionId: 's' }]);
  });

  test('tools get real values, and what they answer is replaced again', async () => {
    const guardrail = guardrailWith('vault');
    const output = JSON.stringify({ note: `mail "${EMAIL}"` });
    const read = await guardrail.checkTool({ name: 'read', output }, session);
    expect(JSON.parse(read.text).note).toMatch(/^mail "\[EMAIL_[b-z]{12}\]"$/);
    const input = read.text;
    const call = await guardrail.checkTool({ name: 'send', input }, session);
    expect(call).toMatchObject({ outcome: 'allow', text: output });
    const own = await guardrail.checkTool({ name: 'send', input: JSON.stringify({ to: OTHER }) }, session);
    expect(JSON.parse(own.text)).toEqual({ to: '[EMAIL]' });
  });

  test('a text of several lines out of JSON is the text itself, and is escaped on its way back', async () => {
    const original = 'line "one"\nline two';
    const json = JSON.stringify({ key: original });
    const inside = JSON.stringify(original).slice(1, -1);
    const scanner = fakeScanner({
      verdicts: ({ toolEvent }): FakeVerdict => {
        const spans = spansOf(toolEvent?.output ?? '', inside, 'toolOutput', 'KEY');
        return spans.length === 0 ? {} : { action: 'block', toolDetected: { dlp: true }, spans };
      },
    });
    const guardrail = guardrailWith('vault', {}, { scanner });
    const { text } = await guardrail.checkTool({ name: 'f', output: json }, session);
    expect(guardrail.restore(text, session)).toBe(json);
    expect(guardrail.restore(`Key: ${JSON.parse(text).key}`, session)).toBe(`Key: ${original}`);
  });

  test('originals are nowhere to be seen: events, decisions, the guardrail', async () => {
    const events: GuardrailEvent[] = [];
    const secret = 'a secret of enough length';
    const guardrail = guardrailWith('vault', { secret }, { onEvent: (event) => events.push(event) });
    const prompt = await guardrail.checkPrompt(EMAIL, session);
    await guardrail.checkResponse(prompt.text, session);
    const seen = printed([events, prompt, guardrail, guardrail.openRestorer(session)]);
    expect(seen).not.toContain(EMAIL);
    expect(seen).not.toContain(secret);
  });
});

describe('placeholders are no findings themselves', () => {
  const labels = [...new Set(dlpRules.map(({ label }) => label))];
  const around: readonly ((placeholder: string, words: string) => string)[] = [
    (placeholder) => placeholder,
    (placeholder) => `It is ${placeholder}, is that fine?`,
    (placeholder) => `password=${placeholder}`,
    (placeholder) => `{"api_key":"${placeholder}"}`,
    (placeholder) => `Authorization: Bearer ${placeholder}`,
    (placeholder) => `postgres://user:${placeholder}@db.example.com/app`,
    (placeholder) => `https://example.com/?token=${placeholder}`,
    (placeholder, words) => `${words}: ${placeholder}`,
  ];

  test.each(['label', 'mask', 'hash', 'vault'] as const)('style %s', async (style) => {
    const redactor = createPlaceholders(resolvePolicy({ redaction: { style } }), undefined);
    const replace = redactor.replacer('prompt', 's');
    const scanner = localScanner({ profile: 'strict' });
    const found: unknown[] = [];
    for (const label of labels) {
      const original = `the ${label} of somebody`;
      const placeholder = replace({ label, start: 0, end: original.length }, original);
      const words = label.toLowerCase().replaceAll('_', ' ');
      for (const wrap of around) {
        const text = wrap(placeholder, words);
        const { promptDetected } = await scanner.scan({ prompt: text });
        if (promptDetected.dlp || findSensitive(text).length > 0) found.push(text);
      }
    }
    expect(labels.length).toBeGreaterThan(200);
    expect(found).toEqual([]);
  });
});
