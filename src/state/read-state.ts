import type { KeptPart, KeptParts } from './kept-part.js';
import type { RestingStore, StoreProblem } from './resting-store.js';
import { type Item, type PartReading, textsIn } from './session-part.js';
import type { StateAnswer, StateQuestion } from './state-face.js';

/** The answer if the store could not be read. */
export const NOTHING_READ: StateAnswer = {
  isAvailable: false,
  forgottenAt: undefined,
  originals: [],
  facts: new Map(),
  staleFacts: new Set(),
};

/** Reads what the stores have of a session. Each store is asked once. */
export async function readState(
  { vault, memory, tags }: KeptParts,
  { session, placeholders, facts }: StateQuestion,
  told: (problem: StoreProblem) => void,
): Promise<StateAnswer> {
  const originals = placeholders.map((id): Item => ({ id, texts: [session, id] }));
  const asked = [vault && { own: vault, items: originals }, memory && { own: memory, items: facts }].filter(
    (one) => one !== undefined,
  );
  const questions = await Promise.all(asked.map(({ own, items }) => own.part.ask(session, items)));
  const answers = await askTogether(
    asked.map(({ own }, index) => ({ store: own.store, keys: questions[index]?.keys ?? [] })),
  );
  const problem = answers.find((answer) => answer.problem !== undefined)?.problem;
  if (problem !== undefined) told(problem);
  const readings = await Promise.all(
    questions.map((question, index) => question.read(answers[index]?.value ?? [])),
  );
  const readingOf = (part: KeptPart | undefined): PartReading | undefined =>
    readings[asked.findIndex(({ own }) => own === part)];
  const known = readingOf(memory);
  if (known !== undefined) {
    // After a session was forgotten, earlier names no longer count.
    const before = known.forgottenAt === undefined ? tags.of(session) : [];
    tags.keep(session, [...new Set([...textsIn(known.lists[0] ?? []), ...before])]);
  }
  const graves = readings.flatMap(({ forgottenAt }) => forgottenAt ?? []);
  return {
    isAvailable: problem === undefined,
    forgottenAt: graves.length === 0 ? undefined : Math.max(...graves),
    originals: originalsIn(readingOf(vault)),
    facts: known?.items ?? new Map(),
    staleFacts: known?.stale ?? new Set(),
  };
}

type Answer = Awaited<ReturnType<RestingStore['getMany']>>;

/** Asks stores for keys. Each store is asked only once, even for several parts. */
async function askTogether(
  asked: readonly { readonly store: RestingStore; readonly keys: readonly string[] }[],
): Promise<readonly Answer[]> {
  const whole = new Map<RestingStore, string[]>();
  for (const { store, keys } of asked) whole.set(store, [...(whole.get(store) ?? []), ...keys]);
  const answered = new Map(
    await Promise.all([...whole].map(async ([store, keys]) => [store, await store.getMany(keys)] as const)),
  );
  const taken = new Map<RestingStore, number>();
  return asked.map(({ store, keys }): Answer => {
    const answer = answered.get(store) ?? { problem: 'error' };
    if (answer.value === undefined) return answer;
    const from = taken.get(store) ?? 0;
    taken.set(store, from + keys.length);
    return { value: answer.value.slice(from, from + keys.length) };
  });
}

function originalsIn(reading: PartReading | undefined): StateAnswer['originals'] {
  const found: StateAnswer['originals'][number][] = [];
  const take = (placeholder: unknown, text: unknown, isStale: boolean): void => {
    if (typeof placeholder === 'string' && typeof text === 'string')
      found.push({ placeholder, text, isStale });
  };
  for (const [place, list] of (reading?.lists ?? []).entries())
    for (const pair of list) if (Array.isArray(pair)) take(pair[0], pair[1], place > 0);
  for (const [placeholder, text] of reading?.items ?? [])
    take(placeholder, text, reading?.stale.has(placeholder) === true);
  return found;
}
