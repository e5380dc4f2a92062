import { describe, expect, it } from 'vitest';
import { rowsOf } from '../support/hook-decisions.js';
import { CARD_DIGITS } from './card.js';
import { scannedOf } from './hook-guards.js';
import { HOOK_POINTS } from './hook-points.js';
import { type HookPlace, hookFields } from './hook-types.js';

/** A sentence: no id, no name, no time. */
const SAID = 'see what qx7canary3f9a says';

const fields = hookFields();
const places = Object.keys(HOOK_POINTS) as HookPlace[];

describe.each(places)('hook points of the AI SDK, %s', (place) => {
  const own = fields.filter((field) => field.place === place);
  const rows = rowsOf(HOOK_POINTS[place]);

  it('are all decided on, each once', () => {
    const known = [...new Set(own.map(({ path }) => path))].toSorted();
    expect(known.length).toBeGreaterThan(20);
    expect(rows.map(([path]) => path).toSorted()).toEqual(known);
  });

  it('are judged, but for what has the shape of what it is passed as', async () => {
    const wrong: string[] = [];
    for (const [path, decision] of rows) {
      for (const field of own.filter((one) => one.path === path)) {
        const value = field.kind === 'record' ? { x: { note: SAID } } : SAID;
        const isSeen = (await scannedOf(field, value)).includes(SAID);
        if (isSeen === (decision === 'exchange')) wrong.push(`${field.spec} ${path}`);
        if (decision !== 'count') continue;
        // A count may not be the number of a card.
        const seen = await scannedOf(field, Number(CARD_DIGITS));
        if (!seen.includes(CARD_DIGITS)) wrong.push(`${field.spec} ${path}: a number`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('pass the exchange with the provider, and nothing else unseen', () => {
    const { exchange = [] } = HOOK_POINTS[place];
    expect(exchange.filter((path) => !/^\.(?:request|response\.headers)\b/.test(path))).toEqual([]);
  });
});
