import { localScanner, sensitiveData } from 'airs-guardrails/local';
import { describe, expect, it } from 'vitest';
import { type Work, workOf } from '../../src/local/matcher/work-meter.js';
import { atTurn, isFull } from '../support/extent.js';
import { SCRIPTS, SHAPES, scriptText } from '../support/script-texts.js';

/** What the engine counts by itself, and the characters that were looked at one by one. */
type Counts = Work & { read: number };

const READERS = ['charCodeAt', 'codePointAt', 'charAt'] as const;

/** The work of a task: that of the matcher as it counts itself, and characters read from anywhere in the engine. */
function countedWork(task: () => unknown): Counts {
  let read = 0;
  const originals = READERS.map((name) => String.prototype[name]);
  for (const [place, name] of READERS.entries()) {
    const original = originals[place] as (this: string, index: number) => never;
    String.prototype[name] = function (this: string, index: number): never {
      read += 1;
      return original.call(this, index);
    };
  }
  try {
    const work = workOf(task);
    return { ...work, read };
  } finally {
    for (const [place, name] of READERS.entries())
      String.prototype[name] = originals[place] as (index: number) => never;
  }
}

const total = ({ steps, candidates, comparisons, tries, searched, read }: Counts): number =>
  steps + candidates + comparisons + tries + searched + read;

const detector = sensitiveData();
const scanners = { balanced: localScanner(), strict: localScanner({ profile: 'strict' }) };
const tool = { ecosystem: 'mcp', method: 'tools/call', server_name: 'test' } as const;

const stream =
  (size: number) =>
  (text: string): void => {
    const redactor = detector.stream();
    for (let at = 0; at < text.length; at += size) redactor.push(text.slice(at, at + size));
    redactor.end();
  };

const FIELDS: Readonly<Record<string, (text: string) => object>> = {
  prompt: (prompt) => ({ prompt }),
  response: (response) => ({ response }),
  codePrompt: (codePrompt) => ({ codePrompt }),
  codeResponse: (codeResponse) => ({ codeResponse }),
  'tool input': (input) => ({ toolEvent: { metadata: tool, input } }),
  'tool output': (output) => ({ toolEvent: { metadata: tool, output } }),
};

const ENTRIES: Readonly<Record<string, (text: string) => unknown>> = {
  find: (text) => detector.find(text),
  'a stream of single characters': stream(1),
  'a stream by 20': stream(20),
  'a stream by 1000': stream(1000),
  ...Object.fromEntries(
    Object.entries(scanners).flatMap(([profile, scanner]) =>
      // A scan of the embedded engine is done before it gives its promise.
      Object.entries(FIELDS).map(([field, request]) => [
        `a ${profile} scan of a ${field}`,
        (text: string) => void scanner.scan(request(text)),
      ]),
    ),
  ),
};

const ENGLISH = Array.from({ length: 12 }, (_, turn) =>
  [
    `The committee met on Tuesday for the ${turn + 3} time and agreed that the new library should open before the autumn.`,
    'Most of the people who wrote to us asked for longer hours, a quiet room for reading and a place to leave their bicycles.',
    'It will cost a little more than was planned, but the council has promised to pay for the roof and the windows.',
  ].join(' '),
).join('\n\n');

const UNITS = 1500;
/** How many times the work on English prose a character of any script may take. */
const MOST = 6;

const perCharacter = (run: (text: string) => unknown, text: string): number =>
  total(countedWork(() => run(text))) / text.length;

/** The scripts with their places, by which they take turns with the shapes. */
const scripts = Object.keys(SCRIPTS).map((script, turn) => [script, turn] as const);
const shapes = Object.values(SHAPES);
const entries = Object.entries(ENTRIES).map(([entry, run], place) => [entry, run, place] as const);

describe.each(entries)('the work on each character: %s', (_entry, run, place) => {
  // Expressions and tables are made at first use, which is no work on a text.
  run(ENGLISH);
  const english = perCharacter(run, ENGLISH.slice(0, UNITS));

  it.each(scripts)('of %s is a small multiple of that of English prose', (script, turn) => {
    for (const shape of atTurn(shapes, isFull, turn + place, shapes.length)) {
      const text = scriptText(SCRIPTS[script] ?? [], shape, UNITS);
      run(text);
      expect(perCharacter(run, text) / english).toBeLessThan(MOST);
    }
  });
});

describe('the work on a text', () => {
  it.each(scripts)('of %s grows with its length', (script, turn) => {
    for (const shape of atTurn(shapes, isFull, turn, shapes.length)) {
      for (const run of [ENTRIES['find'], ENTRIES['a stream by 20'], ENTRIES['a strict scan of a prompt']]) {
        if (run === undefined) throw new Error('an entry is missing');
        // A stream holds all that it ever holds at once from some 3,000 units on: marks between digits are not counted.
        const [small = 0, ...larger] = [4000, 8000, 16_000, 32_000].map((units) =>
          perCharacter(run, scriptText(SCRIPTS[script] ?? [], shape, units)),
        );
        for (const work of larger) expect(work).toBeLessThan(small * 1.5 + 1);
      }
    }
  });

  it('of many words of a context near many numbers grows with its length', () => {
    for (const piece of ['tel 12 ', 'passport no 1 ', 'телефон 12 ', '电话12', '전화번호 1 ']) {
      const [small = 0, ...larger] = [1000, 4000, 16_000].map((units) =>
        perCharacter((text) => detector.find(text), piece.repeat(units / piece.length)),
      );
      for (const work of larger) expect(work).toBeLessThan(small * 1.5 + 1);
    }
  });

  it('is counted in a run that holds nothing', () => {
    const { steps, read } = countedWork(() => detector.find('─'.repeat(1000)));
    expect(steps).toBeGreaterThan(500);
    expect(read).toBeGreaterThan(500);
  });
});
