import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One block of code of a page. */
export interface CodeBlock {
  /** Path of the page, from the root of the repository. */
  readonly page: string;
  /** Line of the first line of code, from 1. */
  readonly line: number;
  /** The word behind the fence, such as `ts`. */
  readonly language: string;
  readonly code: string;
}

/** The first line of a block that is run as it stands. */
export const RUNNABLE = '// runnable';

/** What a block says that it prints: its comments that begin with an arrow. */
export function promisesOf(code: string): readonly string[] {
  return Array.from(code.matchAll(/\/\/ -> (.+)$/gm), ([, text = '']) => text.trim());
}

/** Paths of all pages of a repository that a reader of the package is sent to: of the root, the rooms, the examples, the benches. */
export function pagesOf(root: string): readonly string[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return /^(?:node_modules|dist|\..*)$/.test(entry.name) ? [] : below(path);
      return entry.name.endsWith('.md') ? [path] : [];
    });
  const own = readdirSync(root).filter((name) => name.endsWith('.md'));
  const folders = ['.github', 'src', 'examples', 'test'].flatMap((folder) => below(folder));
  return [...own, ...folders].map((path) => path.replaceAll('\\', '/')).toSorted();
}

/** The fenced blocks of a page, also of its lists. */
export function blocksOf(root: string, page: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { language: string; line: number; indent: number; code: string[] } | undefined;
  for (const [index, text] of readFileSync(join(root, page), 'utf8').split('\n').entries()) {
    const fence = /^(\s*)```(.*)$/.exec(text);
    if (open === undefined) {
      if (fence === null) continue;
      const [, indent = '', language = ''] = fence;
      open = { language: language.trim(), line: index + 2, indent: indent.length, code: [] };
    } else if (fence === null) open.code.push(text.slice(Math.min(open.indent, text.search(/\S|$/))));
    else {
      const { language, line, code } = open;
      blocks.push({ page, line, language, code: `${code.join('\n')}\n` });
      open = undefined;
    }
  }
  return blocks;
}

/** What is left of a page without its code, whether fenced or in a line. */
export function proseOf(text: string): string {
  return text.replace(/^\s*```[\s\S]*?^\s*```$/gm, '').replace(/`[^`\n]*`/g, '');
}

/** The names under which the headings of a page can be linked to, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = text.replace(/^\s*```[\s\S]*?^\s*```$/gm, '').matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    Array.from(headings, ([, heading = '']) => {
      const name = heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(name) ?? 0;
      seen.set(name, before + 1);
      return before === 0 ? name : `${name}-${before}`;
    }),
  );
}

/** What the code in the first cells of tables names, as often as it does: the words behind the last dot. */
export function namesInFirstCells(text: string): readonly string[] {
  const cells = Array.from(text.matchAll(/^\|([^|\n]*)\|/gm), ([, cell = '']) => cell);
  const spans = cells.flatMap((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name));
  return spans.map((name) => name.slice(name.lastIndexOf('.') + 1));
}

/** The path of a file from the root, as pages write it. */
export function fromRoot(root: string, file: string): string {
  return relative(root, file).replaceAll('\\', '/');
}
