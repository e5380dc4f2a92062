import { identifierOf, printable } from '../scan/index.js';
import type { CheckContext, ScanMetadata } from './check-context.js';

/** What a request may say of the call that it leads to: who and what a scan is about, and the profile that it asks for. */
export type RequestMetadata = Omit<ScanMetadata, 'aiModel' | 'agentMeta'>;

/** What the request behind a call says, where the framework lets it. None of it can turn the guard off. */
export type CallOptions = Pick<CheckContext, 'requested' | 'context'>;

/** Ids tie scans together, so a part of one is none. Labels are for the scan log. */
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
 * Reads what a request says of a call in the place that a framework has for it, whatever else stands there. Who sends the
 * request may have written it: only texts count, ids that are longer than the service takes or not printable are none, and
 * labels are cut. Whether the profile counts is the guardrail's to say (`allowProfileFromRequest`).
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
