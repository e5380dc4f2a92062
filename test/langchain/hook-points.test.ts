import { describe, expect, it } from 'vitest';
import { CARD_DIGITS } from '../ai-sdk/card.js';
import { rowsOf } from '../support/hook-decisions.js';
import { scannedOf } from './hook-guards.js';
import { HOOK_POINTS } from './hook-points.js';
import { type HookPlace, hookFields } from './hook-types.js';

/** A sentence: no id, no name, no time. */
const SAID = 'see what qx7canary3f9a says';

const fields = hookFields();
const places = Object.keys(HOOK_POINTS) as HookPlace[];

describe.each(places)('hook points of LangChain, %s', (place) => {
  const own = fields.filter((field) => field.place === place);
  const rows = rowsOf(HOOK_POINTS[place]);

  it('are all decided on, each once', () => {
    const known = [...new Set(own.map(({ path }) => path))].toSorted();
    expect(known.length).toBeGreaterThan(1);
    expect(rows.map(([path]) => path).toSorted()).toEqual(known);
  });

  it('are judged in every way, but for what has the shape of what it is passed as', async () => {
    const wrong: string[] = [];
    for (const [path, decision] of rows) {
      for (const field of own.filter((one) => one.path === path)) {
        const value = field.kind === 'record' ? { x: { note: SAID } } : SAID;
        const ways = await scannedOf(field, value);
        const isPassed = decision === 'application';
        if (!ways.every((seen) => seen.includes(SAID) !== isPassed)) wrong.push(`${field.core} ${path}`);
        if (decision !== 'count') continue;
        // A count may not be the number of a card.
        const counted = await scannedOf(field, Number(CARD_DIGITS));
        if (!counted.every((seen) => seen.includes(CARD_DIGITS)))
          wrong.push(`${field.core} ${path}: a number`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('pass what the application hands on with the result of its tool, and nothing else unseen', () => {
    const { application = [], exchange = [] } = HOOK_POINTS[place];
    expect(exchange).toEqual([]);
    expect(
      application.filter((path) => place !== 'result' || !/^\.(?:artifact|metadata)$/.test(path)),
    ).toEqual([]);
  });
});
