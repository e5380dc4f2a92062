// Scores the embedded engine: on the labelled data beside the project (both sets, and inputs from the field), and on the
// installed packages, which hold no attack. Usage: npm run eval [-- --sets pii --misses 20], where options go to the
// scorer of the labelled data, which then runs alone.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const DATA = path('../../../shared/eval/');
const SETS = ['--sets', 'injection,pii,secrets,urls,stream'];
const SECOND_SETS = ['--dir', `${DATA}dev2`, '--sets', 'injection,pii,secrets', '--langs'];

let failed = 0;
const run = (file: string, args: readonly string[]): void => {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { stdio: 'inherit' });
  failed ||= status ?? 1;
};
const score = (args: readonly string[]): void => run(`${DATA}score.mjs`, [path('./adapter.ts'), ...args]);

const [cpu] = cpus();
console.log(`Node ${process.version}, ${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}`);
const given = process.argv.slice(2);
if (!existsSync(`${DATA}score.mjs`)) {
  console.log('The evaluation data is not here (../shared/eval): only the packages are scored.');
} else if (given.length > 0) {
  score([...(given.includes('--sets') ? [] : SETS), ...given]);
} else {
  score(SETS);
  console.log('\n#### second set');
  score(SECOND_SETS);
  console.log('\n#### inputs from the field');
  run(`${DATA}score-field.mjs`, []);
}
if (given.length === 0) run(path('./packages.ts'), []);
process.exitCode = failed;
