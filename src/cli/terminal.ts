import { cliEnvironment } from './environment.js';

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** How a word can be shown. */
export type Look = keyof typeof CODES;

/** Where a command writes to. */
export interface Terminal {
  /** Results: what a pipe or a file is to get. */
  out(text: string): void;
  /** Everything else, with a line break behind it. */
  note(text: string): void;
  /** Whether somebody watches what `note` writes. */
  readonly isWatched: boolean;
  /** A word in a colour for results, or as it is where colours are not wanted. */
  paint(look: Look, word: string): string;
  /** The same for notes. */
  paintNote(look: Look, word: string): string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a stream is to get colours, by https://no-color.org and the customary `FORCE_COLOR`. */
export function wantsColours(isTTY: boolean, environment: Environment): boolean {
  if (environment['NO_COLOR']) return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTTY && environment['TERM'] !== 'dumb';
}

/** The terminal of this process. */
export function openTerminal(): Terminal {
  const { stdout, stderr } = process;
  const environment = cliEnvironment();
  const painter = (isTTY: boolean) => {
    const colours = wantsColours(isTTY, environment);
    return (look: Look, word: string): string => (colours ? `\u001b[${CODES[look]}m${word}\u001b[0m` : word);
  };
  // A reader that has gone away, such as `head`, is no failure of ours, and no reason to end as if all were well.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => void stdout.write(text),
    note: (text) => void stderr.write(`${text}\n`),
    isWatched: stderr.isTTY === true && environment['TERM'] !== 'dumb',
    paint: painter(stdout.isTTY === true),
    paintNote: painter(stderr.isTTY === true),
  };
}
