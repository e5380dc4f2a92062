import type { FoundUrl } from './find.js';
import { splitUrl } from './host.js';
import type { LoadsOfText } from './loads.js';

/** The fewest images in a row that spell a word. */
const LEAST = 3;

/** Text without words between two images in a row. */
const BETWEEN = /^[^\p{L}\p{N}]{0,24}$|^[^\p{L}\p{N}]{0,24}<img\s[^<>]{0,64}=["']?$/iu;

/**
 * Returns the offsets of addresses that spell a text: images in a row from one host, each named by a single character.
 * Numbered pictures do not count.
 */
export function spelledStarts(
  text: string,
  found: readonly FoundUrl[],
  { loadsAt }: LoadsOfText,
): ReadonlySet<number> {
  const spelled = new Set<number>();
  let row: { readonly url: FoundUrl; readonly name: string }[] = [];
  const close = (): void => {
    const names = row.map(({ name }) => name);
    const isNumbered = names.every((name) => /\d/.test(name)) && new Set(names).size === names.length;
    if (row.length >= LEAST && !isNumbered) for (const { url } of row) spelled.add(url.start);
    row = [];
  };
  for (const url of found) {
    const name = nameOf(url);
    const last = row.at(-1)?.url;
    const follows =
      last !== undefined && last.host === url.host && BETWEEN.test(text.slice(last.end, url.start));
    if (!follows || name === undefined) close();
    if (name !== undefined && loadsAt(url.start)) row.push({ url, name });
  }
  close();
  return spelled;
}

/** Returns the single character that names an image. */
function nameOf({ url }: FoundUrl): string | undefined {
  const { path, query } = splitUrl(url);
  const name = query === '' ? path.slice(path.lastIndexOf('/') + 1) : query.slice(query.lastIndexOf('=') + 1);
  return /^(%[0-9a-f]{2}|[^%.])(?:\.[a-z]{3,4})?$/i.exec(name)?.[1];
}
