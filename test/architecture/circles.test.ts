import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** Rooms whose files must not import each other in a circle, not even for a type. */
const ROOMS = ['scan', 'airs', 'local', 'scanners', 'guard', 'server', 'ai-sdk', 'langchain', 'cli'];

/** Rooms whose folders must not, either. */
const ROOMS_OF_FOLDERS = ['scan', 'scanners', 'guard', 'langchain'];

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** Which file of a room imports which other one of it; `nameOf` says what counts as one. */
function graphOf(room: string, nameOf: (path: string) => string): Graph {
  const graph = new Map<string, Set<string>>();
  for (const file of sourceFiles(join(SRC, room))) {
    const from = nameOf(relative(join(SRC, room), file));
    const targets = graph.get(from) ?? new Set();
    graph.set(from, targets);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/\bfrom\s+'(\.[^'\n]{1,200})\.js'/g)) {
      const path = relative(join(SRC, room), join(dirname(file), `${target}.ts`));
      const to = nameOf(path);
      if (!path.startsWith('..') && to !== from) targets.add(to);
    }
  }
  return graph;
}

/** A circle of a graph, as the names along it, or nothing. */
function circleIn(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const circle = walk(next, [...path, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const circle = walk(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

/** A folder inside a room, or a file that stands in the room itself. */
const folderOf = (path: string): string => path.split(sep)[0] ?? path;

describe('circles of imports', () => {
  it.each(ROOMS)('are not among the files of %s', (room) => {
    const graph = graphOf(room, (path) => path);
    expect(graph.size).toBeGreaterThan(10);
    expect(circleIn(graph)).toBeUndefined();
  });

  it.each(ROOMS_OF_FOLDERS)('are not among the folders of %s', (room) => {
    expect(circleIn(graphOf(room, folderOf))).toBeUndefined();
  });

  it('are seen where there are some', () => {
    const graph = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c'])],
      ['c', new Set(['b'])],
    ]);
    expect(circleIn(graph)).toEqual(['b', 'c', 'b']);
  });
});
