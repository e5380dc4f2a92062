import { open, stat } from 'node:fs/promises';
import { wrongUsage } from './exit-codes.js';

/** How a word of the command line is to be read: as it is, as the name of a file, or as what it looks like. */
export type ReadAs = 'text' | 'file' | 'either';

/** A text to scan, and where it came from. */
export interface SourceText {
  readonly text: string;
  /** The file, as it was named; absent for stdin and for words of the command line. */
  readonly path?: string;
  readonly from: 'file' | 'stdin' | 'argument';
}

/** Bytes of one text that is read into memory. More goes through `batch`. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** One word that a person would take for a file: a path, or a name with an extension. Addresses of web and mail are none. */
function looksLikePath(word: string): boolean {
  if (/\s|:\/\/|@/.test(word) || word.length > 1_024) return false;
  return /^(?:\.{0,2}[/\\]|~[/\\])/.test(word) || /[^.]\.[a-z][a-z0-9]{0,4}$/i.test(word);
}

/**
 * Reads what a word of the command line stands for: `-` is stdin, what exists as a file is that file, all else is text.
 * @throws CommandError where there is nothing to scan, or a file that is not there
 */
export async function readSourceText(word: string, readAs: ReadAs): Promise<SourceText> {
  if (word === '-' && readAs !== 'text') return { text: notEmpty(await readStdin(), 'stdin'), from: 'stdin' };
  if (readAs === 'text') return { text: notEmpty(word, 'the text'), from: 'argument' };
  const kind = await kindOf(word);
  if (kind === 'file')
    return { text: notEmpty(await readBounded(word), 'the file'), path: word, from: 'file' };
  if (kind === 'folder')
    throw wrongUsage('This is a folder.', 'Name one file, or pipe text: cat FILE | airs-guardrails scan -');
  if (readAs === 'file' || looksLikePath(word)) {
    throw wrongUsage('There is no such file.', 'Look at the path; to scan the words themselves, add --text.');
  }
  return { text: notEmpty(word, 'the text'), from: 'argument' };
}

async function kindOf(word: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(word)).isDirectory() ? 'folder' : 'file';
  } catch {
    // Long texts and texts with odd characters are no names at all; a file that may not be looked at is not read either.
    return undefined;
  }
}

async function readBounded(path: string): Promise<string> {
  const handle = await open(path).catch(() => {
    throw wrongUsage('The file cannot be read.', 'Look at its permissions.');
  });
  try {
    return await textOf(handle.createReadStream());
  } finally {
    await handle.close();
  }
}

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Reading from stdin; end with Ctrl-D.\n');
  return textOf(process.stdin);
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MAX_TEXT_BYTES) {
      throw wrongUsage(
        `The input is larger than ${MAX_TEXT_BYTES} bytes.`,
        'Split it, or scan it by airs-guardrails batch.',
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

function notEmpty(text: string, what: string): string {
  if (text.trim() === '') throw wrongUsage(`There is nothing to scan: ${what} is empty.`);
  return text;
}
