// What things cost, as ratios against a baseline in the same run. Usage: npm run bench [-- guard stream local scripts state load peers]
// `npm run bench -- --readme` measures what the pages show and writes their tables.
import { cpus } from 'node:os';
import { TABLED, writeTables } from './tables.js';

const sections = {
  guard: () => import('./guard.js'),
  stream: () => import('./stream.js'),
  local: () => import('./local.js'),
  scripts: () => import('./scripts.js'),
  state: () => import('./state.js'),
  load: () => import('./load.js'),
  peers: () => import('./peers/run.js'),
};

const forPages = process.argv.includes('--readme');
const asked = process.argv.slice(2).filter((argument) => argument !== '--readme');
const unknown = asked.find((name) => !(name in sections));
if (unknown !== undefined) throw new Error(`No section "${unknown}": ${Object.keys(sections).join(', ')}`);

const machine = `Node ${process.version}, ${cpus().length} x ${(cpus()[0]?.model ?? 'unknown').trim()}, ${new Date().toISOString().slice(0, 10)}`;
console.log(machine);
for (const [name, load] of Object.entries(sections)) {
  // The peers are not among our packages: that section installs them, so it runs only when asked for. A load measures no ratio.
  const byDefault = forPages ? TABLED.some((tabled) => tabled === name) : name !== 'load' && name !== 'peers';
  if ((asked.length === 0 && byDefault) || asked.includes(name) || (forPages && byDefault)) await load();
}
if (forPages) writeTables(machine);
