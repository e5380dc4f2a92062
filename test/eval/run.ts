// Scores the embedded engine on the labelled data beside the project. Usage: npm run eval [-- --sets pii --misses 20]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const SCORER = fileURLToPath(new URL('../../../shared/eval/score.mjs', import.meta.url));
const ADAPTER = fileURLToPath(new URL('./adapter.ts', import.meta.url));
const SETS = ['--sets', 'injection,pii,secrets,urls,stream'];

if (!existsSync(SCORER)) {
  console.log('The evaluation data is not here (../shared/eval): nothing was scored.');
} else {
  const [cpu] = cpus();
  console.log(`Node ${process.version}, ${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}`);
  const given = process.argv.slice(2);
  const args = ['--import', 'tsx', SCORER, ADAPTER, ...(given.includes('--sets') ? [] : SETS), ...given];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
