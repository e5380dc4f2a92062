import type { KeptPart, KeptParts, TagLists } from './kept-part.js';
import type { StoreProblem } from './resting-store.js';
import type { Original, StateNews } from './state-face.js';

/** The most bytes of the list of one session's originals, before encryption. The least recently used are left out. */
const MAX_LIST_BYTES = 256 * 1024;
/** The most facts of one session. The oldest are removed. */
const MAX_FACTS = 2_000;

/** Writes the new values of a session, each by itself, and the list of all. Returns the first problem. */
export async function writeState(
  { vault, memory, tags }: KeptParts,
  { session, originals, facts = [] }: StateNews,
): Promise<StoreProblem | undefined> {
  const problems = await Promise.all([
    vault !== undefined && originals !== undefined ? writeOriginals(vault, session, originals()) : undefined,
    memory !== undefined && facts.length > 0 ? writeFacts(memory, tags, session, facts) : undefined,
  ]);
  return problems.find((problem) => problem !== undefined);
}

async function writeOriginals(
  { part, store }: KeptPart,
  session: string,
  { all, fresh }: { readonly all: readonly Original[]; readonly fresh: readonly Original[] },
): Promise<StoreProblem | undefined> {
  const items = fresh.map(({ placeholder: id, text }) => ({ id, texts: [session, id], value: text }));
  const { problem } = await store.setMany(await part.tell(session, newestWithin(all), items));
  return problem;
}

async function writeFacts(
  { part, store }: KeptPart,
  tags: TagLists,
  session: string,
  facts: NonNullable<StateNews['facts']>,
): Promise<StoreProblem | undefined> {
  const own = facts.filter(({ isCommon }) => isCommon !== true);
  const fresh = await Promise.all(own.map(({ texts }) => part.tagOf(texts)));
  const list = [...new Set([...tags.of(session), ...fresh])];
  const dropped = list.splice(0, Math.max(0, list.length - MAX_FACTS));
  tags.keep(session, list);
  const { problem } = await store.setMany(await part.tell(session, own.length > 0 ? list : undefined, facts));
  if (dropped.length === 0) return problem;
  // The key of the list, which stays, comes before the keys of the items.
  const [, ...keys] = await part.keysOf(session, [dropped]);
  const deleted = await store.deleteMany(keys.slice(0, dropped.length));
  return problem ?? deleted.problem;
}

/**
 * Returns the list in its stored form. The last used original is last, and older ones are included while there is room.
 */
function newestWithin(all: readonly Original[]): readonly (readonly [string, string])[] {
  let bytes = 0;
  const list: (readonly [string, string])[] = [];
  for (const { placeholder, text } of all.toReversed()) {
    bytes += 2 * (placeholder.length + text.length) + 16;
    if (bytes > MAX_LIST_BYTES) break;
    list.push([placeholder, text]);
  }
  return list.reverse();
}
