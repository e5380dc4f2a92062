import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CommandError, EXIT } from '../exit-codes.js';
import { decoded, splitLines } from '../split-lines.js';
import { type AddedLines, addedLines } from './staged-diff.js';

/** The most characters of added lines that one run scans. A single line may have a tenth of it. */
const MAX_STAGED_CHARS = 20_000_000;

// These options fix the output whatever the user has configured: the whole repository, renames found, no colours, no
// external diff programs, no text conversion of binary files.
const ARGUMENTS = [
  '-c',
  'core.quotePath=false',
  '-c',
  'diff.suppressBlankEmpty=false',
  'diff',
  '--cached',
  '-U0',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--find-renames',
  '--diff-filter=ACMRT',
  '--ignore-submodules',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--inter-hunk-context=0',
  '--output-indicator-new=+',
  '--output-indicator-old=-',
  '--submodule=short',
];

/**
 * Yields the added lines of staged changes file by file, from anywhere inside a repository.
 * @throws CommandError if git fails, or if more is staged than one run scans
 */
export async function* stagedLines(): AsyncGenerator<AddedLines, void, undefined> {
  const git = spawn('git', ARGUMENTS, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(git, 'close').catch(() => {
    throw new CommandError(EXIT.failed, 'git did not start.', 'Is it installed and on the PATH?');
  });
  ended.catch(() => undefined);
  let chars = 0;
  async function* bounded(): AsyncGenerator<string> {
    for await (const line of splitLines(decoded(git.stdout), MAX_STAGED_CHARS / 10)) {
      if ('text' in line) chars += line.text.length;
      if ('isTooLong' in line || chars > MAX_STAGED_CHARS) throw tooMuch();
      yield line.text;
    }
  }
  try {
    yield* addedLines(bounded());
    const [code] = await ended;
    if (code !== 0) {
      throw new CommandError(
        EXIT.usage,
        'git has nothing to show here.',
        'Run it inside a repository: git diff --cached must work.',
      );
    }
  } finally {
    git.kill();
  }
}

function tooMuch(): CommandError {
  return new CommandError(
    EXIT.failed,
    `More is staged than one run scans (${MAX_STAGED_CHARS / 1_000_000} million characters), so it was not scanned in full.`,
    'Commit in smaller parts, or keep generated files out of what is staged.',
  );
}
