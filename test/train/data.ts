import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { ATTACKS } from './attacks.js';
import { HARD_NEGATIVES } from './hard-negatives.js';

const DIRECTORY = fileURLToPath(new URL('../../../shared/eval/dev/', import.meta.url));
const Row = z.object({
  text: z.string(),
  source: z.string(),
  licence: z.string(),
  label: z.unknown(),
  slice: z.string().optional(),
});

/** A text to learn from. */
export interface Sample {
  readonly text: string;
  readonly source: string;
  /** Sources that come from one place are left out of training together. */
  readonly origin: string;
  readonly licence: string;
  readonly slice: string;
  readonly injection: boolean;
}

/** Whether the rows to learn from are on this machine. */
export function hasData(): boolean {
  return existsSync(`${DIRECTORY}injection.jsonl.gz`);
}

/** The rows of a set, in the order of the file. */
export function load(set: string): Sample[] {
  return gunzipSync(readFileSync(`${DIRECTORY}${set}.jsonl.gz`))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Row.parse(JSON.parse(line)))
    .map(({ text, source, licence, slice }) => ({
      text,
      source,
      origin: source.startsWith('docs:') ? source : (source.split(':')[0] ?? source),
      licence,
      slice: slice ?? set,
      injection: set === 'injection',
    }));
}

/** Licences under which weights may be derived and shipped. */
export function isPermissive(licence: string): boolean {
  return (
    /\b(?:MIT|Apache-2\.0|BSD|CC-BY-4\.0|Unlicense)\b/.test(licence) && !/GPL|NC|none stated/.test(licence)
  );
}

/** Slices whose rows carry no sign of an injection by themselves, or whose language would become the label. */
const UNFIT = new Set(['indirect-unmarked', 'multilingual', 'hackaprompt']);

/** Everything that weights are derived from: permissive rows and the hard negatives of this folder. */
export function trainingSamples(): Sample[] {
  const attacks = load('injection').filter((row) => isPermissive(row.licence) && !UNFIT.has(row.slice));
  const harmless = load('benign').filter((row) => isPermissive(row.licence));
  const personal = load('pii').filter((row, index) => isPermissive(row.licence) && index % 4 === 0);
  const own = (texts: readonly string[], source: string, injection: boolean): Sample[] =>
    texts.map((text) => ({ text, source, origin: 'own', licence: 'MIT', slice: 'own', injection }));
  return [
    ...attacks,
    ...harmless,
    ...personal,
    ...own(HARD_NEGATIVES, 'hard-negatives', false),
    ...own(ATTACKS, 'own-attacks', true),
  ];
}
