// Where the examples scan: the Prisma AIRS cloud when a key is set, else the bundled server on this machine.
import { existsSync } from 'node:fs';
import type { AirsOptions } from 'airs-guardrails/airs';
import { createAirsServer } from 'airs-guardrails/server';

export interface Backend {
  /** Options for `init`, `Scanner` and `airsScanner`. */
  readonly options: AirsOptions;
  readonly profileName: string;
  readonly description: string;
  close(): Promise<void>;
}

/** Reads `.env` where there is one and Node can (20.12 and later). Variables that are already set win. */
function loadDotEnv(): void {
  if (existsSync('.env') && typeof process.loadEnvFile === 'function') process.loadEnvFile('.env');
}

export async function startBackend(): Promise<Backend> {
  loadDotEnv();
  const profileName = process.env['PANW_AI_PROFILE_NAME'] || 'default';
  if (process.env['PANW_AI_SEC_API_KEY'] || process.env['PANW_AI_SEC_API_TOKEN']) {
    const description = `Prisma AIRS cloud, profile "${profileName}"`;
    return { options: {}, profileName, description, close: async () => undefined };
  }
  const apiKey = 'local-example-key';
  const server = await createAirsServer({ apiKeys: [apiKey] });
  const description = `bundled AIRS-compatible server at ${server.url} (no key, no network)`;
  return {
    options: { apiKey, apiEndpoint: server.url },
    profileName,
    description,
    close: () => server.close(),
  };
}
