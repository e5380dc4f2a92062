// Installs the example, checks its types, builds the page, and tries it in a browser where there is one.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.ts';

const example = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { cwd: example, stdio: 'inherit' });
};

if (!existsSync(`${root}/dist/index.js`)) throw new Error('Build the package first: npm run build');
run('npm', 'install', '--no-audit', '--no-fund', '--silent');
run('npm', 'run', '--silent', 'typecheck');
run('npm', 'run', '--silent', 'build', '--', '--logLevel', 'warn');
if (findChromium() === undefined)
  console.log(
    'Not tried in a browser: no Chromium. Install it (apt-get install chromium) or name it in CHROMIUM.',
  );
else run('npx', 'vitest', 'run', ...process.argv.slice(2));
