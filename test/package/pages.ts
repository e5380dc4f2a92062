// Runs the blocks of the pages that say so (`// runnable` in their first line) against the built package, each as a file of its
// own, and looks for what their `// -> ...` comments promise. Usage: tsx test/package/pages.ts [page]
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { blocksOf, pagesOf, promisesOf, RUNNABLE } from '../support/pages.js';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
if (!existsSync(`${root}/dist/index.js`)) throw new Error('Build first: npm run build');

const folder = join(root, '.cache/pages');
mkdirSync(folder, { recursive: true });

const env: NodeJS.ProcessEnv = {
  ...process.env,
  TSX_TSCONFIG_PATH: join(root, 'test/package/tsconfig.examples.json'),
};
for (const name of Object.keys(env)) if (name.startsWith('PANW_AI_')) delete env[name];

const asked = process.argv.slice(2);
const blocks = pagesOf(root)
  .filter((page) => asked.length === 0 || asked.includes(page))
  .flatMap((page) => blocksOf(root, page))
  .filter(({ language, code }) => language === 'ts' && code.startsWith(`${RUNNABLE}\n`));
if (blocks.length === 0) throw new Error('No block says that it can be run');

let failed = 0;
for (const [index, { page, line, code }] of blocks.entries()) {
  const file = join(folder, `block-${index}.mts`);
  writeFileSync(file, code);
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
    cwd: folder,
    env,
    timeout: 60_000,
  });
  const { stdout, problem } = await run.then(
    (result) => ({ stdout: result.stdout, problem: '' }),
    (error) => ({ stdout: String(error.stdout), problem: `${error.message}\n${error.stderr}` }),
  );
  const missing = promisesOf(code).filter((text) => !stdout.includes(text));
  if (problem === '' && missing.length === 0 && promisesOf(code).length > 0)
    console.log(`ok      ${page}:${line}`);
  else {
    failed++;
    console.log(
      `FAILED  ${page}:${line}: ${problem || `not printed: ${JSON.stringify(missing)}`}\n${stdout}`,
    );
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(failed === 0 ? `All ${blocks.length} blocks ran.` : `${failed} blocks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
