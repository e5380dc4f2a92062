import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The packages that are compared, each with what it needs; installed beside the project and not into its lock file. */
const PACKAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mastra: { '@mastra/core': '1.71.0', zod: '4.6.7' },
  'openai-agents': { '@openai/agents': '0.20.0', zod: '4.6.7' },
  'openai-guardrails': { '@openai/guardrails': '0.2.1' },
};

const cache = fileURLToPath(new URL('../../../.cache/peers', import.meta.url));

/** Installs a package with what it needs, where it is not there yet, and gives what loads it. */
export function installPeer(name: string): NodeJS.Require {
  const folder = join(cache, name);
  const manifest = JSON.stringify({ private: true, dependencies: PACKAGES[name] ?? {} });
  const file = join(folder, 'package.json');
  const isThere = existsSync(join(folder, 'node_modules')) && readFileSync(file, 'utf8') === manifest;
  if (!isThere) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, manifest);
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return createRequire(file);
}
