import { loadSharedState, type StateParts } from '../../state/index.js';
import { createCallSharing } from './conversation-sharing.js';
import { createSessionReads } from './session-reads.js';
import type { LearnedFact, OpenedParts, Sharing, SharingParts } from './sharing.js';

/** Makes the shared state of one guardrail. */
function createSharing(parts: OpenedParts): Sharing {
  const { shared, state, vault, forgetLocally } = parts;
  const reads = createSessionReads(parts);
  const save = async (id: string | undefined, facts: readonly LearnedFact[]): Promise<void> => {
    if (id === undefined) return;
    // A list of another process must be read before it is overwritten.
    await reads.ready(id);
    const held = vault?.held(id) ?? [];
    const fresh = held.filter((own) => vault?.isSaved(id, own) === false);
    if (fresh.length === 0 && facts.length === 0) return;
    const originals = () => ({ all: vault?.held(id) ?? [], fresh });
    const isWritten = await shared.write({ session: id, facts, ...(fresh.length > 0 && { originals }) });
    if (isWritten) vault?.saved(id, fresh);
  };
  /** The writes of each session that somebody has asked for, also those that wait for a read first. */
  const saving = new Map<string, Promise<unknown>>();
  const saveSafely = async (id: string | undefined, facts: readonly LearnedFact[]): Promise<void> => {
    try {
      await save(id, facts);
    } catch {
      // The application's clock may throw. Nobody awaits some of these writes.
      state.report({ problem: 'error', operation: 'write' });
    }
  };
  const sharing: Omit<Sharing, 'shareCall'> = {
    ...reads,
    cached: shared.cached,
    save(id, facts = []) {
      const work = saveSafely(id, facts);
      if (id === undefined) return work;
      const all = Promise.all([saving.get(id), work]);
      saving.set(id, all);
      void all.then(() => {
        if (saving.get(id) === all) saving.delete(id);
      });
      return work;
    },
    async settled(id) {
      if (id === undefined) return;
      await saving.get(id);
      await shared.settled(id);
    },
    unrestored(id, text) {
      if (id === undefined || vault === undefined) return 0;
      const count = reads.unknownIn(id, text).length;
      if (count > 0) state.report({ problem: 'unrestored', count });
      return count;
    },
    async forget(id) {
      const known = vault?.held(id).map(({ placeholder }) => placeholder) ?? [];
      forgetLocally(id);
      await shared.forget(id, known);
      reads.forgotten(id);
    },
  };
  return { ...sharing, shareCall: createCallSharing(sharing, parts.memory) };
}

/** Loads the store and makes the shared state of one guardrail. */
export async function loadSharing(parts: SharingParts): Promise<Sharing> {
  const { state, configuration, vaultTtlMs, memoryTtlMs, now } = parts;
  const told: StateParts['told'] = (operation, problem) => state.report({ problem, operation });
  const { createSharedState, shortNameOf } = await loadSharedState();
  const shared = createSharedState({
    state,
    configuration: await shortNameOf(await configuration()),
    vaultTtlMs,
    memoryTtlMs,
    now,
    told,
  });
  return createSharing({ ...parts, shared });
}
