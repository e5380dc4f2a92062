import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { exportedOptions } from '../support/exported-options.js';
import {
  anchorsOf,
  blocksOf,
  type CodeBlock,
  namesInFirstCells,
  pagesOf,
  proseOf,
} from '../support/pages.js';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const pages = pagesOf(root);
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');
const blocks = pages.flatMap((page) => blocksOf(root, page));

/** The entries, by the page that says all about what is declared in a folder of the sources. */
const ENTRIES = [
  'src/index.ts',
  'src/ai-sdk/index.ts',
  'src/airs/index.ts',
  'src/langchain/index.ts',
  'src/langchain/agent/index.ts',
  'src/local/index.ts',
  'src/local/dlp.ts',
  'src/otel/index.ts',
  'src/queue/index.ts',
  'src/server/index.ts',
  'src/testing/index.ts',
];

/** Pages of files that do not stand in the room of their page. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'src/auto-scanner.ts': 'src/scanners/README.md',
  'src/defaults.ts': 'src/guard/README.md',
  'src/guard/console-logger.ts': 'src/otel/README.md',
  'src/scan/circuit-breaker.ts': 'src/scanners/README.md',
  'src/scan/request.ts': 'src/guard/README.md',
  'src/scan/scanner.ts': 'src/scanners/README.md',
  'src/scan/shared-limits.ts': 'src/airs/README.md',
};

/** The page that describes what a source file declares. */
const pageOf = (file: string): string => ELSEWHERE[file] ?? `src/${file.split('/')[1]}/README.md`;

/** What the compiler says of blocks, each as a module of its own at the root of the repository. */
function problemsOf(checked: readonly CodeBlock[]): readonly string[] {
  const files = new Map(checked.map((block, index) => [`${root}/block-${index}.ts`, block]));
  const config = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile).config;
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  // A block may end with what it has made.
  options.noUnusedLocals = false;
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name)?.code ?? readFile(name);
  host.getSourceFile = (name, language, ...rest) => {
    const block = files.get(name);
    if (block === undefined) return getSourceFile.call(host, name, language, ...rest);
    return ts.createSourceFile(name, block.code, language, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([name, { page, line }]) => {
    const file = program.getSourceFile(name);
    if (file === undefined) throw new Error(`${page}:${line} was not checked`);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ start = 0, messageText }) => {
      const at = line + file.getLineAndCharacterOfPosition(start).line;
      return `${page}:${at}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

describe('pages', () => {
  it('have code that type-checks', () => {
    const typed = blocks.filter(({ language }) => language === 'ts');
    expect(typed.length).toBeGreaterThan(40);
    expect(problemsOf(typed)).toEqual([]);
  });

  it('have no TypeScript under another name, which nothing would check', () => {
    const odd = blocks.filter(({ language }) => /^(?:typescript|mts|cts|ts .+)$/.test(language));
    expect(odd.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  });

  it('link to files and headings that exist', () => {
    const broken = pages.flatMap((page) =>
      Array.from(proseOf(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => {
          const [path = '', anchor] = target.split('#');
          const file = path === '' ? page : join(dirname(page), path);
          if (!existsSync(join(root, file))) return true;
          if (anchor === undefined) return false;
          return statSync(join(root, file)).isDirectory() || !anchorsOf(textOf(file)).has(anchor);
        })
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('name only scripts and examples that exist', () => {
    const scripts = Object.keys(JSON.parse(textOf('package.json')).scripts);
    for (const page of pages.filter((path) => !path.startsWith('examples/chat/'))) {
      for (const [, script = ''] of textOf(page).matchAll(/npm run ([\w:]+)/g))
        expect(scripts, page).toContain(script);
      for (const [, file = ''] of textOf(page).matchAll(/examples\/([\w-]+\.ts)/g))
        expect(existsSync(join(root, 'examples', file)), `${page}: ${file}`).toBe(true);
    }
  });
});

/** Options that are the same wherever they stand, so that one row tells of all. */
const SHARED: ReadonlySet<string> = new Set(['guardrail', 'scanner']);

/** How often the tables of a page name each word. */
function tally(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of namesInFirstCells(text)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

describe('options', () => {
  const options = exportedOptions(root, ENTRIES);

  it('are each in a table of the page of their room', () => {
    expect(options.length).toBeGreaterThan(150);
    // Two types of a room that have an option of one name take two rows.
    const rows = new Map(
      [...new Set(options.map(({ file }) => pageOf(file)))].map((page) => [page, tally(textOf(page))]),
    );
    const missing = options.filter(({ file, name }) => {
      const left = rows.get(pageOf(file))?.get(name) ?? 0;
      if (!SHARED.has(name)) rows.get(pageOf(file))?.set(name, left - 1);
      return left < 1;
    });
    expect(missing.map(({ of, name, file }) => `${pageOf(file)}: ${of}.${name}`)).toEqual([]);
  });

  it('are the only names in tables of options', () => {
    const names = new Set(options.map(({ name }) => name));
    const unknown = [...new Set(options.map(({ file }) => pageOf(file)))].flatMap((page) =>
      Array.from(
        textOf(page).matchAll(/^\|[^|\n]*\boption \|.*\n\|[ -|]*\n((?:\|.*\n)+)/gm),
        ([, rows = '']) => namesInFirstCells(rows).filter((name) => !names.has(name)),
      )
        .flat()
        .map((name) => `${page}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('README', () => {
  it('is short enough to be read', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(251);
  });
});
