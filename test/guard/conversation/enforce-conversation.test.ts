import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversationPart } from '../../../src/guard/conversation/conversation.js';
import { createGuardrail } from '../../../src/guard/guardrail.js';
import type { ContentScanner, ScanRequest } from '../../../src/scan/index.js';
import { runs } from '../../support/extent.js';
import { firing, spansOf, verdict } from '../support.js';

const SECRET = 'secret';
const ATTACK = 'attack';

/** Redacts the one word, refuses the other, also where a break, with the label of a turn or without, is in it. */
function scannerOf(requests: ScanRequest[]): ContentScanner {
  return {
    name: 'words',
    async scan(request) {
      requests.push(request);
      const text = request.prompt ?? request.toolEvent?.output ?? '';
      const field = request.prompt === undefined ? 'toolOutput' : 'prompt';
      const side = request.prompt === undefined ? 'tool' : 'prompt';
      if (text.replaceAll(/\n\n(?:user: |assistant: )?/g, '').includes(ATTACK))
        return firing(side, ['injection'], { action: 'block' });
      const cut = ['', 'user: ', 'assistant: '].map((label) => `sec\n\n${label}ret`);
      const spans = [SECRET, ...cut].flatMap((word) => spansOf(text, word, field));
      return spans.length === 0 ? verdict() : firing(side, ['dlp'], { action: 'block', spans });
    },
  };
}

interface Message {
  readonly role: string;
  readonly text: string;
  readonly kind: 'words' | 'toolOutput';
}

/** A conversation, and its texts as they are after what was written. */
function conversationOf(messages: readonly Message[]) {
  const texts = messages.map(({ text }) => text);
  const parts = messages.map(({ role, text, kind }, message): ConversationPart => {
    const write = (written: string): boolean => {
      texts[message] = written;
      return true;
    };
    return { kind, role, message, toolName: 'lookup', segments: [{ text, write }] };
  });
  return { texts, conversation: { roles: messages.map(({ role }) => role), parts } };
}

const words = fc
  .array(fc.constantFrom('a', 'b', SECRET, 'sec', 'ret', 'att', 'ack', ATTACK), { maxLength: 3 })
  .map((list) => list.join(' '));
const messages = fc.array(
  fc.record({
    role: fc.constantFrom('user', 'user', 'assistant', 'system'),
    text: words,
    kind: fc.constantFrom('words', 'words', 'words', 'toolOutput'),
  } satisfies Record<keyof Message, unknown>),
  { maxLength: 7 },
);

const guardrailOf = (requests: ScanRequest[], prompt: object) =>
  createGuardrail({
    scanner: scannerOf(requests),
    policy: { preset: 'balanced', prompt: { dlp: 'redact' }, tool: { dlp: 'redact' } },
    spanFinder: () => [],
    prompt,
  });

/** What passes to the model; nothing where the call is refused. */
async function passing(guardrail: ReturnType<typeof guardrailOf>, given: readonly Message[]) {
  const { texts, conversation } = conversationOf(given);
  try {
    const { isDropped } = await guardrail.enforceConversation(conversation);
    return texts.map((text, message) => (isDropped(message) ? undefined : text));
  } catch {
    return undefined;
  }
}

const readOn = (given: readonly Message[], passed: readonly (string | undefined)[]): string =>
  passed
    .filter((text, index) => given[index]?.kind === 'words' && text !== undefined && text !== '')
    .join('');

describe('a conversation', () => {
  it.each(['block', 'drop'])(
    'passes nothing that is refused, whatever passed before: %s',
    async (onBlockedHistory) => {
      await fc.assert(
        fc.asyncProperty(fc.array(messages, { minLength: 1, maxLength: 5 }), async (conversations) => {
          const guardrail = guardrailOf([], { onBlockedHistory });
          for (const given of conversations) {
            const passed = await passing(guardrail, given);
            if (passed === undefined) continue;
            for (const text of passed) expect(text ?? '').not.toMatch(/attack|secret/);
            for (const [index, text] of passed.entries()) {
              const before = passed
                .slice(0, index)
                .findLast((other, at) => given[at]?.kind === 'words' && other);
              if (given[index]?.kind === 'words' && text && before)
                expect(before + text).not.toMatch(/attack|secret/);
            }
            if (onBlockedHistory === 'block') expect(passed).not.toContain(undefined);
            expect(passed.slice(given.findLastIndex(({ role }) => role === 'user'))).not.toContain(undefined);
          }
        }),
        { numRuns: runs(300) },
      );
    },
  );

  it('is the same a second time, without a scan, and the same as scanned as a whole', async () => {
    await fc.assert(
      fc.asyncProperty(messages, async (given) => {
        const requests: ScanRequest[] = [];
        const guardrail = guardrailOf(requests, { onBlockedHistory: 'block' });
        const first = await passing(guardrail, given);
        const scans = requests.length;
        const whole = await passing(guardrailOf([], { scope: 'all', onBlockedHistory: 'block' }), given);
        expect(first).toEqual(whole);
        if (first === undefined) return;
        expect(await passing(guardrail, given)).toEqual(first);
        expect(requests).toHaveLength(scans);
        expect(readOn(given, first)).not.toContain(SECRET);
      }),
      { numRuns: runs(300) },
    );
  });

  it('is redacted turn by turn as it is at once', async () => {
    await fc.assert(
      fc.asyncProperty(messages, async (given) => {
        const guardrail = guardrailOf([], { onBlockedHistory: 'block' });
        let passed: readonly (string | undefined)[] | undefined = [];
        for (const end of given.keys()) passed &&= await passing(guardrail, given.slice(0, end + 1));
        const whole = await passing(guardrailOf([], { scope: 'all', onBlockedHistory: 'block' }), given);
        expect(passed).toEqual(given.length === 0 ? [] : whole);
      }),
      { numRuns: runs(300) },
    );
  });

  it('keeps no text of what it remembers, and goes without memory where there is no WebCrypto', async () => {
    const requests: ScanRequest[] = [];
    const guardrail = guardrailOf(requests, {});
    const { crypto } = globalThis;
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      const given: Message[] = [{ role: 'user', text: 'a', kind: 'words' }];
      expect([await passing(guardrail, given), await passing(guardrail, given)]).toEqual([['a'], ['a']]);
      expect(requests).toHaveLength(2);
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
    }
  });
});
