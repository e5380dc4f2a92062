import { cachedVerdicts } from './cached-verdicts.js';
import { forgetSession } from './forget-session.js';
import { createTagLists, type KeptPart, type KeptParts } from './kept-part.js';
import { NOTHING_READ, readState } from './read-state.js';
import { type RestingStore, restingStore } from './resting-store.js';
import { keyRing } from './secret-keys.js';
import { type PartSettings, sessionPart } from './session-part.js';
import type { Fact, SharedState, StateNews, StateParts } from './state-face.js';
import type { ResolvedPlace } from './state-options.js';
import { writeState } from './write-state.js';

export { shortNameOf } from './secret-keys.js';

/** Makes the state that a guardrail shares with other processes of the same secret. */
export function createSharedState(parts: StateParts): SharedState {
  const { state, configuration, told } = parts;
  const storeOf = createStores();
  const kept = keptParts(parts, storeOf);
  /** A verdict under another configuration is a different fact. */
  const configured = <Known extends Fact>(facts: readonly Known[]): Known[] =>
    facts.map((fact) => ({ ...fact, texts: [configuration, ...fact.texts] }));
  const writing = new Map<string, Promise<unknown>>();

  const writeInTurn = async (news: StateNews, before: Promise<unknown> | undefined): Promise<boolean> => {
    await before;
    try {
      const problem = await writeState(kept, { ...news, facts: configured(news.facts ?? []) });
      if (problem !== undefined) told('write', problem);
      return problem === undefined;
    } catch {
      told('write', 'error');
      return false;
    }
  };

  return {
    async read({ facts, ...question }) {
      try {
        return await readState(kept, { ...question, facts: configured(facts) }, (problem) =>
          told('read', problem),
        );
      } catch {
        told('read', 'error');
        return NOTHING_READ;
      }
    },
    write(news) {
      const { session } = news;
      // Writes are sequential, so that an older list never overwrites a newer one.
      const work = writeInTurn(news, writing.get(session));
      writing.set(session, work);
      void work.then(() => {
        if (writing.get(session) === work) writing.delete(session);
      });
      return work;
    },
    async settled(session) {
      await writing.get(session);
    },
    async forget(session, placeholders) {
      await writing.get(session);
      const { vault, memory, tags } = kept;
      const known = tags.of(session);
      tags.forget(session);
      if (vault !== undefined) await forgetSession(vault, session, { placeholders });
      if (memory !== undefined) await forgetSession(memory, session, { tags: known });
    },
    cached: (scanner) =>
      state.cache === undefined
        ? scanner
        : cachedVerdicts(state.cache, storeOf(state.cache), scanner, configuration),
  };
}

type StoreOf = (place: ResolvedPlace) => RestingStore;

/** Makes one resting store for each store, so that all parts learn at once that it is down. */
function createStores(): StoreOf {
  const stores = new Map<ResolvedPlace['store'], RestingStore>();
  return ({ store, timeoutMs }) => {
    const known = stores.get(store) ?? restingStore(store, timeoutMs);
    stores.set(store, known);
    return known;
  };
}

function keptParts({ state, vaultTtlMs, memoryTtlMs, now }: StateParts, storeOf: StoreOf): KeptParts {
  const kept = (
    use: PartSettings['use'],
    place: ResolvedPlace | undefined,
    ttlMs: number,
  ): KeptPart | undefined =>
    place && {
      part: sessionPart({ use, secrets: keyRing(place.secrets), ttlMs, now }),
      store: storeOf(place),
      place,
    };
  return {
    vault: kept('vault', state.vault, vaultTtlMs),
    memory: kept('memory', state.memory, memoryTtlMs),
    tags: createTagLists(),
  };
}
