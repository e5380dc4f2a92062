import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** Rooms that play one role each: what has the same part in both has the same name. */
const ROLES: readonly (readonly string[])[] = [['ai-sdk', 'langchain']];

/** Names that two rooms share by decision. */
const SHARED: Readonly<Record<string, string>> = {
  createGuardrail: 'with defaults and without',
  ToolEvent: 'the wire and the vocabulary',
  ToolEventMetadata: 'the wire and the vocabulary',
  AgentMeta: 'the wire and the vocabulary',
  CallOptions: 'public in both: of one call of the API, and of one guarded call',
  Replacement: 'public in the engine; in adapters what stands in place of an answer',
  replacementOf: 'of a finding, and of an answer',
};

const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|class|interface|type|let) ([A-Za-z_$][\w$]*)/gm;

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** Where each exported name is made. */
function homesOf(files: readonly { readonly path: string; readonly source: string }[]) {
  const homes = new Map<string, Set<string>>();
  for (const { path, source } of files)
    for (const [, name = ''] of source.matchAll(EXPORTED))
      homes.set(name, (homes.get(name) ?? new Set()).add(path));
  return homes;
}

/** Names that are made in more than one file, but for those of rooms with the same role. */
function doubles(homes: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...homes].flatMap(([name, paths]) => {
    const rooms = [...paths].map((path) => path.split(sep)[0] ?? '');
    const isOneEach = new Set(rooms).size === rooms.length;
    const haveOneRole = ROLES.some((role) => rooms.every((room) => role.includes(room)));
    return paths.size < 2 || name in SHARED || (isOneEach && haveOneRole)
      ? []
      : [`${name}: ${[...paths].join(', ')}`];
  });
}

describe('exported names', () => {
  it('are made in one place, unless rooms of one role share them', () => {
    const files = sourceFiles(SRC).map((path) => ({
      path: relative(SRC, path),
      source: readFileSync(path, 'utf8'),
    }));
    const homes = homesOf(files);
    expect(homes.size).toBeGreaterThan(500);
    expect(doubles(homes)).toEqual([]);
    for (const name of Object.keys(SHARED)) expect(homes.get(name)?.size, name).toBeGreaterThan(1);
  });

  it('are seen where two rooms share one', () => {
    const one = { path: join('airs', 'a.ts'), source: 'export const same = 1;' };
    const other = { path: join('guard', 'b.ts'), source: 'export function same() {}' };
    expect(doubles(homesOf([one, other]))).toHaveLength(1);
    const roles = ['ai-sdk', 'langchain'].map((room) => ({ ...one, path: join(room, 'prompt.ts') }));
    expect(doubles(homesOf(roles))).toEqual([]);
    expect(doubles(homesOf([...roles, { ...one, path: join('ai-sdk', 'c.ts') }]))).toHaveLength(1);
  });
});
