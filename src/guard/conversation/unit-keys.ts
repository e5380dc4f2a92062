import type { ScanMetadata } from '../check-context.js';
import type { KeyedHash } from '../redaction/keyed-tag.js';
import type { ConversationPart } from './conversation.js';
import type { Unit } from './ranges.js';

/** Makes the key under which a memory knows a unit and the part before it. Returns undefined if no key can be made. */
export type UnitKey = (unit: Unit) => string | undefined;

/**
 * Makes the keys of one call. Only parts of the same session and profile share keys, except instructions, which are the
 * same in every session. A tool result is keyed by the profile that judges that tool. Texts with different threads are
 * read differently, so their keys differ.
 */
export function createUnitKeys(
  hash: KeyedHash,
  whose: ScanMetadata,
  whoseTool: (toolName: string) => ScanMetadata = () => whose,
): UnitKey {
  const ownerOf = createOwners(whose, whoseTool);
  const hashes = new Map<ConversationPart, string | undefined>();

  const hashOf = ({ part, text, threads }: Pick<Unit, 'part' | 'text' | 'threads'>): string | undefined => {
    const known = hashes.get(part);
    if (known !== undefined) return known;
    const cuts = threads.length === 0 ? '' : JSON.stringify(threads);
    const { kind, role, toolName = '' } = part;
    const made = hash(ownerOf(part), kind, role, toolName, text, cuts);
    hashes.set(part, made);
    return made;
  };

  return (unit) => {
    const first = unit.before === undefined ? 'nothing' : hashOf(unit.before);
    const second = hashOf(unit);
    return first === undefined || second === undefined ? undefined : `${first} ${second}`;
  };
}

/** Makes the function that names the owner of a part: a session with the profile that judges it, or all sessions. */
export function createOwners(
  whose: ScanMetadata,
  whoseTool: (toolName: string) => ScanMetadata,
): (part: ConversationPart) => string {
  const mine = sessionName(whose);
  const { profileName, profileId, appName } = whose;
  const everyone = nameOf([profileName, profileId, appName]);
  const tools = new Map<string, string>();
  return ({ kind, toolName = 'unknown' }) => {
    if (kind === 'system') return everyone;
    if (kind === 'words') return mine;
    const owner = tools.get(toolName) ?? sessionName(whoseTool(toolName));
    tools.set(toolName, owner);
    return owner;
  };
}

function sessionName({ sessionId, profileName, profileId, appName }: ScanMetadata): string {
  return nameOf([sessionId, profileName, profileId, appName]);
}

/** Makes one name from several, some of which may be undefined. */
export function nameOf(names: readonly (string | undefined)[]): string {
  return names.every((name) => name === undefined) ? '' : JSON.stringify(names);
}
