import { GuardrailError } from '../scan/index.js';
import { restingStore } from './resting-store.js';
import { keyRing } from './secret-keys.js';
import { type SessionPart, textsIn } from './session-part.js';
import type { ResolvedPlace } from './state-options.js';
import { keysBeginning } from './stored-keys.js';

/**
 * The time limit of the store, in milliseconds. Nobody waits for an erasure as for an answer, and one slow moment must
 * not make it fail.
 */
const LIMIT_MS = 10_000;

/**
 * Deletes everything that a store has of a session. First it writes a mark that the session is forgotten. The mark also
 * covers values that are written later by work that began earlier, and values that no list names.
 * @throws GuardrailError if the store fails
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
