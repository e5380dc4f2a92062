import { describe, expect, it } from 'vitest';
import { runs } from '../support/extent.js';
import { AREAS } from './case.js';
import { caseOf } from './generate.js';
import { check } from './run-case.js';

/** How many seeds of each area are run with the tests; `npm run fuzz` runs as many as one likes. */
const CASES = runs(150);

describe.each(AREAS)('what the fuzzer sends through %s', (area) => {
  it('comes out judged, whole and in time', async () => {
    const found: string[] = [];
    for (let seed = 1; seed <= CASES; seed += 1) {
      const violation = await check(caseOf(seed, area));
      if (violation === undefined) continue;
      found.push(`${violation.kind}: npm run fuzz -- --seed ${seed} --only ${area}\n  ${violation.evidence}`);
    }
    expect(found.join('\n')).toBe('');
  });
});
