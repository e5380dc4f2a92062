import { GuardrailError } from '../scan/index.js';
import { restingStore } from './resting-store.js';
import { keyRing } from './secret-keys.js';
import { type SessionPart, textsIn } from './session-part.js';
import type { ResolvedPlace } from './state-options.js';
import { keysBeginning } from './stored-keys.js';

/** Nobody waits for an erasure as for an answer, and it must not be given up for one slow moment. */
const LIMIT_MS = 10_000;

/**
 * Deletes what a store has of a session, after a word that it is forgotten, which holds where something is written later
 * than it was begun or is found by no list.
 * @throws GuardrailError where the store does not do it
 */
export async function forgetSession(
  { part, place }: { readonly part: SessionPart; readonly place: ResolvedPlace },
  session: string,
  known: { readonly placeholders?: readonly string[]; readonly tags?: readonly string[] },
): Promise<void> {
  const store = restingStore(place.store, LIMIT_MS);
  const question = await part.ask(session, []);
  const asked = await store.getMany(question.keys);
  const written = await store.setMany(await part.tombstones(session));
  const { lists } = await question.read(asked.value ?? []);
  const rings = keyRing(place.secrets);
  const tags = await Promise.all(
    rings.map(async (keys, index) => {
      const list = lists[index] ?? [];
      if (known.placeholders === undefined)
        return [...textsIn(list), ...(index === 0 ? (known.tags ?? []) : [])];
      const names = new Set(known.placeholders);
      for (const pair of list) if (Array.isArray(pair)) names.add(String(pair[0]));
      return Promise.all([...names].map((name) => keys.nameOf('item', 'vault', session, name)));
    }),
  );
  const graves = new Set((await part.tombstones(session)).map(({ key }) => key));
  const listed = await part.keysOf(session, tags);
  const stray = (await keysBeginning(place.store, await part.prefixes(session))).filter(
    (key) => !graves.has(key),
  );
  const deleted = await store.deleteMany([...new Set([...listed, ...stray])]);
  const problem = asked.problem ?? written.problem ?? deleted.problem;
  if (problem !== undefined)
    throw new GuardrailError(
      'ERR_GUARDRAIL_UNAVAILABLE',
      `The session was not forgotten: the store failed (${problem})`,
    );
}
