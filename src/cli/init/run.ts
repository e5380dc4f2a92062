import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRecord } from '../../scan/index.js';
import { CommandError, EXIT, type ExitCode, wrongUsage } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import type { InitCommandOptions } from './command.js';
import { STARTS, type StartName } from './starting-files.js';

/** Runs `init`. Returns the exit code. */
export async function runInitCommand(
  terminal: Terminal,
  given: StartName | undefined,
  { dir }: InitCommandOptions,
): Promise<ExitCode> {
  const installed = dependenciesOf(dir);
  const name = given ?? detected(installed);
  if (name === undefined) {
    throw wrongUsage(
      'Nothing in package.json tells the framework.',
      'Name it: airs-guardrails init next, ai-sdk or langchain.',
    );
  }
  const { text, packages, next, path: usual } = STARTS[name];
  // Next.js keeps its routes in `src` if that folder exists.
  const path =
    name === 'next' && !existsSync(join(dir, 'app')) && existsSync(join(dir, 'src')) ? `src/${usual}` : usual;
  const file = join(dir, path);
  await mkdir(dirname(file), { recursive: true });
  try {
    // The file is written only if there is none, even if another process writes at the same moment.
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const { code } = Object(error) as { code?: unknown };
    if (code !== 'EEXIST') throw error;
    throw new CommandError(
      EXIT.failed,
      `${path} exists and stays as it is.`,
      'Move it away, or name another folder by --dir.',
    );
  }
  terminal.out(`Written: ${path}\n`);
  const missing = ['airs-guardrails', ...packages].filter((name) => !installed.has(name));
  if (missing.length > 0) terminal.note(`Install: npm install ${missing.join(' ')}`);
  terminal.note(next);
  terminal.note(
    'Set PANW_AI_SEC_API_KEY and PANW_AI_PROFILE_NAME for Prisma AIRS; airs-guardrails doctor looks at them.',
  );
  return EXIT.ok;
}

/** Returns the packages that a project names. The set is empty if its package.json cannot be read. */
function dependenciesOf(dir: string): ReadonlySet<string> {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
    const { dependencies, devDependencies } = isRecord(manifest) ? manifest : {};
    return new Set(
      [dependencies, devDependencies].flatMap((list) => (isRecord(list) ? Object.keys(list) : [])),
    );
  } catch {
    return new Set();
  }
}

function detected(installed: ReadonlySet<string>): StartName | undefined {
  if (installed.has('next')) return 'next';
  if (installed.has('ai')) return 'ai-sdk';
  return installed.has('langchain') || installed.has('@langchain/core') ? 'langchain' : undefined;
}
