import { createGuardrail } from 'airs-guardrails';
import { guardrailMiddleware, guardrailToolApproval, guardTools } from 'airs-guardrails/ai-sdk';
import { localScanner } from 'airs-guardrails/local';
import { describe, expect, it, vi } from 'vitest';
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

  describe.each(['block', 'redact'] as const)(
    'in a loop with guarded tools, which %s by themselves',
    (dlp) => {
      it('gives the tool the original, once, and the model the placeholder', async () => {
        const guardrail = createGuardrail({
          scanner: localScanner(),
          policy: { preset: 'redact', tool: { dlp }, redaction: { style: 'vault' } },
        });
        const prompts: string[] = [];
        const { model } = version.scripted({});
        model.doGenerate = async ({ prompt: heard }: { prompt: unknown }) => {
          prompts.push(JSON.stringify(heard));
          const token = /\[EMAIL_\w+\]/.exec(prompts[0] ?? '')?.[0] ?? 'nothing';
          const first = prompts.length === 1;
          const input = JSON.stringify({ to: token, note: 'Dear "Jane"' });
          return {
            content: first
              ? [{ type: 'tool-call', toolCallId: 'c', toolName: 'mail', input }]
              : [{ type: 'text', text: `Written to ${token}.` }],
            finishReason: version.finish(first ? 'tool-calls' : 'stop')['finishReason'],
            usage: version.usage,
            warnings: [],
          };
        };
        const execute = vi.fn(async ({ to }: { to: string }) => ({ sent: to.length }));
        const { sdk } = version;
        const mail = sdk.tool({ inputSchema: sdk.jsonSchema({ type: 'object' }), execute });
        const { text } = await sdk.generateText({
          model: sdk.wrapLanguageModel({ model, middleware: guardrailMiddleware(guardrail) }),
          tools: guardTools({ mail }, guardrail),
          stopWhen: sdk.stepCountIs(3),
          prompt: `Write to ${MAIL}, please.`,
        });
        expect(execute.mock.calls.map(([input]) => input)).toEqual([{ to: MAIL, note: 'Dear "Jane"' }]);
        expect(prompts).toHaveLength(2);
        expect(prompts.join('')).not.toContain(MAIL);
        expect(text).toBe(`Written to ${MAIL}.`);
      });
    },
  );

  it('is no reason to deny a call whose input it has filled in', async () => {
    const guardrail = createGuardrail({
      scanner: localScanner(),
      policy: { preset: 'redact', redaction: { style: 'vault' } },
    });
    const approve = guardrailToolApproval(guardrail);
    const ask = (to: string) =>
      approve({
        toolCall: { toolName: 'mail', toolCallId: 'c', input: { to } },
        tools: {},
        toolsContext: undefined,
        runtimeContext: undefined,
        messages: [],
      });
    expect(await ask(MAIL)).toMatchObject({ type: 'denied' });
    await guardrail.checkPrompt(MAIL);
    expect(await ask(MAIL)).not.toMatchObject({ type: 'denied' });
    expect(await ask('else@example.com')).toMatchObject({ type: 'denied' });
  });

  it('gives a guarded tool the original without a guarded model, and nothing of its own making', async () => {
    const guardrail = createGuardrail({
      scanner: localScanner(),
      policy: { preset: 'redact', redaction: { style: 'vault' } },
    });
    const { text: told } = await guardrail.checkPrompt(MAIL);
    const execute = vi.fn(async () => 'sent');
    const tools = guardTools({ mail: { execute } }, guardrail);
    const run = async (input: unknown): Promise<unknown> => {
      await (tools.mail.execute as (input: unknown, options: unknown) => Promise<unknown>)(input, {});
      return (execute.mock.calls as unknown[][]).at(-1)?.[0];
    };
    expect(await run({ to: told })).toEqual({ to: MAIL });
    expect(await run({ to: MAIL, cc: 'else@example.com' })).toEqual({ to: MAIL, cc: '[EMAIL]' });
    expect(await run(`to ${MAIL}`)).toBe(`to ${MAIL}`);
    // As it came where there is nothing to put back.
    const given = { to: MAIL };
    expect(await run(given)).toBe(given);
  });
});
