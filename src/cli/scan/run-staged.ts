import type { PolicyOptions } from '../../index.js';
import type { ScanResult } from '../../scan/index.js';
import { printable } from '../../scan/index.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { nextStepAfter, openChosenScanner, type ScannerChoice } from '../scanner-choice.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import type { ScanFormat } from './command.js';
import { judgeByPolicy, judgeByScanner } from './judge.js';
import { placesIn } from './line-places.js';
import { findingRows, headline } from './print-verdict.js';
import { type SarifSource, sarifLog } from './sarif.js';
import { stagedLines } from './staged.js';
import { codeOf, worstEnd } from './verdict-code.js';

/** The settings for scanning and printing staged changes. */
export interface StagedRun {
  readonly choice: ScannerChoice;
  readonly format: ScanFormat;
  readonly policy: PolicyOptions | undefined;
}

/** Scans the added lines of each staged file as one text. Returns the exit code of the worst file. */
export async function runStaged(
  terminal: Terminal,
  { choice, format, policy }: StagedRun,
): Promise<ExitCode> {
  const { scanner } = await openChosenScanner(choice);
  const sources: SarifSource[] = [];
  for await (const { path, lines, numbers } of stagedLines()) {
    const text = lines.join('\n');
    if (text.trim() === '') continue;
    const texts = { prompt: text, ...(choice.profile !== undefined && { profileName: choice.profile }) };
    const { end, scans } =
      policy === undefined
        ? await judgeByScanner(scanner, texts)
        : await judgeByPolicy(scanner, policy, texts);
    const source: SarifSource = {
      path,
      end,
      result: scans[0].result,
      place: placesIn(text, numbers),
      lines: [numbers[0] ?? 1, numbers.at(-1) ?? 1],
    };
    sources.push(source);
    if (format === 'text') printFile(terminal, source);
  }
  const end = worstEnd(sources.map((source) => source.end));
  if (format === 'json') terminal.out(`${JSON.stringify(asJson(end, sources), undefined, 2)}\n`);
  if (format === 'sarif') {
    const { VERSION } = await import('../../airs/index.js');
    terminal.out(`${JSON.stringify(sarifLog(sources, VERSION), undefined, 2)}\n`);
  }
  if (format === 'text') {
    const files = sources.length === 1 ? '1 staged file' : `${sources.length} staged files`;
    terminal.out(
      sources.length === 0 ? 'Nothing with added lines is staged.\n' : `${files} scanned: ${end}.\n`,
    );
  }
  const code = codeOf(end);
  if (code === EXIT.block && terminal.isWatched) {
    terminal.note('Take out what is listed and stage again. git commit --no-verify goes past this hook.');
  }
  return code;
}

function printFile(terminal: Terminal, { path, end, result, place }: SarifSource): void {
  if (end === 'allow') return;
  terminal.out(`${printable(path, 500)}  ${headline(terminal, end, result)}`);
  terminal.out(textTable(findingRows(result, () => place, printable(path, 500))));
  if (end === 'failed') terminal.note(nextStepAfter(result));
}

function asJson(
  end: string,
  sources: readonly SarifSource[],
): { end: string; files: { path: string; end: string; result: ScanResult }[] } {
  const files = sources.map(({ path, result, place, ...source }) => ({
    path,
    end: source.end,
    // Offsets count only the added lines. Line numbers are those of the file.
    lines: (result.spans ?? []).map(({ start }) => place(start)),
    result,
  }));
  return { end, files };
}
