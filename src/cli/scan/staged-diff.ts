/** The added lines of one file. */
export interface AddedLines {
  /** The path, from the root of the repository. */
  readonly path: string;
  /** The lines, without their breaks, and their numbers in the staged file. */
  readonly lines: readonly string[];
  readonly numbers: readonly number[];
}

const HUNK = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** The bytes of escapes in a name that git quotes. */
const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** Reads the name in a `+++` line. Git puts unusual names in quotes, and adds a tab after names with spaces. */
export function nameInDiff(word: string): string {
  if (!word.startsWith('"')) return word.replace(/\t$/, '').replace(/^b\//, '');
  const bytes: number[] = [];
  const inner = word.slice(1, word.lastIndexOf('"'));
  for (const [, octal, escaped, plain] of inner.matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (escaped !== undefined) bytes.push(ESCAPES[escaped] ?? escaped.charCodeAt(0));
    else bytes.push(...Buffer.from(plain ?? ''));
  }
  return Buffer.from(bytes).toString('utf8').replace(/^b\//, '');
}

/**
 * Reads the output of `git diff -U0` line by line. Lines are counted as their hunk announces, so that an added line
 * that looks like a header is read as an added line.
 */
export async function* addedLines(diff: AsyncIterable<string>): AsyncGenerator<AddedLines, void, undefined> {
  let path: string | undefined;
  let lines: string[] = [];
  let numbers: number[] = [];
  let [removed, added, next] = [0, 0, 0];
  const taken = (): AddedLines | undefined => {
    const file = path !== undefined && lines.length > 0 ? { path, lines, numbers } : undefined;
    [lines, numbers] = [[], []];
    return file;
  };
  for await (const line of diff) {
    if (removed > 0 && line.startsWith('-')) {
      removed--;
    } else if (added > 0 && line.startsWith('+')) {
      added--;
      lines.push(line.slice(1).replace(/\r$/, ''));
      numbers.push(next++);
    } else if (line.startsWith('diff --git ')) {
      const file = taken();
      if (file !== undefined) yield file;
      path = undefined;
    } else if (line.startsWith('+++ ')) {
      path = nameInDiff(line.slice(4));
    } else {
      const hunk = HUNK.exec(line);
      if (hunk === null) continue;
      removed = Number(hunk[1] ?? 1);
      next = Number(hunk[2]);
      added = Number(hunk[3] ?? 1);
    }
  }
  const file = taken();
  if (file !== undefined) yield file;
}
