import { findGuardrailError } from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { CARD, cardScanner } from '../../ai-sdk/card.js';
import { covering, isWholeOn } from '../../support/extent.js';
import { KIT_03 } from '../core-0.3/kit.js';
import { BEHAVIOURS, type Behaviour } from './behaviours.js';
import { providerForAll } from './hooks.js';
import type { Kit } from './kit.js';
import { KIT_1 } from './kit-1.js';
import { type ModelRow, modelsOf } from './models.js';
import { comparable, known, nothingIn, traces, watcher } from './watching.js';

const CLEAN = ['The wea', 'ther is f', 'ine today, with some ', 'clouds later.'];
const BAD = ['The card is ', CARD.slice(0, 7), CARD.slice(7, 12), `${CARD.slice(12)} and that`, ' is all.'];

const BLOCKS = { response: { dlp: 'block' }, tool: { dlp: 'block' } } as const;
const REDACTS = {
  prompt: { dlp: 'redact' },
  response: { dlp: 'redact' },
  tool: { dlp: 'redact' },
} as const;

const provider = providerForAll();

interface Cell {
  readonly kit: Kit;
  readonly row: ModelRow;
  readonly behaviour: Behaviour;
}

const all: Cell[] = [KIT_1, KIT_03].flatMap((kit) =>
  modelsOf(kit).flatMap((row) =>
    BEHAVIOURS.filter(
      ({ traits = [], versions = [kit.version], fits = () => true }) =>
        traits.every((trait) => row.traits.includes(trait)) && versions.includes(kit.version) && fits(row),
    ).map((behaviour) => ({ kit, row, behaviour })),
  ),
);
const cells = covering(
  all,
  ({ kit }) => isWholeOn(kit.version),
  ({ kit, row, behaviour }) => [`${kit.version} ${row.name}`, `${kit.version} ${behaviour.name}`],
);

async function run(
  { kit, row, behaviour }: Cell,
  options: {
    readonly pieces: readonly string[];
    readonly guard?: Parameters<typeof guardChatModel>[1];
    readonly prompt?: string;
  },
) {
  const { pieces, guard, prompt = 'How is the weather?' } = options;
  const own = watcher();
  const called = watcher({ seesStarts: options.prompt === undefined });
  const made = await row.make({
    kit,
    provider: provider(),
    answers: behaviour.answers(pieces),
    callbacks: [own.handler],
  });
  const model = guard === undefined ? made.model : guardChatModel(made.model, guard);
  const config = { callbacks: [called.handler], configurable: { thread_id: 'thread-1' } };
  const partial: unknown[] = [];
  const outcome = await behaviour.run({ kit, model, config, prompt }, partial).then(
    (received) => ({ received }),
    (error: unknown) => ({ error }),
  );
  return { outcome, partial, told: [...own.told, ...called.told], calls: made.calls() };
}

describe.each(cells)('$kit.version $row.name: $behaviour.name', (cell) => {
  const { row, behaviour } = cell;

  it('is as without a guard for what is clean', async () => {
    const scanner = cardScanner();
    const bare = await run(cell, { pieces: CLEAN });
    const guarded = await run(cell, { pieces: CLEAN, guard: { scanner } });
    for (const { outcome } of [bare, guarded]) if ('error' in outcome) throw outcome.error;
    expect(comparable(known(cell.kit, guarded.outcome))).toEqual(comparable(known(cell.kit, bare.outcome)));
    const prompts = scanner.requests.filter(({ prompt, response }) => prompt && response === undefined);
    const answers = scanner.requests.filter(
      ({ response, toolEvent }) => response !== undefined || toolEvent?.input !== undefined,
    );
    expect(prompts.length).toBeGreaterThan(0);
    expect(answers.length).toBeGreaterThan(0);
    for (const { sessionId, aiModel, trId } of scanner.requests) {
      expect(sessionId).toBe('thread-1');
      if (row.isNamed) expect(aiModel).toMatch(/test|scripted/);
      expect(trId).toBeTruthy();
    }
    expect(answers.some(({ trId }) => prompts.some((own) => own.trId === trId))).toBe(true);
  });

  it('is stopped where the policy blocks', async () => {
    const { outcome, partial, told } = await run(cell, {
      pieces: BAD,
      guard: { scanner: cardScanner(), policy: BLOCKS },
    });
    if (behaviour.refused === 'resolves') expect(outcome).toHaveProperty('received');
    else if ('received' in outcome) expect.unreachable('it was not stopped');
    else expect(findGuardrailError(outcome.error)).toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
    nothingIn(told, [outcome, partial]);
  });

  it('is redacted where the policy redacts', async () => {
    const { outcome, partial, told } = await run(cell, {
      pieces: BAD,
      guard: { scanner: cardScanner(), policy: REDACTS },
    });
    if ('error' in outcome) throw outcome.error;
    expect(JSON.stringify(comparable(outcome))).toContain('CREDIT_CARD');
    nothingIn(told, [outcome, partial]);
  });

  it('does not ask the model where the prompt is refused', async () => {
    const { outcome, calls } = await run(cell, {
      pieces: CLEAN,
      prompt: `My card is ${CARD}.`,
      guard: { scanner: cardScanner(), policy: { prompt: { dlp: 'block' } } },
    });
    if (behaviour.refused === 'resolves') expect(outcome).toHaveProperty('received');
    else if ('received' in outcome) expect.unreachable('it was not stopped');
    else {
      expect(findGuardrailError(outcome.error)).toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
      expect(traces(outcome)).toEqual([]);
    }
    expect(calls).toBe(0);
    if (!row.name.toLowerCase().startsWith('fake') && row.name !== 'scripted')
      expect(provider().requests).toEqual([]);
  });
});
