import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const readme = readFileSync(`${root}/README.md`, 'utf8');

describe('README', () => {
  it('has code that type-checks', () => {
    const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
    expect(blocks.length).toBeGreaterThan(4);
    const files = new Map(blocks.map((code, index) => [`${root}/readme-${index}.ts`, code]));
    const config = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile).config;
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (name) => files.has(name) || fileExists(name);
    host.readFile = (name) => files.get(name) ?? readFile(name);
    host.getSourceFile = (name, language, ...rest) => {
      const code = files.get(name);
      if (code === undefined) return getSourceFile.call(host, name, language, ...rest);
      return ts.createSourceFile(name, code, language, true);
    };
    const program = ts.createProgram([...files.keys()], options, host);
    const problems = [...files.keys()].flatMap((name) => {
      const file = program.getSourceFile(name);
      if (file === undefined) throw new Error(`${name} was not checked`);
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return found.map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
    });
    expect(problems).toEqual([]);
  });

  it('names only files and scripts that exist', () => {
    const scripts = Object.keys(JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).scripts);
    for (const [, script = ''] of readme.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toContain(script);
    for (const [, file = ''] of readme.matchAll(/`([\w-]+\.ts)`/g)) {
      expect(() => readFileSync(`${root}/examples/${file}`)).not.toThrow();
    }
  });
});
