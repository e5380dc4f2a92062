import { Embeddings } from '@langchain/core/embeddings';
import { GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { guardEmbeddings } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { ATTACK, agentScanner, CARD } from '../agent/support.js';

/** Gives the length of each text, and remembers what it was sent. */
class Lengths extends Embeddings {
  readonly sent: string[][] = [];
  #count = 0;

  constructor() {
    super({});
  }
  async embedQuery(text: string): Promise<number[]> {
    return (await this.embedDocuments([text]))[0] ?? [];
  }
  async embedDocuments(texts: string[]): Promise<number[][]> {
    this.#count += 1;
    this.sent.push(texts);
    return texts.map(({ length }) => [length, this.#count]);
  }
}

describe('guarded embeddings', () => {
  it('are of texts that have passed, equal ones judged once', async () => {
    const model = new Lengths();
    const scanner = agentScanner();
    const guarded = guardEmbeddings(model, { scanner, policy: 'redact' });
    expect(guarded).toBeInstanceOf(Lengths);
    await guarded.embedDocuments(['a', CARD, 'a', 'a']);
    await guarded.embedQuery(CARD);
    expect(model.sent).toEqual([['a', '[CREDIT_CARD]', 'a', 'a'], ['[CREDIT_CARD]']]);
    const seen = scanner.requests.map(({ prompt }) => prompt);
    expect(seen.filter((prompt) => prompt === 'a')).toHaveLength(1);
    expect(await guarded.embedDocuments([])).toEqual([]);
  });

  it('are none where one text is refused', async () => {
    const model = new Lengths();
    const guarded = guardEmbeddings(model, { scanner: agentScanner() });
    const texts = [...Array.from({ length: 40 }, (_, index) => `text ${index}`), ATTACK];
    await expect(guarded.embedDocuments(texts)).rejects.toBeInstanceOf(GuardrailViolationError);
    await expect(guarded.embedQuery(ATTACK)).rejects.toBeInstanceOf(GuardrailViolationError);
    expect(model.sent).toEqual([]);
  });

  it('are made of an embedding model', () => {
    for (const bad of [null, {}, { embedQuery() {} }])
      expect(() => guardEmbeddings(bad as never, { scanner: agentScanner() })).toThrow(GuardrailConfigError);
  });
});
