// Counts what the embedded engine finds in the installed packages, read as a tool's output: all of it is a false alarm.
import { localScanner } from 'airs-guardrails/local';
import { type PackageFile, type PackageFileKind, packageFiles, textOf } from '../train/packages.js';

/** Megabytes of each kind that are read; about a minute in all. */
const MOST_BYTES: Readonly<Record<PackageFileKind, number>> = {
  source: 20e6,
  readme: 5e6,
  changelog: 5e6,
  json: 5e6,
  docs: 6e6,
};
const WORST = 12;
const EXCERPT = 90;

interface Tally {
  files: number;
  bytes: number;
  injected: number;
  blocked: number;
}

interface Alarm {
  readonly file: PackageFile;
  readonly score: number;
  readonly excerpt: string;
}

const scanner = localScanner();
const metadata = { ecosystem: 'mcp', method: 'tools/call', server_name: 'files', tool_invoked: 'read_file' };
const tallies = new Map<PackageFileKind, Tally>();
const labels = new Map<string, Map<PackageFileKind, number>>();
const alarms: Alarm[] = [];

for (const file of packageFiles()) {
  const tally = tallies.get(file.kind) ?? { files: 0, bytes: 0, injected: 0, blocked: 0 };
  tallies.set(file.kind, tally);
  if (tally.bytes + file.size > MOST_BYTES[file.kind]) continue;
  const text = textOf(file);
  const {
    action,
    spans = [],
    scores,
    toolDetected,
  } = await scanner.scan({
    toolEvent: { metadata, output: text },
  });
  tally.files++;
  tally.bytes += file.size;
  if (action !== 'allow') tally.blocked++;
  for (const { detector, label } of spans) {
    const key = `${detector} ${label}`;
    const byKind = labels.get(key) ?? new Map<PackageFileKind, number>();
    labels.set(key, byKind.set(file.kind, (byKind.get(file.kind) ?? 0) + 1));
  }
  if (toolDetected?.injection !== true) continue;
  tally.injected++;
  const [surest] = spans
    .filter(({ detector }) => detector === 'injection')
    .sort((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0));
  const excerpt = text
    .slice(surest?.start ?? 0, surest?.end ?? 0)
    .replaceAll(/\s+/g, ' ')
    .slice(0, EXCERPT);
  alarms.push({ file, score: scores?.injection ?? 0, excerpt: `${surest?.label} ${excerpt}` });
}

const kinds = [...tallies.keys()].sort();
console.log('\n== INSTALLED PACKAGES as tool output ==');
for (const kind of kinds) {
  const { files, bytes, injected, blocked } = tallies.get(kind) ?? {
    files: 0,
    bytes: 0,
    injected: 0,
    blocked: 0,
  };
  const share = (part: number): string => `${((100 * part) / Math.max(1, files)).toFixed(2)} %`.padStart(8);
  console.log(
    `${kind.padEnd(12)} ${String(files).padStart(5)} files ${(bytes / 1e6).toFixed(1).padStart(5)} MB   injection ${share(injected)}   not allowed ${share(blocked)}`,
  );
}
console.log(`\nfindings for each MB${' '.repeat(19)}${kinds.map((kind) => kind.padStart(10)).join('')}`);
const total = (byKind: ReadonlyMap<PackageFileKind, number>): number =>
  [...byKind.values()].reduce((sum, count) => sum + count, 0);
for (const [label, byKind] of [...labels].sort(([, a], [, b]) => total(b) - total(a))) {
  const rates = kinds.map((kind) => {
    const megabytes = (tallies.get(kind)?.bytes ?? 0) / 1e6;
    return ((byKind.get(kind) ?? 0) / Math.max(1e-6, megabytes)).toFixed(2).padStart(10);
  });
  console.log(`${label.padEnd(39)}${rates.join('')}`);
}
console.log('\nworst');
for (const { file, score, excerpt } of alarms.sort((a, b) => b.score - a.score).slice(0, WORST)) {
  console.log(`${score.toFixed(2)} ${file.kind} ${file.path}\n     ${excerpt}`);
}
