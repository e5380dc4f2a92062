import { open, stat } from 'node:fs/promises';
import { wrongUsage } from './exit-codes.js';

/** How an argument is read: as text, as the name of a file, or as whichever it looks like. */
export type ReadAs = 'text' | 'file' | 'either';

/** A text to scan, and its source. */
export interface SourceText {
  readonly text: string;
  /** The file, as it was named. It is absent for stdin and for arguments. */
  readonly path?: string;
  readonly from: 'file' | 'stdin' | 'argument';
}

/** The most bytes of a text that is read into memory. Use `batch` for more. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** Tells whether an argument looks like a file: a path, or a name with an extension. Web and mail addresses do not. */
function looksLikePath(word: string): boolean {
  if (/\s|:\/\/|@/.test(word) || word.length > 1_024) return false;
  return /^(?:\.{0,2}[/\\]|~[/\\])/.test(word) || /[^.]\.[a-z][a-z0-9]{0,4}$/i.test(word);
}

/**
 * Reads the text that an argument names. `-` is stdin, the name of an existing file is that file, and anything else is
 * text.
 * @throws CommandError if there is nothing to scan, or if a file does not exist
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
    // Long texts and texts with unusual characters are not valid names. A file without permission is not read either.
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
