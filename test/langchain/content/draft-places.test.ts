import { describe, expect, it } from 'vitest';
import { createDraftPlaces } from '../../../src/langchain/content/draft-places.js';

describe('the places of a message', () => {
  it('write a copy together with the first', () => {
    const [first, second] = [{ args: '{"q":"a"}' }, { args: '{ "q": "a" }' }];
    const places = createDraftPlaces();
    const [segment] = places.field(first, 'args');
    const write = (text: string): boolean => {
      second.args = text;
      return true;
    };
    expect(places.addCopy(second.args, write)).toBe(true);
    expect(places.addCopy('{"q":"b"}', write)).toBe(false);
    expect(segment?.write?.('{"q":"x"}')).toBe(true);
    expect([first.args, second.args]).toEqual(['{"q":"x"}', '{"q":"x"}']);
    expect(places.isRewritten()).toBe(true);
  });

  it('refuse to write a text that stands once more where it cannot be written', () => {
    const places = createDraftPlaces();
    const [segment] = places.field({ text: 'said' }, 'text');
    expect(places.fixed(['said', '', 'more'])).toEqual([{ text: 'more' }]);
    expect(segment?.write?.('other')).toBe(false);
  });

  it('judge a fixed text again that was judged elsewhere, where it may be rewritten', () => {
    expect(createDraftPlaces(['said']).fixed(['said'])).toEqual([{ text: 'said' }]);
  });

  it('count every thought, however often it comes', () => {
    expect(createDraftPlaces().thoughts(['hm', 'hm', ''])).toEqual([{ text: 'hm' }, { text: 'hm' }]);
  });

  it('remove a field beside the content that repeats what was rewritten', () => {
    const record = { note: 'the very words', count: 3 };
    const places = createDraftPlaces(['the very words']);
    expect(places.metadata(record, 'note')).toEqual([]);
    places.removeRepeating();
    expect(record).toEqual({ count: 3 });
  });

  it('remove a field beside the content when it is written to', () => {
    const record = { note: 'something of its own', other: 'read elsewhere' };
    const places = createDraftPlaces();
    const [segment, ...more] = places.metadataOf(record, new Set(['other']));
    expect(more).toEqual([]);
    expect(segment?.text).toContain('something of its own');
    expect(segment?.write?.('[redacted]')).toBe(true);
    expect(record).toEqual({ other: 'read elsewhere' });
  });
});
