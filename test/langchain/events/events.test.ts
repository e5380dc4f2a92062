import { describe, expect, it } from 'vitest';
import { newsIn, quiet, recordsOf, stripped, without } from '../../../src/langchain/events/events.js';

describe('an event of a block', () => {
  const event = {
    event: 'content-block-delta',
    index: 3,
    content: { type: 'text', text: 'said' },
    delta: { type: 'block-delta', fields: { note: 'in a field' } },
    note: 'beside the block',
  };

  it('is split into what stands beside the block, in the delta, in its fields and in the block', () => {
    expect(recordsOf(event)).toEqual([
      { note: 'beside the block' },
      { type: 'block-delta' },
      { note: 'in a field' },
      { type: 'text', text: 'said' },
    ]);
  });

  it('keeps the block alone where it has to be quiet', () => {
    const { note: _, ...block } = event;
    expect(quiet(event)).toEqual(block);
    expect(quiet({ event: 'content-block-start', count: 2 })).toEqual({
      event: 'content-block-start',
      count: 2,
    });
  });
});

describe('a record of an event', () => {
  const record = { id: 'call_1', count: 2, note: 'a card of somebody', flag: true };

  it('has no field left that says something', () => {
    expect(stripped(record)).toEqual({ id: 'call_1', count: 2, flag: true });
  });

  it('says only what the texts do not', () => {
    expect(newsIn(record, [])).toContain('a card of somebody');
    expect(newsIn(record, ['a card of somebody'])).toBe('');
  });

  it('is copied without a field', () => {
    expect(without(record, 'note')).toEqual({ id: 'call_1', count: 2, flag: true });
    expect(record.note).toBe('a card of somebody');
  });
});
