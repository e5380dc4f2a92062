// What things cost, as ratios against a baseline in the same run. Usage: npm run bench [-- guard stream local scripts state load peers peer-streams]
import { cpus } from 'node:os';

const sections = {
  guard: () => import('./guard.js'),
  stream: () => import('./stream.js'),
  local: () => import('./local.js'),
  scripts: () => import('./scripts.js'),
  state: () => import('./state.js'),
  load: () => import('./load.js'),
  peers: () => import('./peers.js'),
  'peer-streams': () => import('./peer-streams.js'),
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in sections));
if (unknown !== undefined) throw new Error(`No section "${unknown}": ${Object.keys(sections).join(', ')}`);

console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${new Date().toISOString().slice(0, 10)}`,
);
for (const [name, load] of Object.entries(sections)) {
  // The peers are not among our packages: that section installs them, so it runs only when asked for. A load measures no ratio.
  const byDefault = name !== 'load' && !name.startsWith('peer');
  if (asked.length === 0 ? byDefault : asked.includes(name)) await load();
}
