import { findGuardrailError } from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { CARD, CARD_DIGITS, cardScanner } from '../../ai-sdk/card.js';
import { covering, isFull, isWholeOn } from '../../support/extent.js';
import { KIT_03 } from '../core-0.3/kit.js';
import type { Answer } from './answer.js';
import { BEHAVIOURS, type Behaviour } from './behaviours.js';
import { providerForAll } from './hooks.js';
import type { Kit } from './kit.js';
import { KIT_1 } from './kit-1.js';
import { type ModelRow, modelsOf, type Trait } from './models.js';
import { comparable, deepText, known, nothingIn, watcher } from './watching.js';

const BAD = ['The card is ', CARD.slice(0, 7), CARD.slice(7, 12), `${CARD.slice(12)} and that`, ' is all.'];
const FINE = ['All is ', 'well.'];

/** Where an answer may hold what it must not, beside its text. */
interface Place {
  readonly name: string;
  readonly traits: readonly Trait[];
  readonly answer: Answer;
  /** What cannot be rewritten is refused. */
  readonly redacted: 'shows' | 'goes' | 'throws';
  readonly fits?: (row: ModelRow) => boolean;
}

const lookup = (...args: string[]) => ({ name: 'lookup', args });
const isOpenAi = ({ name }: ModelRow): boolean => /openai/i.test(name);

const PLACES: readonly Place[] = [
  { name: 'thoughts', traits: ['thoughts'], answer: { thoughts: BAD, text: FINE }, redacted: 'throws' },
  { name: 'a text that is nothing else', traits: [], answer: { text: [CARD] }, redacted: 'shows' },
  {
    name: 'a value in a call that is nothing else',
    traits: ['calls'],
    answer: { calls: [lookup('{"q":"', CARD, '"}')] },
    redacted: 'shows',
  },
  { name: 'a refusal', traits: ['refusal'], answer: { refusal: BAD }, redacted: 'shows' },
  {
    name: 'what a citation quotes',
    traits: ['cites'],
    answer: { text: FINE, cites: BAD.join('') },
    redacted: 'goes',
  },
  {
    name: 'log probabilities',
    traits: ['logprobs'],
    answer: { text: BAD, logprobs: true },
    redacted: 'shows',
  },
  {
    name: 'a call after a text',
    traits: ['calls'],
    answer: { text: FINE, calls: [lookup('{"q":"', ...BAD, '"}')] },
    redacted: 'shows',
  },
  {
    name: 'the text before a call',
    traits: ['calls'],
    answer: { text: BAD, calls: [lookup('{"q":', '"weather"}')] },
    redacted: 'shows',
  },
  {
    name: 'text and call',
    traits: ['calls'],
    answer: { text: BAD, calls: [lookup('{"q":"', ...BAD, '"}')] },
    redacted: 'shows',
  },
  {
    name: 'the second of two calls',
    traits: ['calls'],
    answer: { calls: [lookup('{"q":"', 'weather"}'), lookup('{"q":"', ...BAD, '"}')] },
    redacted: 'shows',
  },
  {
    name: 'a number in a call',
    traits: ['calls'],
    answer: { calls: [lookup('{"q":', CARD_DIGITS.slice(0, 9), CARD_DIGITS.slice(9), '}')] },
    // A placeholder is no number.
    redacted: 'throws',
  },
  {
    name: 'a name of a field in a call',
    traits: ['calls'],
    answer: { calls: [lookup('{"', CARD, '":1}')] },
    redacted: 'shows',
  },
  {
    name: 'a call that does not parse',
    traits: ['calls'],
    answer: { calls: [lookup('{"q":"', ...BAD)] },
    redacted: 'shows',
    fits: isOpenAi,
  },
];

const RUNS: readonly Behaviour[] = BEHAVIOURS.filter(({ name }) =>
  ['invoke', 'stream', 'streamEvents v1', 'streamEvents v2', 'streamEvents default', 'streamLog'].includes(
    name,
  ),
);

interface Cell {
  readonly kit: Kit;
  readonly row: ModelRow;
  readonly place: Place;
  readonly run: Behaviour;
}

const all: Cell[] = [KIT_1, KIT_03].flatMap((kit) =>
  PLACES.flatMap((place) =>
    modelsOf(kit, ...place.traits)
      .filter((row) => (place.fits?.(row) ?? true) && !row.name.toLowerCase().startsWith('fake'))
      .flatMap((row) =>
        RUNS.filter(({ versions }) => versions?.includes(kit.version) ?? true).map((run) => ({
          kit,
          row,
          place,
          run,
        })),
      ),
  ),
);
const cells = covering(
  all,
  ({ kit }) => isWholeOn(kit.version),
  ({ kit, row, place, run }) => [
    `${kit.version} ${row.name}: ${place.name}`,
    `${kit.version} ${place.name} by ${run.name}`,
    `${kit.version} ${row.name} by ${run.name}`,
  ],
);

const provider = providerForAll();

async function seen({ kit, row, place, run }: Cell, effect: 'block' | 'redact' | 'none') {
  const own = watcher();
  const made = await row.make({
    kit,
    provider: provider(),
    answers: [place.answer],
    callbacks: [own.handler],
  });
  const guarded = (dlp: 'block' | 'redact') => {
    const policy = { response: { dlp }, tool: { dlp } };
    return guardChatModel(made.model, { scanner: cardScanner(), policy });
  };
  const model = effect === 'none' ? made.model : guarded(effect);
  const called = watcher();
  const config = { callbacks: [called.handler], configurable: { thread_id: 'thread-1' } };
  const partial: unknown[] = [];
  const outcome = await run.run({ kit, model, config, prompt: 'Hello' }, partial).then(
    (received) => ({ received }),
    (error: unknown) => ({ error }),
  );
  return { outcome, partial, told: [...own.told, ...called.told] };
}

/** LangChain leaves out some of what providers say. */
async function isCarried(cell: Cell): Promise<boolean> {
  const { outcome } = await seen(cell, 'none');
  return /4111-?11/.test(deepText(comparable(known(cell.kit, outcome))));
}

/** Of each version, how many cells there are, and in how many what is bad comes out where nothing is guarded. */
const counts = new Map<string, { cells: number; carrying: number }>();

function count({ kit }: Cell, carried: boolean): void {
  const own = counts.get(kit.version) ?? { cells: 0, carrying: 0 };
  counts.set(kit.version, { cells: own.cells + 1, carrying: own.carrying + (carried ? 1 : 0) });
}

describe.each(cells)('$kit.version $row.name: $place.name by $run.name', (cell) => {
  const { place } = cell;

  it('is stopped where the policy blocks', async () => {
    const { outcome, partial, told } = await seen(cell, 'block');
    const carried = await isCarried(cell);
    count(cell, carried);
    if (carried && 'received' in outcome) expect.unreachable('it was not stopped');
    if ('error' in outcome)
      expect(findGuardrailError(outcome.error)).toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
    nothingIn(told, [outcome, partial]);
  });

  it('does not get out where the policy redacts', async () => {
    const { outcome, partial, told } = await seen(cell, 'redact');
    const carried = await isCarried(cell);
    if (place.redacted === 'throws') {
      if (carried && 'received' in outcome) expect.unreachable('it was not stopped');
      if ('error' in outcome)
        expect(findGuardrailError(outcome.error)).toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
    } else if ('error' in outcome) throw outcome.error;
    const text = JSON.stringify(comparable([outcome, partial]));
    if (carried && place.redacted === 'shows') expect(text).toContain('CREDIT_CARD');
    nothingIn(told, [outcome, partial]);
  });
});

describe('the places of the battery', () => {
  it('hold what they are to hold, so that a field with another name is noticed', () => {
    expect(Object.fromEntries(counts)).toEqual({
      '1.2.13': { cells: 456, carrying: 436 },
      '0.3.80': isFull ? { cells: 320, carrying: 308 } : { cells: 136, carrying: 132 },
    });
  });
});
