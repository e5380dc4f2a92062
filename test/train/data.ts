import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { AGENT_ATTACKS } from './agent-attacks.js';
import { ATTACKS } from './attacks.js';
import { HARD_NEGATIVES } from './hard-negatives.js';
import { ORDINARY, SYSTEM_PROMPTS } from './ordinary.js';
import { hashOf, type PackageFileKind, packageFiles, textOf } from './packages.js';

const ROOT = fileURLToPath(new URL('../../../shared/eval/', import.meta.url));
const DIRECTORIES = ['dev', 'dev2'] as const;
const Row = z.object({
  text: z.string(),
  source: z.string(),
  licence: z.string(),
  label: z.unknown(),
  slice: z.string().optional(),
  trainable: z.boolean().optional(),
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
  return DIRECTORIES.every((directory) => existsSync(`${ROOT}${directory}/injection.jsonl.gz`));
}

/** The rows of a set, in the order of the file. */
export function load(set: string): Sample[] {
  return DIRECTORIES.flatMap((directory) =>
    gunzipSync(readFileSync(`${ROOT}${directory}/${set}.jsonl.gz`))
      .toString('utf8')
      .split('\n'),
  )
    .filter((line) => line !== '')
    .map((line) => Row.parse(JSON.parse(line)))
    .filter(({ trainable }) => trainable !== false)
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

/** Slices whose rows carry no sign of an injection by themselves. */
const UNFIT = new Set(['indirect-unmarked', 'hackaprompt']);
/** Attacks whose language would become the label: no harmless texts come from the same place. */
const ONE_SIDED = new Set(['meta-llama/PurpleLlama']);
/** Texts about attacks, which a product may judge either way. */
const ARGUABLE = new Set(['security-quotes', 'system-prompt-guarded']);

/** Files of packages to learn from, by kind, and how much of each. */
const MOST_FILES: Readonly<Record<PackageFileKind, number>> = {
  source: 1500,
  readme: 220,
  changelog: 40,
  json: 120,
  docs: 450,
};
const MOST_CHARS = 8_000;
/** Packages are left out of training in so many groups. */
const PACKAGE_GROUPS = 5;

/** Everything that weights are derived from: permissive rows, files of packages and the texts of this folder. */
export function trainingSamples(): Sample[] {
  const attacks = load('injection').filter(
    (row) =>
      isPermissive(row.licence) &&
      !UNFIT.has(row.slice) &&
      !(row.slice === 'multilingual' && ONE_SIDED.has(row.origin)),
  );
  const harmless = load('benign').filter((row) => isPermissive(row.licence) && !ARGUABLE.has(row.slice));
  const personal = load('pii').filter((row, index) => isPermissive(row.licence) && index % 5 === 0);
  const settings = load('secrets').filter((row, index) => isPermissive(row.licence) && index % 3 === 0);
  const own = (texts: readonly string[], source: string, injection: boolean, slice = 'own'): Sample[] =>
    texts.map((text) => ({ text, source, origin: 'own', licence: 'MIT', slice, injection }));
  return [
    ...attacks,
    ...harmless,
    ...personal,
    ...settings,
    ...packageSamples(),
    ...own(HARD_NEGATIVES, 'hard-negatives', false),
    ...own(ORDINARY, 'ordinary', false),
    ...own(SYSTEM_PROMPTS, 'own-system-prompts', false, 'system-prompt'),
    ...own(ATTACKS, 'own-attacks', true),
    ...own(AGENT_ATTACKS, 'own-agent-attacks', true, 'own-agent'),
  ];
}

/** What installed packages under permissive licences ship, as harmless documents; read where they are, never copied. */
export function packageSamples(): Sample[] {
  const taken = new Map<PackageFileKind, number>();
  return packageFiles().flatMap((file): Sample[] => {
    const before = taken.get(file.kind) ?? 0;
    if (!isPermissive(file.licence) || before >= MOST_FILES[file.kind]) return [];
    taken.set(file.kind, before + 1);
    const text = textOf(file);
    const from = hashOf(file.path) % Math.max(1, text.length - MOST_CHARS);
    const origin = `packages ${hashOf(file.owner) % PACKAGE_GROUPS}`;
    return [
      {
        text: text.slice(from, from + MOST_CHARS),
        source: `node_modules:${file.kind}`,
        origin,
        licence: file.licence,
        slice: `package-${file.kind}`,
        injection: false,
      },
    ];
  });
}
