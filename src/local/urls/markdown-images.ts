/** The places of images in a Markdown text. */
export interface MarkdownImages {
  /** Offsets at which the address of an image begins: `![alt](address`. */
  readonly destinations: ReadonlySet<number>;
  /** Tells whether the address of a definition, `[label]: address`, is that of an image, by the text at hand. */
  isImageLabel(label: string): boolean;
}

/** The longest label. CommonMark allows 999 characters, but nobody writes that many. */
const MOST_LABEL = 300;

const STEP = /[\\[\]]|\n[ \t]{0,64}\n/g;

/**
 * Finds the images of a text, with brackets paired as in CommonMark. Escaped brackets do not count, and no pair crosses
 * a blank line. Time is linear in the text.
 */
export function markdownImages(text: string): MarkdownImages {
  const destinations = new Set<number>();
  const images = new Set<string>();
  const links = new Set<string>();
  const open: { readonly at: number; readonly isImage: boolean }[] = [];
  const step = new RegExp(STEP);
  for (let hit = step.exec(text); hit !== null; hit = step.exec(text)) {
    const { index } = hit;
    const char = hit[0];
    if (char === '\\') step.lastIndex = index + 2;
    else if (char === '[') {
      const isImage = text.charAt(index - 1) === '!' && text.charAt(index - 2) !== '\\';
      open.push({ at: index + 1, isImage });
    } else if (char !== ']') open.length = 0;
    else {
      const opened = open.pop();
      if (opened === undefined) continue;
      const next = text.charAt(index + 1);
      if (next === '(') {
        if (opened.isImage) destinations.add(addressAt(text, index + 2));
      } else if (next !== ':' || opened.isImage) {
        const own = next === '[' ? labelAt(text, index + 2) : '';
        const label = own === '' ? text.slice(opened.at, Math.min(index, opened.at + MOST_LABEL)) : own;
        (opened.isImage ? images : links).add(labelKey(label));
      }
    }
  }
  return {
    destinations,
    // A definition without references may have references in text that is still to come or is already gone.
    isImageLabel: (label) => images.has(labelKey(label)) || !links.has(labelKey(label)),
  };
}

const labelKey = (label: string): string =>
  label.slice(0, MOST_LABEL).trim().replaceAll(/\s+/g, ' ').toLowerCase();

function labelAt(text: string, from: number): string {
  const label = text.slice(from, from + MOST_LABEL);
  const end = label.indexOf(']');
  return end < 0 ? '' : label.slice(0, end);
}

/** Returns the beginning of an address after blanks, at most one line break, and a pointed bracket. */
function addressAt(text: string, from: number): number {
  const lead = /^[ \t]{0,32}(?:\r?\n[ \t]{0,32})?<?/.exec(text.slice(from, from + 70))?.[0] ?? '';
  return from + lead.length;
}
