import { createGuardrail } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { localScanner } from 'airs-guardrails/local';
import { describe, expect, it } from 'vitest';
import { type AnyPart, collect, versions } from './versions.js';

const MAIL = 'jane.doe@example.com';

describe.each(versions)('the vault on $name', (version) => {
  /** A model that repeats what it was told, in words and as the input of a tool. */
  async function echo(cut: number) {
    const guardrail = createGuardrail({
      scanner: localScanner(),
      policy: { preset: 'redact', redaction: { style: 'vault' } },
    });
    const { model } = version.scripted({});
    const seen: string[] = [];
    const heard = (prompt: unknown): string => {
      seen.push(JSON.stringify(prompt));
      return /\[EMAIL_\w+\]/.exec(JSON.stringify(prompt))?.[0] ?? 'nothing';
    };
    const call = (token: string): AnyPart => ({
      type: 'tool-call',
      toolCallId: 'c',
      toolName: 'mail',
      input: JSON.stringify({ to: token }),
    });
    model.doGenerate = async ({ prompt }: { prompt: unknown }) => {
      const token = heard(prompt);
      return {
        content: [{ type: 'text', text: `I will write to ${token} now.` }, call(token)],
        finishReason: version.finish()['finishReason'],
        usage: version.usage,
        warnings: [],
      };
    };
    model.doStream = async ({ prompt }: { prompt: unknown }) => {
      const token = heard(prompt);
      const text = `I will write to ${token} now.`;
      const deltas: AnyPart[] = [];
      for (let at = 0; at < text.length; at += cut)
        deltas.push({ type: 'text-delta', id: '1', delta: text.slice(at, at + cut) });
      const parts = [
        { type: 'text-start', id: '1' },
        ...deltas,
        { type: 'text-end', id: '1' },
        call(token),
        version.finish(),
      ];
      return {
        stream: new ReadableStream({
          start(controller) {
            for (const part of parts) controller.enqueue(part);
            controller.close();
          },
        }),
      };
    };
    const wrapped = version.sdk.wrapLanguageModel({ model, middleware: guardrailMiddleware(guardrail) });
    return { wrapped, seen };
  }
  const prompt = [{ role: 'user', content: [{ type: 'text', text: `Write to ${MAIL}, please.` }] }];

  it('keeps an address from the model and gives it back in the answer and to the tool', async () => {
    const { wrapped, seen } = await echo(7);
    const { content } = await wrapped.doGenerate({ prompt });
    expect(seen.join('')).not.toContain(MAIL);
    expect(content[0].text).toBe(`I will write to ${MAIL} now.`);
    expect(JSON.parse(content[1].input)).toEqual({ to: MAIL });
  });

  it.each([1, 2, 5, 13, 100])('does so in a stream of pieces of %i characters', async (cut) => {
    const { wrapped, seen } = await echo(cut);
    const parts: AnyPart[] = await collect((await wrapped.doStream({ prompt })).stream);
    expect(seen.join('')).not.toContain(MAIL);
    const text = parts.map((part) => part['delta'] ?? '').join('');
    expect(text).toBe(`I will write to ${MAIL} now.`);
    const call = parts.find(({ type }) => type === 'tool-call');
    expect(JSON.parse(String(call?.['input']))).toEqual({ to: MAIL });
  });
});
