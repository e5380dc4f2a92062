import {
  createGuardrail,
  GuardrailViolationError,
  type ScanRequest,
  type ScanResult,
  type StreamOptions,
} from 'airs-guardrails';
import { describe, expect, it } from 'vitest';
import { firing, spansOf, verdict } from '../support.js';

interface Waiting {
  readonly request: ScanRequest;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: ScanResult) => void;
}

/** A scanner that answers when it is told to. */
function byHand() {
  const waiting: Waiting[] = [];
  return {
    waiting,
    scanner: {
      name: 'by hand',
      scan: (request: ScanRequest, options?: { readonly signal?: AbortSignal }) =>
        new Promise<ScanResult>((resolve) => waiting.push({ request, signal: options?.signal, resolve })),
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const HEAD = 'All is well and good, the sun shines. '.repeat(3);
const TAIL = 'And so it goes on to the end.';

/** A response whose first window is being judged when its text ends. */
async function atItsEnd(stream: StreamOptions = {}, tail = TAIL, head = HEAD, signal?: AbortSignal) {
  const { waiting, scanner } = byHand();
  const guardrail = createGuardrail({ scanner, stream, policy: 'redact', spanFinder: () => [] });
  const verifier = guardrail.openResponse({ prompt: 'How is it?', ...(signal && { signal }) });
  const lane = verifier.openLane('text');
  lane.push(head);
  void verifier.work();
  lane.push(tail);
  void verifier.work();
  verifier.end();
  const work = verifier.work();
  await settled();
  const answer = async (index: number, result: ScanResult = verdict()) => {
    waiting[index]?.resolve(result);
    await settled();
  };
  return { waiting, verifier, lane, work, answer, text: head + tail };
}
const BLOCK = firing('response', ['toxicContent'], { action: 'block' });

describe('the scan at the end of a stream', () => {
  it('starts beside the one under way, over the whole answer with its prompt', async () => {
    const { waiting, verifier, lane, answer, text } = await atItsEnd();
    expect(waiting.map(({ request }) => request)).toMatchObject([
      { response: HEAD },
      { response: text, prompt: 'How is it?' },
    ]);
    await answer(0);
    expect(lane.releasedTo).toBeGreaterThan(0);
    await answer(1);
    expect(lane.releasedTo).toBe(text.length);
    expect(verifier.work()).toBeUndefined();
    expect([waiting.length, verifier.verdicts[0]?.outcome]).toEqual([2, 'allow']);
  });

  it('starts also where all there is is being judged', async () => {
    const { waiting, text } = await atItsEnd({}, '');
    expect(waiting.map(({ request }) => request.response)).toEqual([text, text]);
  });

  it('lets nothing out while the one under way is not back', async () => {
    const { lane, verifier, answer, text } = await atItsEnd();
    await answer(1);
    expect(lane.releasedTo).toBe(0);
    expect(verifier.work()).toBeDefined();
    await answer(0);
    expect(lane.releasedTo).toBe(text.length);
    expect(verifier.work()).toBeUndefined();
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('refuses where either refuses, and ends the other (%i)', async (bad, other) => {
    const { waiting, verifier, lane, work, answer } = await atItsEnd();
    await answer(bad, BLOCK);
    await expect(work).rejects.toBeInstanceOf(GuardrailViolationError);
    expect(waiting[other]?.signal?.aborted).toBe(true);
    await answer(other);
    expect([lane.releasedTo, waiting.length]).toEqual([0, 2]);
    await expect(verifier.work()).rejects.toBeInstanceOf(GuardrailViolationError);
  });

  const redacting = (text: string): ScanResult =>
    firing('response', ['dlp'], { action: 'block', spans: spansOf(text, 'SESAME', 'response') });

  it.each(['before', 'after'])(
    'is made again where the one under way replaces something %s it',
    async (when) => {
      const head = `SESAME, open. ${HEAD}`;
      const { waiting, lane, verifier, answer, text } = await atItsEnd({}, TAIL, head);
      if (when === 'after') await answer(1, redacting(text));
      await answer(0, redacting(head));
      if (when === 'before') expect(waiting[1]?.signal?.aborted).toBe(true);
      const work = verifier.work();
      const redacted = text.replace('SESAME', '[SECRET]');
      expect(waiting[2]?.request.response).toBe(redacted);
      await answer(2);
      await work;
      expect(lane.read(0, lane.releasedTo)).toBe(redacted);
      expect(verifier.work()).toBeUndefined();
      expect(waiting).toHaveLength(3);
    },
  );

  it('stands where a finding at the end of the one under way may still grow', async () => {
    const { waiting, lane, verifier, answer, text } = await atItsEnd({}, '.', `${HEAD}SESAME`);
    await answer(0, redacting(`${HEAD}SESAME`));
    expect([waiting[1]?.signal?.aborted, lane.rewritten]).toEqual([false, false]);
    await answer(1, redacting(text));
    void verifier.work();
    await answer(2);
    expect(lane.read(0, lane.releasedTo)).toBe(text.replace('SESAME', '[SECRET]'));
    expect([verifier.work(), waiting.length]).toEqual([undefined, 3]);
  });

  it('replaces in the text that it was given, once that stands', async () => {
    const tail = 'The word is SESAME, I think.';
    const { lane, verifier, answer, text } = await atItsEnd({}, tail);
    await answer(1, redacting(text));
    expect(lane.rewritten).toBe(false);
    await answer(0);
    void verifier.work();
    await answer(2);
    expect(lane.read(0, lane.releasedTo)).toBe(text.replace('SESAME', '[SECRET]'));
  });

  it.each(['tail', 'off'] as const)('judges only what is not being judged with %s', async (finalScan) => {
    const { waiting, lane, answer, text } = await atItsEnd({ finalScan, contextChars: 10 });
    expect(waiting).toHaveLength(2);
    const { response = '', prompt } = waiting[1]?.request ?? {};
    expect([text.endsWith(response), response.length < TAIL.length + 45]).toEqual([true, true]);
    expect(response.endsWith(TAIL)).toBe(true);
    expect(prompt).toBe(finalScan === 'tail' ? 'How is it?' : undefined);
    await answer(1);
    await answer(0);
    expect(lane.releasedTo).toBe(text.length);
  });

  it('ends with the other at an abort', async () => {
    const controller = new AbortController();
    const { waiting, work } = await atItsEnd({}, TAIL, HEAD, controller.signal);
    controller.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    expect(waiting.map(({ signal }) => signal?.aborted)).toEqual([true, true]);
  });

  it('counts as a scan', async () => {
    const { waiting, work } = await atItsEnd({ maxScans: 1 });
    await expect(work).rejects.toMatchObject({ code: 'ERR_GUARDRAIL_UNAVAILABLE' });
    expect(waiting).toHaveLength(1);
    expect(waiting[0]?.signal?.aborted).toBe(true);
  });
});
