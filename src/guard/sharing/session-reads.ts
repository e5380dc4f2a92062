import { createRecencyMap } from '../../scan/index.js';
import type { Fact, StateAnswer } from '../../state/index.js';
import { placeholdersIn } from '../redaction/vault.js';
import type { OpenedParts, Sharing } from './sharing.js';

/** The reads of shared state, one for each guarded call. */
export interface SessionReads
  extends Pick<Sharing, 'readConversation' | 'besidePrompt' | 'forAnswer' | 'forStream' | 'ready'> {
  /** Returns the placeholders in a text whose originals this process does not know. */
  unknownIn(session: string, text: string): readonly string[];
  /** Records that this process had a session forgotten. */
  forgotten(session: string): void;
}

/** The facts about a session that this process has read. */
interface Read {
  /** The last calls that have read it. */
  calls: readonly number[];
  /** The time of the last read of its conversation. */
  at: number;
  /** The time of the last forgetting that this process has followed. */
  forgottenAt: number;
  reading: Promise<unknown>;
}

const MAX_SESSIONS = 10_000;
/** The calls of one session that are remembered at a time. With more, a call may read again. */
const MAX_CALLS = 16;
/** The time after a prompt within which a response needs no read of its own: both belong to one call. */
const SAME_CALL_MS = 60_000;

/** Makes the reads of one guardrail. */
export function createSessionReads({ shared, vault, now, forgetLocally }: OpenedParts): SessionReads {
  const sessions = createRecencyMap<string, Read>();
  const sessionOf = (id: string): Read => {
    const known = sessions.get(id);
    if (known !== undefined) return known;
    const made: Read = {
      calls: [],
      at: Number.NEGATIVE_INFINITY,
      forgottenAt: 0,
      reading: Promise.resolve(),
    };
    sessions.set(id, made, 0);
    const [oldest] = sessions.entries();
    if (sessions.size > MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest[0]);
    return made;
  };

  const read = async (
    id: string,
    facts: readonly Fact[],
    placeholders: readonly string[],
  ): Promise<StateAnswer> => {
    const session = sessionOf(id);
    const answer = await shared.read({ session: id, facts, placeholders });
    if (answer.forgottenAt !== undefined && answer.forgottenAt > session.forgottenAt) {
      session.forgottenAt = answer.forgottenAt;
      forgetLocally(id);
    }
    for (const original of answer.originals) vault?.adopt(id, original, !original.isStale);
    return answer;
  };

  const noteCall = (session: Read, call: number): void => {
    session.calls = [...session.calls.slice(1 - MAX_CALLS), call];
  };

  const reading = <Value>(session: Read, work: Promise<Value>): Promise<Value> => {
    session.reading = work;
    return work;
  };

  const unknownIn = (id: string, text: string): readonly string[] =>
    vault === undefined
      ? []
      : placeholdersIn(text).filter((placeholder) => vault.original(id, placeholder) === undefined);

  return {
    unknownIn,
    forgotten(id) {
      // Everything written from here on is new.
      sessionOf(id).forgottenAt = now();
    },
    async readConversation(id, { call, facts, texts }) {
      const session = sessionOf(id);
      noteCall(session, call);
      const asked = new Set(texts.flatMap((text) => unknownIn(id, text)));
      const found = await reading(session, read(id, facts, [...asked]));
      session.at = now();
      return found;
    },
    async besidePrompt(id, call) {
      if (id === undefined || vault === undefined) return;
      const session = sessionOf(id);
      if (session.calls.includes(call)) return;
      noteCall(session, call);
      await reading(session, read(id, [], []));
    },
    async forAnswer(id, text, hides) {
      if (id === undefined || vault === undefined) return;
      const unknown = unknownIn(id, text);
      const session = sessions.get(id);
      const isFresh = session !== undefined && now() - session.at <= SAME_CALL_MS;
      const mentions = placeholdersIn(text).length > 0;
      const needs = unknown.length > 0 || ((mentions || hides) && !isFresh);
      if (needs) await reading(sessionOf(id), read(id, [], unknown));
    },
    async forStream(id) {
      if (id === undefined || vault === undefined) return;
      const session = sessionOf(id);
      if (now() - session.at > SAME_CALL_MS) await reading(session, read(id, [], []));
    },
    ready: async (id) => (id === undefined ? undefined : sessions.get(id)?.reading),
  };
}
