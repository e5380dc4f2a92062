import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** Who may import whom. Types of the wire are shared with the server; values are not. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  scan: [],
  airs: ['scan'],
  local: ['scan'],
  scanners: ['scan'],
  state: ['scan', 'scanners'],
  guard: ['scan', 'scanners', 'state'],
  testing: ['scan'],
  defaults: ['scan', 'state', 'guard', 'airs', 'local'],
  'auto-scanner': ['scan', 'guard', 'airs', 'local', 'defaults'],
  index: ['scan', 'scanners', 'state', 'guard', 'defaults', 'auto-scanner'],
  server: ['scan', 'guard', 'local'],
  'ai-sdk': ['scan', 'guard', 'defaults'],
  langchain: ['scan', 'guard', 'defaults'],
  otel: ['guard'],
  queue: ['scan', 'scanners', 'state', 'airs'],
  cli: ['scan', 'scanners', 'airs', 'local', 'server', 'queue', 'index'],
};
const TYPES_ONLY: readonly (readonly [from: string, to: string])[] = [['server', 'airs']];

/** Packages that a room may import; `type:` for types only. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  scan: [],
  scanners: [],
  state: [],
  guard: [],
  local: [],
  testing: [],
  defaults: [],
  'auto-scanner': [],
  index: [],
  airs: ['zod', 'ofetch'],
  server: ['zod'],
  'ai-sdk': [],
  otel: ['@opentelemetry/api'],
  queue: ['bullmq'],
  langchain: [
    '@langchain/core/callbacks/base',
    '@langchain/core/messages',
    '@langchain/core/outputs',
    'type:@langchain/core',
  ],
  cli: ['commander', 'cli-progress'],
};

/** Packages that one folder of a room may import: who uses the room alone need not have them. */
const FOLDER_PACKAGES: readonly (readonly [folder: string, target: string])[] = [
  [join('langchain', 'agent'), 'langchain'],
];

/** Files at the top, each its own public face. */
const FACES: readonly string[] = ['defaults', 'auto-scanner', 'index'];

type Arrows = Readonly<Record<string, readonly string[]>>;

/** Which room inside `langchain` may import which. A file at the top of the room counts as a room of its name. */
const LANGCHAIN_ROOMS: Arrows = {
  fields: [],
  options: [],
  context: ['fields'],
  content: ['fields'],
  chunks: ['content', 'fields'],
  events: ['content', 'fields'],
  model: ['chunks', 'events', 'content', 'context', 'options', 'fields'],
  steps: ['model', 'content', 'context', 'options', 'fields'],
  agent: ['steps', 'model', 'content', 'context', 'options', 'fields'],
  'callback-handler': ['content', 'context', 'options', 'fields'],
  index: ['callback-handler', 'model', 'steps', 'content'],
};

/** The rooms inside rooms, by the room that they are in. */
const INNER_ROOMS: Readonly<Record<string, Arrows>> = { langchain: LANGCHAIN_ROOMS };

/** Files that hold programs of applications as texts, and import nothing. */
const PROGRAMS_AS_TEXT: readonly string[] = [join('cli', 'init', 'starting-files.ts')];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const STATEMENT = /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'";]{0,4000}?\sfrom\s+)?'([^'\n]{1,200})'/g;
const DYNAMIC = /\bimport\(\s*'([^'\n]{1,200})'\s*\)/g;

function importsOf(file: string, source: string): Import[] {
  const found: Import[] = [];
  for (const [, , type, target = ''] of source.matchAll(STATEMENT)) {
    found.push({ file, target, typeOnly: type !== undefined });
  }
  for (const [, target = ''] of source.matchAll(DYNAMIC)) found.push({ file, target, typeOnly: false });
  return found;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

function roomOf(file: string): string {
  return (relative(SRC, file).split(sep)[0] ?? '').replace(/\.ts$/, '');
}

/** The room inside a room that a file is in. */
function innerRoomOf(file: string): string {
  return (relative(SRC, file).split(sep)[1] ?? '').replace(/\.ts$/, '');
}

function targetOf({ file, target }: Import): string {
  return join(dirname(file), target).replace(/\.js$/, '.ts');
}

/** What is wrong with an import inside a room, or nothing. */
function innerViolation(found: Import): string | undefined {
  const arrows = INNER_ROOMS[roomOf(found.file)];
  const [from, to] = [found.file, targetOf(found)].map(innerRoomOf);
  if (arrows === undefined || from === undefined || to === undefined || from === to) return undefined;
  return arrows[from]?.includes(to) ? undefined : `${relative(SRC, found.file)} must not import ${to}`;
}

/** The rooms that lead back to themselves, each once. */
function circlesIn(arrows: Arrows): string[] {
  const reached = (from: string): Set<string> => {
    const seen = new Set<string>();
    const pending = [...(arrows[from] ?? [])];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(...(arrows[next] ?? []));
    }
    return seen;
  };
  return Object.keys(arrows).filter((room) => reached(room).has(room));
}

/** What is wrong with an import, or nothing. */
function violation(found: Import): string | undefined {
  const { file, target, typeOnly } = found;
  const room = roomOf(file);
  const name = relative(SRC, file);
  if (target.startsWith('.')) {
    const other = roomOf(targetOf(found));
    if (other === room) return innerViolation(found);
    const allowed =
      ROOMS[room]?.includes(other) || (typeOnly && TYPES_ONLY.some(([a, b]) => a === room && b === other));
    if (!allowed) return `${name} must not import ${other}`;
    // The small entry of the embedded engine, and what shared state and the queue take apart, are as public as an index.
    const isEntry = [
      '/index.js',
      '/local/dlp.js',
      '/scanners/cache-parts.js',
      '/airs/batch-parts.js',
      '/state/sealing-parts.js',
    ].some((end) => target.endsWith(end));
    const publicFace = isEntry || FACES.includes(other) || typeOnly;
    return publicFace ? undefined : `${name} reaches into ${other}: only its index.js is public`;
  }
  if (target.startsWith('node:')) {
    const allowed =
      room === 'server' ||
      room === 'queue' ||
      room === 'cli' ||
      (typeOnly && name === join('airs', 'file-system.ts'));
    return allowed ? undefined : `${name} must not import ${target}`;
  }
  const packages = PACKAGES[room] ?? [];
  const allowed =
    packages.includes(target) ||
    FOLDER_PACKAGES.some(([folder, own]) => own === target && name.startsWith(folder + sep)) ||
    (typeOnly &&
      packages.some((entry) => entry.startsWith('type:') && target.startsWith(entry.slice('type:'.length))));
  return allowed ? undefined : `${name} must not import ${target}${typeOnly ? ' (type)' : ''}`;
}

describe('layering', () => {
  const files = sourceFiles(SRC);
  const imports = files
    .filter((file) => !PROGRAMS_AS_TEXT.includes(relative(SRC, file)))
    .flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));

  it('reads the whole tree and every room is known', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(200);
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(ROOMS).sort());
  });

  it('keeps every arrow pointing down and every package in its room', () => {
    expect(imports.map(violation).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('sees a wrong arrow when there is one', () => {
    const check = (file: string, source: string) => importsOf(join(SRC, file), source).map(violation);
    expect(check('scan/x.ts', "import { a } from '../guard/index.js';")).toEqual([
      'scan/x.ts must not import guard',
    ]);
    expect(check('airs/x.ts', "import { decide } from '../guard/index.js';")).toHaveLength(1);
    expect(check('scanners/x.ts', "import { decide } from '../guard/index.js';")).toHaveLength(1);
    expect(check('server/x.ts', "import { EXIT } from '../cli/exit-codes.js';")).toHaveLength(1);
    expect(check('cli/scan/x.ts', "import { judge } from '../../guard/index.js';")).toHaveLength(1);
    expect(check('ai-sdk/x.ts', "export * from '../langchain/index.js';")).toEqual([
      'ai-sdk/x.ts must not import langchain',
    ]);
    expect(check('guard/x.ts', "import { judge } from '../scan/verdict.js';")).toEqual([
      'guard/x.ts reaches into scan: only its index.js is public',
    ]);
    expect(check('local/x.ts', "import { z } from 'zod';")).toEqual(['local/x.ts must not import zod']);
    expect(check('guard/x.ts', "const fs = await import('node:fs');")).toEqual([
      'guard/x.ts must not import node:fs',
    ]);
    expect(check('ai-sdk/x.ts', "import {\n  generateText,\n} from 'ai';")).toEqual([
      'ai-sdk/x.ts must not import ai',
    ]);
    expect(check('langchain/content/x.ts', "import type { A } from '../chunks/chunk-queue.js';")).toEqual([
      'langchain/content/x.ts must not import chunks',
    ]);
    expect(check('langchain/fields.ts', "import { A } from './options.js';")).toHaveLength(1);
    expect(check('server/x.ts', "import { ofetch } from '../airs/schemas/response.js';")).toHaveLength(1);
  });

  it('knows every room inside a room', () => {
    for (const [room, arrows] of Object.entries(INNER_ROOMS)) {
      const own = files.filter((file) => roomOf(file) === room);
      expect([...new Set(own.map(innerRoomOf))].sort()).toEqual(Object.keys(arrows).sort());
    }
  });

  it('lets no room inside a room lead back to itself', () => {
    for (const arrows of [ROOMS, ...Object.values(INNER_ROOMS)]) expect(circlesIn(arrows)).toEqual([]);
    expect(circlesIn({ a: ['b'], b: ['c'], c: ['b'] })).toEqual(['b', 'c']);
  });

  it('lets no file of a room with inner rooms lead back to itself, not even by a type', () => {
    const arrows: Record<string, string[]> = {};
    for (const found of imports) {
      if (!found.target.startsWith('.') || INNER_ROOMS[roomOf(found.file)] === undefined) continue;
      const [from, to] = [found.file, targetOf(found)].map((file) => relative(SRC, file));
      if (from !== undefined && to !== undefined) arrows[from] = [...(arrows[from] ?? []), to];
    }
    expect(Object.keys(arrows).length).toBeGreaterThan(40);
    expect(circlesIn(arrows)).toEqual([]);
  });

  it('reads the environment in one file, and for the command line in another', () => {
    const readers = files.filter((file) => /process\??\.env/.test(readFileSync(file, 'utf8')));
    expect(readers.map((file) => relative(SRC, file))).toEqual([
      join('airs', 'options.ts'),
      join('cli', 'environment.ts'),
    ]);
  });

  it('keeps files small enough to hold in the head', () => {
    const large = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 300);
    expect(large.map((file) => relative(SRC, file))).toEqual([]);
  });
});
