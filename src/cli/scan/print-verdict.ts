import { printable, type ScanResult } from '../../scan/index.js';
import { nextStepAfter } from '../scanner-choice.js';
import type { Look, Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { findingsIn } from './findings.js';
import { type FindPlace, placesIn } from './line-places.js';
import type { ScanEnd } from './verdict-code.js';

/** The most findings of one text that are listed. */
const MAX_LISTED = 50;

const LOOKS: Readonly<Record<ScanEnd, Look>> = {
  allow: 'green',
  warn: 'yellow',
  block: 'red',
  failed: 'red',
};

/** Returns the first line of a verdict: the end, the severity, and the categories. */
export function headline(terminal: Terminal, end: ScanEnd, result: ScanResult): string {
  const word = terminal.paint(LOOKS[end], end.toUpperCase());
  if (end === 'failed') return `${word}  ${printable(result.error ?? 'the scan was not complete', 300)}\n`;
  return `${word}  ${result.severity}  ${result.categories.map((name) => printable(name)).join(', ')}\n`;
}

/** Returns a row for each finding: its place, its detector, its label. */
export function findingRows(
  result: ScanResult,
  textOf: (field: string) => FindPlace | undefined,
  name?: string,
): string[][] {
  const all = findingsIn(result);
  const rows = all.slice(0, MAX_LISTED).map(({ detector, label, span }) => {
    const place = span && textOf(span.field)?.(span.start);
    const where =
      place === undefined ? (name ?? '-') : `${name ?? span?.field}:${place.line}:${place.column}`;
    const confidence = span?.confidence?.toFixed(2) ?? '';
    return [where, printable(detector), printable(label), confidence];
  });
  if (all.length > MAX_LISTED) rows.push([`and ${all.length - MAX_LISTED} more`]);
  return rows;
}

/** Prints one verdict in words. Never shows the text. */
export function printVerdict(
  terminal: Terminal,
  end: ScanEnd,
  result: ScanResult,
  texts: { readonly prompt?: string; readonly response?: string },
): void {
  terminal.out(headline(terminal, end, result));
  const rows = findingRows(result, (field) => {
    const text = field === 'prompt' ? texts.prompt : field === 'response' ? texts.response : undefined;
    return text === undefined ? undefined : placesIn(text);
  });
  terminal.out(textTable(rows));
  if (end === 'failed') {
    terminal.note(nextStepAfter(result));
    return;
  }
  const { scores, scanId, reportId } = result;
  const facts = [
    `by ${printable(result.source ?? 'the service')}`,
    `profile ${printable(result.profileName)}`,
    ...(scores?.injection === undefined ? [] : [`injection score ${scores.injection.toFixed(2)}`]),
    `${Math.round(result.latencyMs)} ms`,
    ...(result.source === 'local' || scanId === ''
      ? []
      : [`scan ${printable(scanId)}`, `report ${printable(reportId)}`]),
  ];
  terminal.out(`${terminal.paint('dim', facts.join(', '))}\n`);
}
