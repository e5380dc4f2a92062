import { firstIndex } from '../../scan/index.js';

const FENCE = /^ {0,3}(`{3,}|~{3,})([^\n]*)$/;

/** Matches text that a reader of Markdown may take for HTML. Inside HTML the marks of code mean nothing. */
const MARKUP = /<[a-z!?/]/i;

/** A part of a text: UTF-16 offsets, half open, ascending in lists. */
type Part = readonly [start: number, end: number];

/**
 * Returns the parts of a Markdown text that are code, which is shown and not followed: lines between fences, and text
 * between backticks on a line. Nothing after the first HTML counts, because a block of HTML continues over lines that
 * look like a fence. Time is linear.
 */
export function codeParts(text: string): Part[] {
  const parts: Part[] = [];
  let fence: string | undefined;
  for (let from = 0; from <= text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const line = text.slice(from, to).replace(/\r$/, '');
    const [, marks = '', rest = ''] = FENCE.exec(line) ?? [];
    if (fence !== undefined) {
      parts.push([from, to]);
      if (marks.startsWith(fence) && rest.trim() === '') fence = undefined;
    } else if (marks !== '' && !(marks.startsWith('`') && rest.includes('`'))) fence = marks;
    else if (!addTicked(line, from, parts)) return parts;
    from = to + 1;
  }
  return parts;
}

/** Adds the text between runs of equally many backticks on a line. Returns false if HTML begins outside of them. */
function addTicked(line: string, from: number, parts: Part[]): boolean {
  let done = 0;
  let open: { readonly at: number; readonly count: number } | undefined;
  for (const { 0: ticks, index } of line.matchAll(/`+/g)) {
    if (open === undefined) {
      if (MARKUP.test(line.slice(done, index))) return false;
      // An escaped backtick opens nothing.
      if (line.charAt(index - 1) !== '\\') open = { at: index, count: ticks.length };
    } else if (open.count === ticks.length) {
      parts.push([from + open.at, from + index]);
      open = undefined;
      done = index + ticks.length;
    }
  }
  return !MARKUP.test(line.slice(done));
}

/** Tells whether an offset lies in one of the parts. */
export function liesIn(parts: readonly Part[], offset: number): boolean {
  const part = parts[firstIndex(parts.length, (index) => (parts[index]?.[1] ?? 0) > offset)];
  return part !== undefined && part[0] <= offset;
}
