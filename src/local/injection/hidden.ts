import type { Payload } from './payload.js';
import { unseenText } from './unseen-symbols.js';

/** The most characters of a hidden run that are read. */
const LONGEST = 16_384;
/** The fewest indicators of a run. Ordinary texts have shorter ones: a row of flags, a rule of dots and dashes. */
const FEWEST_INDICATORS = 10;
const FEWEST_SIGNS = 12;

const INDICATORS = /[\u{1f1e6}-\u{1f1ff}](?:[ \u200b]{0,2}[\u{1f1e6}-\u{1f1ff}])+/gu;
const MORSE = /[.\u00b7-]{1,6}(?:[ /|]{1,3}[.\u00b7-]{1,6})+/gu;

const MORSE_LETTERS = new Map(
  'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----.'
    .split(' ')
    .map((entry) => [entry.slice(1), entry.slice(0, 1)] as const),
);

/**
 * Finds texts in characters that nobody sees or reads as letters: those that `unseenText` reads, letters as regional
 * indicators, and Morse. Linear in the text.
 */
export function hiddenRuns(text: string): Payload[] {
  const runs: Payload[] = [];
  const add = (expression: RegExp, read: (run: string) => string | undefined): void => {
    for (const { index, 0: run } of text.matchAll(expression)) {
      const decoded = read(run.slice(0, LONGEST));
      if (decoded !== undefined && /[\p{L}]{3}/u.test(decoded))
        runs.push({ start: index, end: index + run.length, decoded });
    }
  };
  // ASCII texts have neither of the first two, and most texts have no Morse.
  if (/[^\0-\x7f]/.test(text)) {
    const unseen = unseenText(text);
    if (unseen !== undefined) runs.push(unseen);
    add(INDICATORS, fromIndicators);
  }
  if (text.includes('-') && text.includes('.')) add(MORSE, fromMorse);
  return runs;
}

function fromIndicators(run: string): string | undefined {
  const letters = [...run].map((char) => {
    const point = char.codePointAt(0) ?? 0;
    return point >= 0x1f1e6 ? String.fromCharCode(point - 0x1f1e6 + 97) : ' ';
  });
  return letters.length < FEWEST_INDICATORS ? undefined : letters.join('');
}

function fromMorse(run: string): string | undefined {
  const signs = run.replaceAll('\u00b7', '.').split(/( {2,}| ?[/|] ?| )/);
  if (signs.length < FEWEST_SIGNS * 2) return undefined;
  let letters = '';
  for (const [index, sign] of signs.entries()) {
    if (index % 2 === 1) letters += sign === ' ' ? '' : ' ';
    else letters += MORSE_LETTERS.get(sign) ?? '';
  }
  return letters.length < FEWEST_SIGNS ? undefined : letters;
}
