import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { isFailedScan, printable } from '../../scan/index.js';
import type { OutLine } from '../batch/out-lines.js';
import { CommandError, EXIT, type ExitCode, wrongUsage } from '../exit-codes.js';
import { findingsIn } from '../scan/findings.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import type { ReportCommandOptions } from './command.js';

/** Runs `report`. Returns the exit code. */
export async function runReportCommand(
  terminal: Terminal,
  word: string,
  options: ReportCommandOptions,
): Promise<ExitCode> {
  if (options.html !== undefined && options.html === options.input)
    throw wrongUsage('--html would overwrite --input.');
  if (isFile(word)) return reportFile(terminal, word, options);
  if (/[/\\.]/.test(word))
    throw wrongUsage('There is no such file.', 'Name the OUT of a batch, or the id of a report.');
  if (options.input !== undefined)
    throw wrongUsage('--input goes with the output of a batch, not with the id of a report.');
  return reportById(terminal, word, options);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The most findings of one item that are named in its row. */
const MAX_NAMED = 4;

function itemRow({ index, id, result }: OutLine): string[] {
  const labels = [...new Set(findingsIn(result).map(({ detector, label }) => `${detector}/${label}`))];
  const named = labels.slice(0, MAX_NAMED).map((label) => printable(label));
  if (labels.length > MAX_NAMED) named.push(`and ${labels.length - MAX_NAMED} more`);
  const isFailed = isFailedScan(result);
  return [
    String(index),
    id === null ? '' : printable(String(id), 40),
    isFailed ? 'failed' : result.action,
    isFailed ? '' : result.severity,
    isFailed ? printable(result.error ?? '', 80) : named.join(', '),
  ];
}

async function reportFile(terminal: Terminal, out: string, options: ReportCommandOptions): Promise<ExitCode> {
  const { html, input, format, showContent, top } = options;
  if (html !== undefined) {
    const { writeBatchReport } = await import('./batch-report.js');
    await writeBatchReport({
      out,
      html,
      top,
      ...(input !== undefined && { input }),
      ...(format !== undefined && { format }),
      ...(showContent !== undefined && { showContent }),
    });
    terminal.note('The page is written.');
    return EXIT.ok;
  }
  if (input !== undefined || showContent === true)
    throw wrongUsage('Content is shown in a page only: add --html FILE.');
  const { collectOutput } = await import('./collect.js');
  const { tally, severities, worst } = await collectOutput(out, top);
  const { allow, warn, block, failed } = tally.counts;
  terminal.out(
    `${tally.items.toLocaleString('en')} items: ${allow} allow, ${warn} warn, ${block} block, ${failed} failed\n`,
  );
  terminal.out(`${[...severities].map(([name, count]) => `${name} ${count}`).join(', ')}\n`);
  const categories = [...tally.categories].sort((a, b) => b[1] - a[1]);
  if (categories.length > 0) {
    terminal.out(`\n${terminal.paint('bold', 'Categories')}\n`);
    terminal.out(textTable(categories.map(([name, count]) => [printable(name), String(count).padStart(8)])));
  }
  if (worst.length > 0) {
    terminal.out(`\n${terminal.paint('bold', 'Worst items')}\n`);
    terminal.out(textTable([['item', 'id', 'action', 'severity', 'findings'], ...worst.map(itemRow)]));
  }
  return EXIT.ok;
}

async function reportById(terminal: Terminal, id: string, options: ReportCommandOptions): Promise<ExitCode> {
  const { Scanner } = await import('../../airs/index.js');
  const { SERVICE_REPORT_HEAD, serviceReportRows } = await import('./service-report.js');
  const client = new Scanner(options.region === undefined ? {} : { region: options.region });
  const reports = await client.queryByReportIds([id]).finally(() => client.close());
  if (reports.length === 0) {
    throw new CommandError(
      EXIT.failed,
      'The service knows no report by this id.',
      'Look at the id and the region; reports of the embedded engine are not kept.',
    );
  }
  if (options.json === true) {
    terminal.out(`${JSON.stringify(reports, undefined, 2)}\n`);
    return EXIT.ok;
  }
  const sections = reports.map((report) => ({
    title: `Report ${printable(report.report_id ?? id)}, scan ${printable(report.scan_id ?? '')}`,
    rows: serviceReportRows(report),
  }));
  if (options.html !== undefined) {
    const { labelHtml, markup, pageHtml, tableHtml } = await import('./html.js');
    const body = sections.map(
      ({ title, rows }) => markup`<h1>${labelHtml(title)}</h1>${tableHtml(SERVICE_REPORT_HEAD, rows)}`,
    );
    await writeFile(options.html, pageHtml('airs-guardrails report', body), { mode: 0o600 });
    terminal.note('The page is written.');
    return EXIT.ok;
  }
  for (const { title, rows } of sections) {
    terminal.out(`${terminal.paint('bold', title)}\n`);
    terminal.out(
      rows.length === 0 ? '  No detector reports anything.\n' : textTable([SERVICE_REPORT_HEAD, ...rows]),
    );
  }
  return EXIT.ok;
}
