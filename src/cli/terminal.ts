import { cliEnvironment } from './environment.js';

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** The looks of a word. */
export type Look = keyof typeof CODES;

/** The output of a command. */
export interface Terminal {
  /** Writes results, for a pipe or a file. */
  out(text: string): void;
  /** Writes everything else, with a line break at the end. */
  note(text: string): void;
  /** Whether somebody watches the output of `note`. */
  readonly isWatched: boolean;
  /** Returns a word in a colour for results, or unchanged if colours are not wanted. */
  paint(look: Look, word: string): string;
  /** Returns a word in a colour for notes, or unchanged if colours are not wanted. */
  paintNote(look: Look, word: string): string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Tells whether a stream gets colours, by https://no-color.org and the customary `FORCE_COLOR`. */
export function wantsColours(isTTY: boolean, environment: Environment): boolean {
  if (environment['NO_COLOR']) return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTTY && environment['TERM'] !== 'dumb';
}

/** Opens the terminal of this process. */
export function openTerminal(): Terminal {
  const { stdout, stderr } = process;
  const environment = cliEnvironment();
  const painter = (isTTY: boolean) => {
    const colours = wantsColours(isTTY, environment);
    return (look: Look, word: string): string => (colours ? `\u001b[${CODES[look]}m${word}\u001b[0m` : word);
  };
  // A reader that has gone away, such as `head`, is no failure of the command. It is also no reason to end with
  // success.
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
