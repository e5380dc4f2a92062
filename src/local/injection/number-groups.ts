/** Writes groups of numbers for a generated module: in base 36, separated by commas, with blanks between groups. */
export function writeGroups(groups: readonly (readonly number[])[]): string {
  return groups.map((group) => group.map((number) => number.toString(36)).join()).join(' ');
}

const COMMA = 44;
const BLANK = 32;

/** Reads the output of `writeGroups`. An empty group has no numbers. */
export function readGroups(text: string): number[][] {
  const groups: number[][] = [];
  let group: number[] = [];
  let number = 0;
  let digits = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : BLANK;
    if (code !== COMMA && code !== BLANK) {
      number = number * 36 + (code < 58 ? code - 48 : code - 87);
      digits += 1;
      continue;
    }
    if (digits > 0) group.push(number);
    number = 0;
    digits = 0;
    if (code === COMMA) continue;
    groups.push(group);
    group = [];
  }
  return groups;
}
