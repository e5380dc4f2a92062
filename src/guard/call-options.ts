import type { ScanMetadata } from './judging.js';

/** What an application may say of one call. None of it can turn the guard off. */
export type CallOptions = Omit<ScanMetadata, 'aiModel'>;

const KEYS = [
  'sessionId',
  'trId',
  'appName',
  'appUser',
  'userIp',
  'profileName',
  'profileId',
] as const satisfies readonly (keyof CallOptions)[];

/** What an application says of a call in a place for such things, whatever else stands there; only texts count. */
export function callOptionsIn(place: unknown): CallOptions {
  const given: { -readonly [Key in keyof CallOptions]: CallOptions[Key] } = {};
  if (typeof place !== 'object' || place === null) return given;
  for (const key of KEYS) {
    const value: unknown = Reflect.get(place, key);
    if (typeof value === 'string') given[key] = value;
  }
  return given;
}
