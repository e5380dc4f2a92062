import { codeParts, liesIn } from './code-parts.js';
import { type FoundUrl, findUrls } from './find.js';
import { type MarkdownImages, markdownImages } from './markdown-images.js';

/** Tells whether addresses in a text are fetched without a click when the text is shown. */
export interface LoadsOfText {
  /**
   * Tells whether an address is fetched without a click.
   * @param start UTF-16 offset of the address
   */
  loadsAt(start: number): boolean;
}

/** How far before an address its markup may begin, in UTF-16 units. */
const LOOK_BACK = 640;

const QUOTE = '(?:["\'`]|&quot;|&#0{0,3}(?:34|39);|\\\\["\'])?\\s{0,4}';
const MARKUP: readonly RegExp[] = [
  // Attributes of HTML and SVG that load in any element, and lists of several addresses.
  `(?:^|[\\s"'/\`;])(?:src|srcset|imagesrcset|poster|background|data|lowsrc|dynsrc|xlink:href|ping)\\s{0,4}=\\s{0,4}${QUOTE}$`,
  '(?:^|[\\s"\'/`;])(?:image)?srcset\\s{0,4}=\\s{0,4}["\'`]?[^"\'`<>]{0,600},\\s{0,8}$',
  // Elements whose `href` loads.
  `<(?:link|image|use|feimage|base)\\b(?:(?!<a\\b|</)[^]){0,600}href\\s{0,4}=\\s{0,4}${QUOTE}$`,
  // Style sheets.
  `(?:^|[^\\w.$])(?:url|src)\\(\\s{0,4}${QUOTE}$`,
  `image-set\\(\\s{0,4}${QUOTE}$`,
  '@import\\s{1,8}["\']$',
  // A page that moves on by itself.
  `;\\s{0,8}url\\s{0,4}=\\s{0,4}${QUOTE}$`,
  // Images of BBCode, reStructuredText and AsciiDoc.
  '\\[img(?:[= ][^\\]\\n]{0,40})?\\]\\s{0,4}$',
  '\\.\\. (?:image|figure)::\\s{1,8}$',
  '(?:^|[^\\w])image::?$',
].map((source) => new RegExp(source, 'i'));

/** Characters directly before an address in markup. */
const LEAD = '("\'`=;:<,]>) \t\n';

/** The beginnings of an address without a scheme. Browsers accept slashes in both directions. */
const SLASHES = ['//', '\\\\'];

/** Characters of markup directly before an address, including those of quotation mark entities. */
const BEFORE = '("\'`=<;,:';

/** The longest address without a scheme that is examined. */
const MOST_ADDRESS = 8192;

/** Reads the markup of a text. A part that needs a pass over the whole text is made at first use. */
export function loadsOf(text: string): LoadsOfText {
  let images: MarkdownImages | undefined;
  let code: ReturnType<typeof codeParts> | undefined;
  const isMarkup = (start: number): boolean => {
    const lead = text.charAt(start - 1);
    if (lead === '' || !LEAD.includes(lead)) return false;
    images ??= markdownImages(text);
    if (images.destinations.has(start)) return true;
    const label = definedLabel(text, start);
    if (label !== undefined) return images.isImageLabel(label);
    const before = text.slice(Math.max(0, start - LOOK_BACK), start);
    return MARKUP.some((markup) => markup.test(before));
  };
  return {
    loadsAt(start) {
      if (!isMarkup(start)) return false;
      code ??= codeParts(text);
      return !liesIn(code, start);
    },
  };
}

/** Returns the label of the definition whose address begins at an offset: `[label]: address`. */
function definedLabel(text: string, start: number): string | undefined {
  const before = text.slice(Math.max(0, start - 400), start).replace(/\s*<?$/, '');
  if (!before.endsWith(']:')) return undefined;
  const open = before.lastIndexOf('[', before.length - 3);
  return open < 0 ? undefined : before.slice(open + 1, -2);
}

/**
 * Returns the addresses of a text together with those that markup loads without a scheme (`![](//host/x)`), in order.
 * Time is linear in the text.
 */
export function withLoadedHosts(
  text: string,
  found: readonly FoundUrl[],
  { loadsAt }: LoadsOfText,
): FoundUrl[] {
  const added: FoundUrl[] = [];
  for (const start of SLASHES.flatMap((slashes) => schemelessStarts(text, slashes))) {
    if (!loadsAt(start)) continue;
    const piece = /^[^\s"'<>`|^]{2,}/.exec(text.slice(start, start + MOST_ADDRESS))?.[0] ?? '';
    const [url] = findUrls(`https:${piece}`);
    if (url?.start !== 0) continue;
    added.push({ ...url, start, end: start + url.end - 'https:'.length });
  }
  if (added.length === 0) return [...found];
  const covers = (url: FoundUrl): boolean =>
    added.some(({ start, end }) => start < url.end && url.start < end);
  return [...found.filter((url) => !covers(url)), ...added].sort((a, b) => a.start - b.start);
}

/** Returns the offsets of two slashes with which an address may begin. */
function schemelessStarts(text: string, slashes: string): number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(slashes); at >= 0; at = text.indexOf(slashes, at + 2)) {
    let from = at - 1;
    while (at - from < 6 && text.charCodeAt(from) <= 32) from--;
    const before = text.charAt(from);
    // Directly after a colon, the slashes are the rest of a scheme.
    if (before === '' || !BEFORE.includes(before) || (before === ':' && from === at - 1)) continue;
    // Slashes before a blank begin a comment of code.
    const next = text.charCodeAt(at + 2);
    if (next > 0xa0 || /\w/.test(text.charAt(at + 2))) starts.push(at);
  }
  return starts;
}
