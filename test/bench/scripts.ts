// The embedded engine by script: CPU for each character, as a multiple of what English prose takes in the same run.
import { localScanner, sensitiveData } from 'airs-guardrails/local';
import { SCRIPTS, SHAPES, scriptText } from '../support/script-texts.js';
import { prose } from './texts.js';

const UNITS = 8000;
const ROUNDS = 15;
/** How many times English prose a script may take. */
const AIM = 4;

const detector = sensitiveData();
const balanced = localScanner();
const strict = localScanner({ profile: 'strict' });

const entries: Readonly<Record<string, (text: string) => unknown>> = {
  find: (text) => detector.find(text),
  'stream by 20': (text) => {
    const stream = detector.stream();
    for (let at = 0; at < text.length; at += 20) stream.push(text.slice(at, at + 20));
    stream.end();
  },
  balanced: (text) => balanced.scan({ prompt: text }),
  strict: (text) =>
    strict.scan({ prompt: text, response: text, toolEvent: { metadata: TOOL, output: text } }),
};

const TOOL = { ecosystem: 'mcp', method: 'tools/call', server_name: 'bench' } as const;
const english = prose.slice(20_000, 20_000 + UNITS);
let worst = 0;

console.log(
  `\nembedded engine by script, CPU for each character against English prose (aim: at most ${AIM}x)`,
);
console.log(
  `  ${''.padEnd(42)}${Object.keys(entries)
    .map((name) => name.padStart(14))
    .join('')}`,
);

/** Median microseconds of CPU that each text takes, the texts in turns. */
async function costs(run: (text: string) => unknown, texts: readonly string[]): Promise<readonly number[]> {
  const taken = texts.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [place, text] of texts.entries()) {
      const start = process.cpuUsage();
      await run(text);
      const { user, system } = process.cpuUsage(start);
      taken[place]?.push((user + system) / text.length);
    }
  }
  return taken.map((list) => list.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0);
}

const texts = Object.entries(SCRIPTS).flatMap(([script, characters]) =>
  Object.entries(SHAPES).map(([shape, piece]) => ({
    name: `${script}, ${shape}`,
    text: scriptText(characters, piece, UNITS),
  })),
);
// What the first texts need for the first time is not theirs alone.
for (const run of Object.values(entries))
  await costs(run, [english, ...texts.slice(0, 10).map(({ text }) => text)]);

for (const { name, text } of texts) {
  const ratios: number[] = [];
  for (const run of Object.values(entries)) {
    const [base = 1, cost = 0] = await costs(run, [english, text]);
    ratios.push(cost / base);
  }
  worst = Math.max(worst, ...ratios);
  const cells = ratios.map((ratio) => `${ratio.toFixed(2)}x${ratio > AIM ? ' !' : '  '}`.padStart(14));
  console.log(`  ${name.padEnd(42)}${cells.join('')}`);
}
console.log(`  worst: ${worst.toFixed(2)}x`);
