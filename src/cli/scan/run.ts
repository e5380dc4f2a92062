import type { PolicyOptions } from '../../index.js';
import { CommandError, EXIT, type ExitCode, wrongUsage } from '../exit-codes.js';
import { readPolicy } from '../policy-choice.js';
import { type ChosenScanner, openChosenScanner } from '../scanner-choice.js';
import { type ReadAs, readSourceText, type SourceText } from '../source-text.js';
import type { Terminal } from '../terminal.js';
import type { ScanCommandOptions, ScanFormat } from './command.js';
import { type JudgedTexts, type Judgement, judgeByPolicy, judgeByScanner, redactSource } from './judge.js';
import { placesIn } from './line-places.js';
import { printVerdict } from './print-verdict.js';
import { codeOf } from './verdict-code.js';

/** The texts of one scan, and the one that INPUT or the last option named. */
interface Gathered {
  readonly texts: JudgedTexts;
  readonly main: SourceText;
}

/** Runs `scan`. Returns the exit code. */
export async function runScanCommand(
  terminal: Terminal,
  input: string | undefined,
  options: ScanCommandOptions,
): Promise<ExitCode> {
  const format: ScanFormat = options.json === true ? 'json' : options.format;
  if (options.redact === true && format === 'sarif')
    throw wrongUsage('--redact prints a text; SARIF has none.');
  const policy = options.policy === undefined ? undefined : await readPolicy(options.policy);
  if (options.staged === true) {
    if (input !== undefined) throw wrongUsage('--staged scans what is in git; leave INPUT out.');
    const { runStaged } = await import('./run-staged.js');
    return runStaged(terminal, { choice: options, format, policy });
  }
  const gathered = await gather(input, options);
  const chosen = await openChosenScanner(options);
  tellDowngrade(terminal, chosen, options);
  const { texts } = gathered;
  if (options.redact === true) return redact(terminal, chosen, policy, gathered, format);
  const judgement =
    policy === undefined
      ? await judgeByScanner(chosen.scanner, texts)
      : await judgeByPolicy(chosen.scanner, policy, texts);
  await print(terminal, format, judgement, gathered);
  return codeOf(judgement.end);
}

/** Notes that the embedded engine judges because no key is set. A user could otherwise think that the service does. */
export function tellDowngrade(
  terminal: Terminal,
  { kind }: ChosenScanner,
  { scanner }: ScanCommandOptions | { scanner: string },
): void {
  if (kind === 'local' && scanner === 'auto' && terminal.isWatched) {
    terminal.note(
      terminal.paintNote(
        'dim',
        'No API key is set: the embedded engine judges. --scanner airs insists on the service.',
      ),
    );
  }
}

async function gather(input: string | undefined, options: ScanCommandOptions): Promise<Gathered> {
  const { prompt, response, context, text, file, profile } = options;
  if (text === true && file === true) throw wrongUsage('--text and --file exclude each other.');
  const readAs: ReadAs = text === true ? 'text' : file === true ? 'file' : 'either';
  if (prompt === true && response === true) {
    throw wrongUsage(
      'INPUT is a prompt or a response, not both.',
      'Give one of them a value: --prompt "What the user asked".',
    );
  }
  if (input !== undefined && typeof prompt === 'string' && response === undefined) {
    throw wrongUsage('What is INPUT beside --prompt?', 'Add --response if it is the answer to the prompt.');
  }
  if (input !== undefined && typeof response === 'string' && typeof prompt === 'string') {
    throw wrongUsage('Prompt and response are both given: leave INPUT out.');
  }
  const isInput = input !== undefined || (typeof prompt !== 'string' && typeof response !== 'string');
  const words = [input, prompt, response, context].filter((word) => word === '-').length;
  if (words > 1) throw wrongUsage('stdin can be read once: only one argument can be -.');
  if (isInput && input === undefined && process.stdin.isTTY) {
    throw wrongUsage('There is nothing to scan.', 'Give a text, a file, - for stdin, or --staged.');
  }
  const main = isInput ? await readSourceText(input ?? '-', readAs) : undefined;
  const read = async (value: string | true | undefined): Promise<SourceText | undefined> =>
    typeof value === 'string' ? readSourceText(value, readAs) : undefined;
  const [asked, answered, grounding] = [await read(prompt), await read(response), await read(context)];
  const inputIsResponse = response === true;
  const promptSource = asked ?? (inputIsResponse ? undefined : main);
  const responseSource = answered ?? (inputIsResponse ? main : undefined);
  const shown = responseSource ?? promptSource;
  if (shown === undefined) throw wrongUsage('There is nothing to scan.');
  return {
    main: shown,
    texts: {
      ...(promptSource !== undefined && { prompt: promptSource.text }),
      ...(responseSource !== undefined && { response: responseSource.text }),
      ...(grounding !== undefined && { context: grounding.text }),
      ...(profile !== undefined && { profileName: profile }),
    },
  };
}

async function print(
  terminal: Terminal,
  format: ScanFormat,
  { scans }: Judgement,
  { texts, main }: Gathered,
): Promise<void> {
  if (format === 'text') {
    for (const { end, result } of scans) printVerdict(terminal, end, result, texts);
    return;
  }
  if (format === 'json') {
    const results = scans.map(({ result }) => result);
    terminal.out(`${JSON.stringify(results.length === 1 ? results[0] : results, undefined, 2)}\n`);
    return;
  }
  const { VERSION } = await import('../../airs/index.js');
  const { sarifLog } = await import('./sarif.js');
  const path = main.path ?? main.from;
  const last = main.text.split('\n').length;
  const sources = scans.map(({ end, result }) => ({
    path,
    end,
    result,
    place: placesIn(main.text),
    lines: [1, last] as const,
  }));
  terminal.out(`${JSON.stringify(sarifLog(sources, VERSION), undefined, 2)}\n`);
}

async function redact(
  terminal: Terminal,
  { scanner }: ChosenScanner,
  policy: PolicyOptions | undefined,
  { texts, main }: Gathered,
  format: ScanFormat,
): Promise<ExitCode> {
  const { text, end, replaced, scans } = await redactSource(scanner, policy, texts);
  const { result } = scans.at(-1) ?? scans[0];
  if (format === 'json') {
    const answer = { end, replaced, ...(text !== undefined && { text }), result };
    terminal.out(`${JSON.stringify(answer, undefined, 2)}\n`);
    return codeOf(end);
  }
  if (text === undefined) {
    const { nextStepAfter } = await import('../scanner-choice.js');
    const why =
      end === 'failed' ? (result.error ?? 'the scan was not complete') : result.categories.join(', ');
    throw new CommandError(
      end === 'failed' ? EXIT.failed : EXIT.block,
      `Nothing is printed: the text was ${end === 'failed' ? 'not judged' : 'blocked'} (${why}).`,
      end === 'failed'
        ? nextStepAfter(result)
        : 'Redaction replaces sensitive data; what else is found is refused as a whole.',
    );
  }
  terminal.out(main.from === 'argument' ? `${text}\n` : text);
  return codeOf(end);
}
