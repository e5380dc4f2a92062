import { describe, expect, it } from 'vitest';
import { Matcher } from '../../../src/local/matcher/matcher.js';
import { DLP_RULES } from '../../../src/local/rules/dlp/index.js';
import { AFRICA_GULF } from './national-ids-africa-gulf.js';
import { AMERICAS } from './national-ids-americas.js';
import { ASIA_PACIFIC } from './national-ids-asia-pacific.js';
import { ASIA_SOUTH } from './national-ids-asia-south.js';
import { EUROPE_EAST_AND_AFRICA } from './national-ids-europe-east.js';
import { EUROPE_SOUTH_EAST } from './national-ids-europe-south-east.js';
import { EUROPE_WEST } from './national-ids-europe-west.js';
import { LATIN_AMERICA } from './national-ids-latin-america.js';
import { PAYMENT_AND_NETWORK } from './payment-and-network.js';
import { PEOPLE } from './people.js';
import type { Samples } from './samples.js';

const TABLES: readonly Samples[] = [
  AMERICAS,
  EUROPE_WEST,
  EUROPE_EAST_AND_AFRICA,
  ASIA_PACIFIC,
  ASIA_SOUTH,
  AFRICA_GULF,
  EUROPE_SOUTH_EAST,
  LATIN_AMERICA,
  PAYMENT_AND_NETWORK,
  PEOPLE,
];
const ROWS = TABLES.flatMap((samples) => Object.entries(samples));

const matcher = new Matcher([{ detector: 'dlp', rules: DLP_RULES }]);

/** What is found under the label, as text. */
const found = (text: string, label: string): string[] =>
  matcher
    .find(text)
    .filter((finding) => finding.label === label)
    .map(({ start, end }) => text.slice(start, end));

describe.each(ROWS)('%s', (label, { match, noMatch }) => {
  it.each(match)('is found exactly in %j', (marked) => {
    const [, span] = /«(.*)»/.exec(marked) ?? [];
    expect(found(marked.replace(/[«»]/g, ''), label)).toContain(span);
  });

  it.each(noMatch)('is not found in %j', (text) => {
    expect(found(text, label)).toEqual([]);
  });
});

describe('the tables', () => {
  it('have at least six texts of either kind for every label', () => {
    const counts = new Map<string, [number, number]>();
    for (const [label, { match, noMatch }] of ROWS) {
      const [some, none] = counts.get(label) ?? [0, 0];
      counts.set(label, [some + match.length, none + noMatch.length]);
    }
    for (const { label } of DLP_RULES) {
      const [some, none] = counts.get(label) ?? [0, 0];
      expect(some, label).toBeGreaterThanOrEqual(6);
      expect(none, label).toBeGreaterThanOrEqual(6);
    }
  });
});
