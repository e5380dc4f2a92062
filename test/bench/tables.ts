// The tables of the pages, from what this run has measured.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { figure } from './measure.js';

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/** Sections that the tables are made of. */
export const TABLED = ['guard', 'stream', 'local'] as const;

const root = new URL('../../', import.meta.url);

function time(us: number): string {
  if (us >= 1_000) return `${(us / 1000).toFixed(1)} ms`;
  return `${us.toFixed(us < 10 ? 1 : 0)} us`;
}

/** A row of what takes the place of something else: its time without, with, and their ratio. */
function against(what: string, title: string, without: string, guarded: string): string {
  const [from, to] = [figure(`${title}: ${without}`), figure(`${title}: ${guarded}`)];
  return `| ${what} | ${time(from)} | ${time(to)} | ${(to / from).toFixed(1)}x |`;
}

const signed = (ms: number): string => {
  const rounded = Math.round(ms);
  return `${rounded < 0 ? '-' : '+'}${Math.abs(rounded).toLocaleString('en-US')} ms`;
};
const STREAM = '200 chunks of 20 characters, 5 ms apart';

function callRows(): readonly string[] {
  return [
    against(
      '`generateText`, instant model and scanner, 2 scans',
      'generateText, instant scanner',
      'bare wrapLanguageModel',
      'guarded, new prompt (2 scans)',
    ),
    against(
      '`streamText`, 200 chunks at once, instant scanner',
      'streamText, 200 chunks, instant scanner',
      'bare wrapLanguageModel',
      'guarded (2 scans)',
    ),
    against(
      'the same beside a stage that changes nothing',
      'streamText, 200 chunks, instant scanner',
      'a TransformStream that changes nothing',
      'guarded (2 scans)',
    ),
    against(
      'LangChain `invoke`, instant model and scanner, 2 scans',
      'LangChain invoke, instant scanner',
      'bare chat model',
      'guardChatModel, new prompt (2 scans)',
    ),
    against(
      'LangChain `stream`, 200 chunks at once, instant scanner',
      'LangChain stream, 200 chunks, instant scanner',
      'bare chat model',
      'guardChatModel (2 scans)',
    ),
    against(
      'one scan over loopback HTTP: bare `fetch`, and `Scanner.syncScan` (signed, checked, parsed)',
      'one scan over loopback HTTP',
      'bare fetch, same body and server',
      'Scanner.syncScan (signed, checked, parsed)',
    ),
  ];
}

function streamRow(shown: string, name: string, leaked: number): string {
  const of = (what: string) => figure(`${STREAM}, ${name}: ${what}`);
  return `| ${shown} | ${signed(of('first'))} | ${signed(of('last'))} | ${of('scans')} | ${of('times').toFixed(1)}x | ${leaked} |`;
}

function streamRows(): readonly string[] {
  const leaked = (mode: string) =>
    Math.max(figure(`leaked, ${mode}, shifted by 0`), figure(`leaked, ${mode}, shifted by 5`));
  return [
    streamRow('`verify`', 'verify, final scan full (default)', leaked('verify')),
    streamRow("`verify`, `finalScan: 'off'`", 'verify, final scan off', leaked('verify')),
    streamRow('`buffer`', 'buffer', leaked('buffer')),
    streamRow('`observe`', 'observe', leaked('observe')),
  ];
}

function engineRows(): readonly string[] {
  const speed = (text: string, task: string) => figure(`embedded engine, ${text}: ${task}`).toFixed(0);
  const both = (what: string, text: string) =>
    `| ${what} | ${speed(text, 'personal data and secrets')} MB/s | ${speed(text, 'everything, balanced (with injection, URLs)')} MB/s |`;
  const prompt = (units: number, task: string) =>
    time(figure(`embedded engine, a prompt of ${units} characters: ${task}`));
  const cold = (what: string) => `${figure(`cold start: ${what}`).toFixed(1)}x \`import 'zod'\``;
  const stream = figure('embedded engine, a stream of 200 chunks of 20 characters: StreamingRedactor') / 200;
  return [
    both('clean prose', 'prose'),
    both('code', 'code'),
    both('markdown', 'markdown'),
    both('chat logs with times', 'chats'),
    both('a finding every 120 characters', 'dense'),
    ...[200, 2000].map(
      (units) =>
        `| a prompt of ${units} characters | ${prompt(units, 'personal data and secrets')} | ${prompt(units, 'localScanner().scan')} |`,
    ),
    `| a stream, per chunk of 20 characters | ${time(stream)} | |`,
    `| a cold start: import and first scan, CPU | ${cold('the same and the first stream')} (\`local/dlp\`, a stream) | ${cold('the same and the first scan')} |`,
    `| a block list of a million domains | | loaded in ${figure('a million domains: seconds to load').toFixed(1)} s, ${time(figure('a look-up in a million domains: domainSet, with suffixes'))} a look-up |`,
  ];
}

const table = (head: string, rows: readonly string[]): string => {
  const columns = head.split('|').length - 2;
  return [head, `|${' --- |'.repeat(columns)}`, ...rows].join('\n');
};

/** Puts text between the markers of a page. @throws where the page has none */
function put(page: string, text: string): void {
  const file = fileURLToPath(new URL(page, root));
  const old = readFileSync(file, 'utf8');
  const [begin, end] = [old.indexOf(BEGIN), old.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${page} has no place for tables`);
  writeFileSync(file, `${old.slice(0, begin + BEGIN.length)}\n${text}\n${old.slice(end)}`);
  console.log(`${page} has new tables`);
}

/** Writes the tables of README and of the page of the benches. */
export function writeTables(machine: string): void {
  const calls = table('| | without | with | |', callRows());
  const streams = table(
    '| mode | first text | last text | scans | text scanned | of a violation got out, characters |',
    streamRows(),
  );
  const engine = table('| the embedded engine | personal data and secrets | everything |', engineRows());
  const about = `Measured by \`npm run bench -- --readme\`: ${machine}, the built package.`;
  const long =
    'A stream of 200 chunks, 5 ms apart, with a scanner that takes 50 ms (the answer alone), against the same without a guard at the same time:';
  put('README.md', `${long}\n\n${streams}\n\n${calls}\n\n${about}`);
  const local = `With the embedded engine the first text comes ${figure('first text later with the embedded engine').toFixed(0)} ms later. 10 MB of a stream take ${figure('10 MB of a stream, MB of memory').toFixed(0)} MB of memory.`;
  put('test/bench/README.md', `${about}\n\n${calls}\n\n${long}\n\n${streams}\n\n${local}\n\n${engine}`);
}
