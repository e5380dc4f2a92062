import { GuardrailConfigError, oneOfKeys } from '../scan/index.js';
import type { ScanMetadata } from './check-context.js';
import type { Direction } from './policy/effects.js';

/** A security profile, by its name or its UUID. */
export type ScanProfile = string | { readonly id: string };

/** The profiles for prompts, responses and tools, if they differ. */
export type ScanProfiles = Readonly<Partial<Record<Direction, ScanProfile>>>;

/** The profile of each direction, in the form that scans use. */
export type ResolvedProfiles = ReadonlyMap<Direction, Pick<ScanMetadata, 'profileName' | 'profileId'>>;

const DIRECTIONS: readonly Direction[] = ['prompt', 'response', 'tool'];

/**
 * Completes the profiles.
 * @throws GuardrailConfigError that names the field if a value is not a profile
 */
export function resolveProfiles(profiles: ScanProfiles = {}): ResolvedProfiles {
  oneOfKeys('profiles', profiles, DIRECTIONS);
  const resolved = new Map<Direction, Pick<ScanMetadata, 'profileName' | 'profileId'>>();
  for (const direction of DIRECTIONS) {
    const profile = profiles[direction];
    if (profile === undefined) continue;
    const field = `profiles.${direction}`;
    if (typeof profile === 'string') resolved.set(direction, { profileName: nameIn(field, profile) });
    else {
      oneOfKeys(field, profile, ['id']);
      resolved.set(direction, { profileId: nameIn(`${field}.id`, profile.id) });
    }
  }
  return resolved;
}

function nameIn(field: string, name: unknown): string {
  if (typeof name === 'string' && name.trim() !== '') return name;
  throw new GuardrailConfigError(field, 'must be a text that is not empty');
}
