import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterEach, beforeEach, vi } from 'vitest';
import { type AirsOptions, Scanner } from '../../src/airs/index.js';
import type { ScriptedServer } from './scripted-server.js';

// Put together here, so that no secret scanner takes it for a key.
export const API_KEY = ['test', 'api', 'key', '0123456789'].join('-');
export const BEARER = ['test', 'bearer', 'token'].join('-');
export const SCAN_ID = '6375720f-6fcf-47f5-8287-ee5fc21f07ef';
export const PROFILE = { profile_name: 'my-profile' };

/** A full answer that lets the content pass. */
export const ALLOWED = {
  report_id: `R${SCAN_ID}`,
  scan_id: SCAN_ID,
  category: 'benign',
  action: 'allow',
  timeout: false,
  error: false,
  errors: [],
  profile_name: 'my-profile',
  prompt_detected: { injection: false, dlp: false, url_cats: false },
  response_detected: {},
  tool_detected: {},
};

/** A client of a scripted server with a key. */
export function clientOf(server: Pick<ScriptedServer, 'url'>, options: AirsOptions = {}): Scanner {
  return new Scanner({ apiKey: API_KEY, apiEndpoint: server.url, ...options });
}

/** The developer's own environment stays out of the tests of this file. */
export function withoutEnvironment(): void {
  beforeEach(() => {
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('PANW_')) vi.stubEnv(name, undefined);
    }
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
}

/** Backoff of zero, so that retries follow at once. */
export function withoutBackoff(): void {
  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}

/** Everything that a log could show of a value. */
export function everythingPrintable(value: unknown): string {
  return [
    JSON.stringify(value),
    String(value),
    value instanceof Error ? String(value.stack) : '',
    inspect(value, { getters: true, showHidden: true, depth: 9 }),
    Object.keys(Object(value)).join(),
    Reflect.ownKeys(Object(value)).map(String).join(),
  ].join('\n');
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('did not reject');
    },
    (error: unknown) => error,
  );
}

/** A recorded sample. */
// biome-ignore lint/suspicious/noExplicitAny: samples are read as they come
export function wireSample(name: string): any {
  return JSON.parse(readFileSync(new URL(`../fixtures/wire/${name}`, import.meta.url), 'utf8'));
}
