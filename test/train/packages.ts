import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file that npm installed beside the project. */
export interface PackageFile {
  /** Its path below `node_modules`. */
  readonly path: string;
  readonly kind: PackageFileKind;
  /** Name of the package it belongs to. */
  readonly owner: string;
  readonly licence: string;
  /** UTF-8 bytes. */
  readonly size: number;
}

/** What a file of a package is to a reader. */
export type PackageFileKind = 'source' | 'readme' | 'changelog' | 'json' | 'docs';

const ROOT = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const SMALLEST = 40;
const LARGEST = 256 * 1024;
const KINDS: readonly (readonly [PackageFileKind, RegExp])[] = [
  ['readme', /^readme/i],
  ['changelog', /^(?:changelog|history|changes)/i],
  ['json', /\.json$/i],
  ['source', /\.[cm]?[jt]sx?$/i],
  ['docs', /\.mdx?$/i],
];

/** Files of the installed packages by a hash of their paths, so that the first of them are a sample. */
export function packageFiles(): PackageFile[] {
  const files: PackageFile[] = [];
  walk(ROOT, { owner: '', licence: '' }, files);
  return files.sort((a, b) => hashOf(a.path) - hashOf(b.path) || (a.path < b.path ? -1 : 1));
}

/** The text of a file of a package. */
export function textOf(file: PackageFile): string {
  return readFileSync(join(ROOT, file.path), 'utf8');
}

/** FNV-1a over UTF-16 code units, as an unsigned number. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

type Owner = Pick<PackageFile, 'owner' | 'licence'>;

function walk(directory: string, around: Owner, files: PackageFile[]): void {
  const entries = readdirSync(directory, { withFileTypes: true });
  const owner = entries.some(({ name }) => name === 'package.json') ? ownerOf(directory, around) : around;
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) walk(path, owner, files);
    if (!entry.isFile()) continue;
    const kind = KINDS.find(([, name]) => name.test(entry.name))?.[0];
    if (kind === undefined) continue;
    const { size } = statSync(path);
    if (size >= SMALLEST && size <= LARGEST) files.push({ path: relative(ROOT, path), kind, size, ...owner });
  }
}

/** A manifest without a name is one of the package around it, which says only how its files are modules. */
function ownerOf(directory: string, around: Owner): Owner {
  const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const { name, license } = { name: undefined, license: undefined, ...(manifest as Record<string, unknown>) };
  return typeof name === 'string' && typeof license === 'string' ? { owner: name, licence: license } : around;
}
