import { type CallSharing, type ShareCall, sharedWithNobody } from '../conversation/call-sharing.js';
import type { PromptMemory } from '../conversation/prompt-memory.js';
import { createKnownReader } from './shared-known.js';
import type { LearnedFact, Sharing } from './sharing.js';
import { createUnitFacts } from './unit-facts.js';

/** Makes the shared state of each call of one guardrail. */
export function createCallSharing(
  sharing: Pick<Sharing, 'readConversation' | 'save'>,
  memory: PromptMemory | undefined,
): ShareCall {
  return (owner) => {
    const { sessionId } = owner.whose;
    return sessionId === undefined
      ? sharedWithNobody(owner)
      : shareSession(sharing, memory, owner, sessionId);
  };
}

function shareSession(
  sharing: Pick<Sharing, 'readConversation' | 'save'>,
  memory: PromptMemory | undefined,
  { whose, whoseTool, call }: Parameters<ShareCall>[0],
  session: string,
): CallSharing {
  const factOf = createUnitFacts(whose, whoseTool);
  const readKnown = createKnownReader();
  const asked = new Set<string>();
  let hasRead = false;
  let learned: LearnedFact[] = [];

  const kept: CallSharing['kept'] = (unit, known) => {
    learned.push({ ...factOf(unit), value: known });
  };

  return {
    session,
    kept,
    async read(units, recollection) {
      const unknown =
        memory === undefined ? [] : units.filter((unit) => recollection.knownOf(unit) === undefined);
      const open = unknown.filter(({ id }) => !asked.has(id));
      // A second read is needed only if a message was dropped, because others then become neighbours.
      if (hasRead && open.length === 0) return;
      const texts = hasRead ? [] : units.map(({ text }) => text);
      hasRead = true;
      for (const { id } of open) asked.add(id);
      const { facts, staleFacts } = await sharing.readConversation(session, {
        call,
        facts: open.map(factOf),
        texts,
      });
      for (const unit of open) {
        const known = readKnown(facts.get(unit.id));
        if (known === undefined) continue;
        recollection.adopt(unit, known);
        if (staleFacts.has(unit.id)) kept(unit, known);
      }
    },
    savePlaceholders: () => sharing.save(session),
    async saveFacts() {
      const facts = learned;
      learned = [];
      if (facts.length > 0) await sharing.save(session, facts);
    },
  };
}
