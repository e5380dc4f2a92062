import { describe, expect, it } from 'vitest';
import type { ConversationPart } from '../../../src/guard/conversation/conversation.js';
import { createPromptMemory, type Known } from '../../../src/guard/conversation/prompt-memory.js';
import { type Unit, unitsOf } from '../../../src/guard/conversation/ranges.js';
import { createRecollection } from '../../../src/guard/conversation/recollection.js';
import { createUnitKeys } from '../../../src/guard/conversation/unit-keys.js';
import { createKeyedHash } from '../../../src/guard/redaction/keyed-tag.js';
import { verdict } from '../support.js';

const hash = createKeyedHash();
const memoryOf = () => createPromptMemory({ maxEntries: 100, maxBytes: 2 ** 20, ttlMs: 1000, now: () => 0 });

const words = (text: string, message = 0, kind: ConversationPart['kind'] = 'words'): ConversationPart => ({
  kind,
  role: 'user',
  message,
  segments: [{ text }],
});

function unitOf(...parts: ConversationPart[]): Unit {
  const unit = unitsOf(parts).at(-1);
  if (unit === undefined) throw new Error('no unit');
  return unit;
}

const passed = (outcome: Known['outcome'] = 'allow'): Known => ({
  outcome,
  result: verdict(),
  redactions: [],
  json: false,
});

describe('the key of a unit', () => {
  it.each<[title: string, other: Unit, whose: object, isSame: boolean]>([
    ['is the same for the same text', unitOf(words('hi')), {}, true],
    ['is another for another text', unitOf(words('ho')), {}, false],
    ['is another behind other words', unitOf(words('x'), words('hi', 1)), {}, false],
    ['is another in another session', unitOf(words('hi')), { sessionId: 'b' }, false],
    ['is another under another profile', unitOf(words('hi')), { profileName: 'p' }, false],
    ['does not depend on the turn', unitOf(words('hi')), { trId: 't' }, true],
  ])('%s', (_title, other, whose, isSame) => {
    const key = createUnitKeys(hash, { sessionId: 'a' })(unitOf(words('hi')));
    expect(key).toBeTypeOf('string');
    expect(createUnitKeys(hash, { sessionId: 'a', ...whose })(other) === key).toBe(isSame);
  });

  it('is the same in every session for instructions', () => {
    const unit = unitOf(words('be kind', 0, 'system'));
    const keys = ['a', 'b'].map((sessionId) => createUnitKeys(hash, { sessionId })(unit));
    expect(keys[0]).toBe(keys[1]);
  });
});

describe('what a call recollects', () => {
  it('is what an earlier one learned, where that lasts', () => {
    const memory = memoryOf();
    for (const [text, lasts] of [
      ['sure', true],
      ['unsure', false],
    ] as const) {
      const unit = unitOf(words(text));
      const first = createRecollection(memory, createUnitKeys(hash, {}));
      first.recall(unit);
      expect(first.knownOf(unit)).toBeUndefined();
      first.learn(unit, passed(), lasts);
      expect(first.knownOf(unit)).toEqual(passed());
      const second = createRecollection(memory, createUnitKeys(hash, {}));
      second.recall(unit);
      expect(second.knownOf(unit)).toEqual(lasts ? passed() : undefined);
    }
  });

  it('is said again once, where something was said of it', () => {
    const memory = memoryOf();
    const units = unitsOf([words('one'), words('two', 1)]);
    const warned = passed('warn');
    const first = createRecollection(memory, createUnitKeys(hash, {}));
    for (const unit of units) {
      first.recall(unit);
      first.learn(unit, warned, true);
      expect(first.repeat(unit)).toBeUndefined();
    }
    const second = createRecollection(memory, createUnitKeys(hash, {}));
    for (const unit of units) second.recall(unit);
    expect(units.map((unit) => second.repeat(unit)?.outcome)).toEqual(['warn', undefined]);
  });

  it('keeps what was written only where what it was made of is remembered', () => {
    for (const lasts of [true, false]) {
      const memory = memoryOf();
      const [unit, written] = [unitOf(words('a secret')), unitOf(words('a [SECRET]'))];
      const first = createRecollection(memory, createUnitKeys(hash, {}));
      first.recall(unit);
      first.learn(unit, passed('redact'), lasts);
      first.keep([written], [unit]);
      const second = createRecollection(memory, createUnitKeys(hash, {}));
      second.recall(written);
      expect(second.knownOf(written)?.outcome).toBe(lasts ? 'allow' : undefined);
    }
  });
});
