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
  guard: ['scan', 'scanners'],
  testing: ['scan'],
  defaults: ['scan', 'guard', 'airs', 'local'],
  index: ['scan', 'scanners', 'guard', 'defaults'],
  server: ['scan', 'guard', 'local'],
  'ai-sdk': ['scan', 'guard', 'defaults'],
  langchain: ['scan', 'guard', 'defaults'],
};
const TYPES_ONLY: readonly (readonly [from: string, to: string])[] = [['server', 'airs']];

/** Packages that a room may import; `type:` for types only. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  scan: [],
  scanners: [],
  guard: [],
  local: [],
  testing: [],
  defaults: [],
  index: [],
  airs: ['zod', 'ofetch'],
  server: ['zod'],
  'ai-sdk': [],
  langchain: [
    '@langchain/core/callbacks/base',
    '@langchain/core/messages',
    '@langchain/core/outputs',
    'type:@langchain/core',
  ],
};

/** Packages that one folder of a room may import: who uses the room alone need not have them. */
const FOLDER_PACKAGES: readonly (readonly [folder: string, target: string])[] = [
  [join('langchain', 'agent'), 'langchain'],
];

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

/** What is wrong with an import, or nothing. */
function violation({ file, target, typeOnly }: Import): string | undefined {
  const room = roomOf(file);
  const name = relative(SRC, file);
  if (target.startsWith('.')) {
    const other = roomOf(join(dirname(file), target).replace(/\.js$/, '.ts'));
    if (other === room) return undefined;
    const allowed =
      ROOMS[room]?.includes(other) || (typeOnly && TYPES_ONLY.some(([a, b]) => a === room && b === other));
    if (!allowed) return `${name} must not import ${other}`;
    // The small entry of the embedded engine is as public as its index.
    const isEntry = target.endsWith('/index.js') || target.endsWith('/local/dlp.js');
    const publicFace = isEntry || other === 'defaults' || typeOnly;
    return publicFace ? undefined : `${name} reaches into ${other}: only its index.js is public`;
  }
  if (target.startsWith('node:')) {
    const allowed =
      room === 'server' || (name === join('airs', 'content.ts') && target === 'node:fs/promises');
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
  const imports = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));

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
    expect(check('server/x.ts', "import { ofetch } from '../airs/schemas/response.js';")).toHaveLength(1);
  });

  it('reads the environment in one file', () => {
    const readers = files.filter((file) => /process\??\.env/.test(readFileSync(file, 'utf8')));
    expect(readers.map((file) => relative(SRC, file))).toEqual([join('airs', 'options.ts')]);
  });

  it('keeps files small enough to hold in the head', () => {
    const large = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 300);
    expect(large.map((file) => relative(SRC, file))).toEqual([]);
  });
});
