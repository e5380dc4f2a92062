import { createGuardrail } from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import { expect, test } from 'vitest';

test('the first scan lets the first piece out: one that let out less would cost a round trip for nothing', async () => {
  const verifier = createGuardrail({ scanner: fakeScanner() }).openResponse();
  const lane = verifier.openLane('text');
  const piece = 'twenty characters.. ';
  let pushed = 0;
  do {
    lane.push(piece);
    pushed += 1;
  } while (verifier.work() === undefined && pushed < 10);
  await verifier.work();
  expect(lane.releasedTo).toBeGreaterThanOrEqual(piece.length);
  // No more than the lookahead and the word at its end are waited for.
  expect(pushed).toBeLessThanOrEqual(3);
});
