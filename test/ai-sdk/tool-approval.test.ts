import * as ai7 from 'ai';
import { createGuardrail, GuardrailConfigError } from 'airs-guardrails';
import { guardrailToolApproval, type ToolApprovalCall } from 'airs-guardrails/ai-sdk';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { runs } from '../support/extent.js';
import { CARD, cardScanner } from './card.js';
import { deepText } from './deep-search.js';
import { type AnyPart, collect, textBlock, versions } from './versions.js';

const call = (input: unknown, more: Partial<ToolApprovalCall> = {}): ToolApprovalCall => ({
  toolCall: { toolName: 'lookup', toolCallId: 'call-1', input },
  tools: {},
  toolsContext: {},
  runtimeContext: {},
  messages: [],
  ...more,
});

describe('guardrailToolApproval', () => {
  const scanner = cardScanner();
  const guardrail = createGuardrail({ scanner });

  it('denies what is refused, and says why without content', async () => {
    const inner = vi.fn(() => 'approved' as const);
    const denied = await guardrailToolApproval(guardrail, inner)(call({ q: CARD }));
    expect(denied).toMatchObject({ type: 'denied', reason: expect.stringContaining('blocked by guardrail') });
    expect(deepText(denied)).not.toContain(CARD);
    expect(inner).not.toHaveBeenCalled();
    expect(scanner.requests.at(-1)).toMatchObject({
      trId: 'call-1',
      toolEvent: { input: `{"q":"${CARD}"}` },
    });
  });

  it('takes the options of a guardrail as well, and refuses others', async () => {
    const own = guardrailToolApproval({ scanner: cardScanner() }, () => 'approved');
    expect(await own(call({ q: 1 }))).toEqual({ type: 'approved' });
    expect(await own(call({ q: CARD }))).toMatchObject({ type: 'denied' });
    expect(() => guardrailToolApproval({ policie: 'strict' } as never)).toThrow(GuardrailConfigError);
  });

  it('denies what would have to be rewritten, and what could not be scanned', async () => {
    const redact = createGuardrail({ scanner, policy: 'redact' });
    expect(await guardrailToolApproval(redact, { lookup: 'approved' })(call(CARD))).toMatchObject({
      type: 'denied',
    });
    const broken = fakeScanner({
      verdicts: () => {
        throw new Error(CARD);
      },
    });
    const failed = await guardrailToolApproval(createGuardrail({ scanner: broken }))(call({ q: 1 }));
    expect(failed).toMatchObject({ type: 'denied' });
    expect(deepText(failed)).not.toContain(CARD);
    const round: Record<string, unknown> = {};
    round['self'] = round;
    expect(await guardrailToolApproval(guardrail)(call(round))).toMatchObject({ type: 'denied' });
  });

  it('gives the word of what is inside, in every form the SDK knows', async () => {
    const ask = (inner: Parameters<typeof guardrailToolApproval>[1], more = {}) =>
      guardrailToolApproval(guardrail, inner)(call({ q: 1 }, more));
    expect(await ask(() => 'approved')).toEqual({ type: 'approved' });
    expect(await ask(async () => undefined)).toBeUndefined();
    expect(await ask({ lookup: { type: 'user-approval', reason: 'sure?' } })).toEqual({
      type: 'user-approval',
      reason: 'sure?',
    });
    const own = vi.fn(async () => 'denied' as const);
    expect(await ask({ lookup: own }, { toolsContext: { lookup: 5 } })).toEqual({ type: 'denied' });
    expect(own).toHaveBeenCalledWith(
      { q: 1 },
      expect.objectContaining({ toolCallId: 'call-1', toolContext: 5 }),
    );
    expect(await ask(undefined)).toEqual({ type: 'not-applicable' });
    expect(await ask({ other: 'denied' })).toEqual({ type: 'not-applicable' });
    const inherited = call({ q: 1 }, { toolCall: { toolName: 'toString', toolCallId: 'c', input: 1 } });
    expect(await guardrailToolApproval(guardrail, {})(inherited)).toEqual({ type: 'not-applicable' });
    const needing = { lookup: { needsApproval: (input: { q: number }) => input.q === 1 } };
    expect(await ask({ other: 'denied' }, { tools: needing })).toEqual({ type: 'user-approval' });
    const getter = {
      get lookup() {
        return { needsApproval: true };
      },
    };
    expect(await ask(undefined, { tools: getter })).toEqual({ type: 'user-approval' });
  });

  it('denies where what is inside fails or says what nobody knows, and throws an abort on', async () => {
    const ask = (inner: () => never) => guardrailToolApproval(guardrail, inner)(call({ q: 1 }));
    const failing = await ask(() => {
      throw new Error(CARD);
    });
    expect(failing).toEqual({ type: 'denied', reason: 'Tool call could not be judged' });
    const abort = new DOMException('stop', 'AbortError');
    const aborted = ask(() => {
      throw abort;
    });
    await expect(aborted).rejects.toBe(abort);
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (word) => {
        const said = await guardrailToolApproval(guardrail, () => word as never)(call({ q: 1 }));
        expect(said === undefined || said === 'approved' || typeof said === 'object').toBe(true);
        if (word !== undefined) expect(said).toMatchObject({ type: 'denied' });
      }),
      { numRuns: runs(50) },
    );
  });
});

describe('guardrailToolApproval on ai 7', () => {
  const version = versions[2] as (typeof versions)[number];

  async function run(input: string, lookup: object) {
    const execute = vi.fn(async () => 'sunny');
    const { model } = version.scripted({});
    const toolCall: AnyPart = { type: 'tool-call', toolCallId: 'c', toolName: 'lookup', input };
    let step = 0;
    model.doStream = async () => {
      step += 1;
      const chunks =
        step === 1 ? [toolCall, version.finish('tool-calls')] : [...textBlock('1', 'done'), version.finish()];
      return {
        stream: ai7.simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }),
      };
    };
    const tools = {
      lookup: ai7.tool({
        inputSchema: ai7.jsonSchema<{ q: string }>({ type: 'object' }),
        execute,
        ...lookup,
      }),
    };
    const stream = ai7.streamText({
      model,
      tools,
      prompt: 'weather?',
      stopWhen: ai7.stepCountIs(3),
      toolApproval: guardrailToolApproval(createGuardrail({ scanner: cardScanner() })),
    });
    const types = (await collect(stream.fullStream)).map(({ type }) => type);
    return { execute, types, text: await stream.text };
  }

  it('lets a clean call run', async () => {
    const { execute, text } = await run('{"q":"sun"}', {});
    expect([execute.mock.calls.length, text]).toEqual([1, 'done']);
  });

  it('has a bad call denied, and the model go on', async () => {
    const { execute, types, text } = await run(`{"q":"${CARD}"}`, {});
    expect([execute.mock.calls.length, text]).toEqual([0, 'done']);
    expect(types).toContain('tool-approval-response');
  });

  it("keeps the tool's own wish to be approved", async () => {
    const { execute, types } = await run('{"q":"sun"}', { needsApproval: true });
    expect(execute).not.toHaveBeenCalled();
    expect(types).toContain('tool-approval-request');
    expect(types).not.toContain('tool-approval-response');
  });
});
