import { identifierOf, printable } from '../scan/index.js';
import type { CheckContext, ScanMetadata } from './check-context.js';

/** The metadata that a request may set for its call: who and what a scan is about, and the profile it asks for. */
export type RequestMetadata = Omit<ScanMetadata, 'aiModel' | 'agentMeta'>;

/** The metadata and grounding context of the request behind a call. None of it can turn the guard off. */
export type CallOptions = Pick<CheckContext, 'requested' | 'context'>;

/** Ids tie scans together, so an id is never cut. Labels are only for the scan log. */
const READERS: Readonly<Record<keyof RequestMetadata, (value: unknown) => string | undefined>> = {
  sessionId: identifierOf,
  trId: identifierOf,
  profileName: identifierOf,
  profileId: identifierOf,
  appName: labelIn,
  appUser: labelIn,
  userIp: labelIn,
};

/**
 * Reads the call options from the place that a framework has for them, and ignores everything else there. The sender of
 * the request may have written it. Therefore only texts count, labels are cut, and an id is ignored if it is longer
 * than the service takes or not printable. The guardrail decides whether the profile counts
 * (`allowProfileFromRequest`).
 */
export function callOptionsIn(place: unknown): CallOptions {
  if (typeof place !== 'object' || place === null) return {};
  const requested: { -readonly [Key in keyof RequestMetadata]: RequestMetadata[Key] } = {};
  for (const key of Object.keys(READERS) as (keyof RequestMetadata)[]) {
    const value = READERS[key](Reflect.get(place, key));
    if (value !== undefined) requested[key] = value;
  }
  const context: unknown = Reflect.get(place, 'context');
  return {
    ...(Object.keys(requested).length > 0 && { requested }),
    ...(typeof context === 'string' && context !== '' && { context }),
  };
}

function labelIn(value: unknown): string | undefined {
  const label = typeof value === 'string' ? printable(value) : '';
  return label === '' ? undefined : label;
}
