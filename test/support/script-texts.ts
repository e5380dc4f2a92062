/** Texts of many scripts in shapes that ordinary content has, made from seeded numbers: alike in every run. */

const from = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));

const chance = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    // Mulberry32: one line, and good enough to mix characters.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
};

/** Any code point but surrogates. */
const anyPoints = (): readonly string[] => {
  const random = chance(7);
  return Array.from({ length: 5000 }, () => Math.floor(random() * 0x10ffff))
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
};

/** What words of a script are made of here. */
export const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  'Latin with marks': Array.from('aeinrstléèàüöñçãõâêîôûåæøščřžýáíóğış'),
  'Vietnamese marks': Array.from('ạảấầẩẫậắằẳẵặẹẻẽếềươăđ'),
  Cyrillic: from(0x430, 0x44f),
  Greek: from(0x3b1, 0x3c9),
  Arabic: from(0x627, 0x64a),
  Hebrew: from(0x5d0, 0x5ea),
  Devanagari: from(0x905, 0x939),
  Thai: from(0xe01, 0xe2e),
  CJK: from(0x4e00, 0x7fff),
  kana: from(0x3042, 0x30f0),
  Hangul: from(0xac00, 0xd7a3),
  emoji: from(0x1f300, 0x1f5ff),
  'box drawing': from(0x2500, 0x257f),
  'mathematical letters': from(0x1d400, 0x1d6a3),
  'combining marks': from(0x300, 0x36f),
  'private use': from(0xe000, 0xe0ff),
  'random code points': anyPoints(),
};

type Shape = (
  word: (length: number) => string,
  number: (length: number) => string,
  random: () => number,
) => string;

/** Pieces that a text of a shape is made of, one after the other. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  prose: (word, _number, random) => word(2 + Math.floor(random() * 8)) + (random() < 0.1 ? '. ' : ' '),
  runs: (word) => word(1).repeat(60),
  'runs with digits': (word, number) => word(1).repeat(60) + number(2),
  'words with digits': (word, number, random) =>
    `${word(5)} ${word(4)} ${word(6)} ${number(1 + Math.floor(random() * 6))} `,
  tables: (word, number) => `│ ${word(9)} │ ${word(7)} │ ${number(4)} │ ${number(2)} │\n`,
};

/** A text of at least so many UTF-16 units. */
export function scriptText(characters: readonly string[], shape: Shape, units: number): string {
  const random = chance(11);
  const pick = (): string => characters[Math.floor(random() * characters.length)] ?? '';
  const word = (length: number): string => Array.from({ length }, pick).join('');
  const number = (length: number): string =>
    Array.from({ length }, () => String(Math.floor(random() * 10))).join('');
  const pieces: string[] = [];
  for (let length = 0; length < units; ) {
    const piece = shape(word, number, random);
    pieces.push(piece);
    length += piece.length;
  }
  return pieces.join('');
}
