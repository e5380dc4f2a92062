import { isFailedScan, type ScanRequest, SEVERITIES } from '../../scan/index.js';
import type { OutLine } from '../batch/out-lines.js';
import { findingsIn } from '../scan/findings.js';
import { categoryChart, severityChart } from './chart.js';
import type { Collected } from './collect.js';
import { type Html, labelHtml, markup, pageHtml, tableHtml } from './html.js';
import { type FindSensitive, type ShownPiece, shownTexts } from './shown-text.js';

/** The parts that a page is made from. */
export interface PageParts {
  readonly collected: Collected;
  /** The requests of the worst items by their index. They are absent if no input was given. */
  readonly requests?: ReadonlyMap<number, ScanRequest>;
  /** Finds the data to replace. It is absent if content is shown unchanged. */
  readonly find?: FindSensitive;
  readonly madeAt: Date;
}

const MAX_CATEGORIES = 20;
/** The number of the worst items that are open, so that a printed page shows what matters. */
const OPEN_ITEMS = 5;

/** Makes the page of a batch. */
export function batchPage({ collected, requests, find, madeAt }: PageParts): string {
  const { tally, severities } = collected;
  const { allow, warn, block, failed } = tally.counts;
  const card = (name: string, count: number): Html =>
    markup`<div class="card"><b>${count.toLocaleString('en')}</b>${name}</div>`;
  const categories = [...tally.categories].sort((a, b) => b[1] - a[1]).slice(0, MAX_CATEGORIES);
  return pageHtml('airs-guardrails report', [
    markup`<h1>What was found</h1>
<p class="quiet">Made ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC by airs-guardrails. ${contentNote(requests, find)}</p>`,
    markup`<section class="cards" aria-label="Totals">${[
      card('items', tally.items),
      card('allow', allow),
      card('warn', warn),
      card('block', block),
      card('failed', failed),
    ]}</section>`,
    markup`<h2>By severity</h2>${tableHtml(
      ['Severity', 'Items'],
      SEVERITIES.toReversed().map((severity) => [severity, severities.get(severity) ?? 0]),
    )}`,
    markup`<h2>Findings over ${collected.isTime ? 'time' : 'the input'}</h2>${severityChart(collected)}`,
    markup`<h2>By category</h2>${categories.length === 0 ? markup`<p>No detector fired.</p>` : categoryTable(collected, categories)}`,
    markup`<h2>Worst items</h2>${collected.worst.length === 0 ? markup`<p>Nothing was found.</p>` : collected.worst.map((line, index) => itemHtml(line, index < OPEN_ITEMS, requests?.get(line.index), find))}`,
  ]);
}

function contentNote(requests: PageParts['requests'], find: FindSensitive | undefined): string {
  if (requests === undefined) return 'It holds no content.';
  return find === undefined
    ? 'It shows content as it is: keep it as you keep the content.'
    : 'Sensitive data in the content is replaced by labels.';
}

function categoryTable(collected: Collected, categories: readonly (readonly [string, number])[]): Html {
  const shown = SEVERITIES.filter((severity) => severity !== 'SAFE');
  const rows = categories.map(([name, count]) => [
    labelHtml(name),
    count,
    ...shown.map((severity) => collected.severitiesOf.get(name)?.get(severity) ?? 0),
    categoryChart(collected, name),
  ]);
  return tableHtml(['Category', 'Items', ...shown, collected.isTime ? 'Over time' : 'Over the input'], rows);
}

function itemHtml(
  line: OutLine,
  isOpen: boolean,
  request: ScanRequest | undefined,
  find: FindSensitive | undefined,
): Html {
  const { id, index, result, at } = line;
  const end = isFailedScan(result) ? 'failed' : result.action;
  const name = id === null ? `item ${index}` : `item ${index}, id ${id}`;
  const rows = findingsIn(result)
    .slice(0, 100)
    .map(({ detector, label, span }) => [
      labelHtml(detector),
      labelHtml(label),
      span === undefined ? '' : labelHtml(`${span.field} ${span.start} to ${span.end}`),
      span?.confidence?.toFixed(2) ?? '',
    ]);
  const facts = [
    `profile ${result.profileName}`,
    ...(result.scanId === '' ? [] : [`scan ${result.scanId}`]),
    ...(result.reportId === '' ? [] : [`report ${result.reportId}`]),
    ...(at === undefined ? [] : [at]),
  ];
  return markup`<details${isOpen ? markup` open` : ''}><summary><span class="badge ${end}">${end}</span> ${end === 'failed' ? '' : result.severity} ${labelHtml(name)} <span class="quiet">${labelHtml(result.error ?? result.categories.join(', '))}</span></summary>
${request === undefined ? '' : shownTexts(request, result, find).map((text) => markup`<p class="quiet">${text.field}</p>${text.withheld === undefined ? markup`<pre>${text.pieces.map(pieceHtml)}</pre>` : markup`<p class="gap">Not shown: ${text.withheld}.</p>`}`)}
${rows.length === 0 ? '' : tableHtml(['Detector', 'Label', 'Place', 'Confidence'], rows)}
<p class="quiet">${labelHtml(facts.join(', '), 600)}</p></details>`;
}

function pieceHtml(piece: ShownPiece): Html {
  if (piece.kind === 'replaced') return markup`<mark class="replaced">[${labelHtml(piece.label)}]</mark>`;
  if (piece.kind === 'gap')
    return markup`<span class="gap"> (${piece.chars.toLocaleString('en')} characters left out) </span>`;
  if (piece.kind === 'plain') return markup`${piece.text}`;
  return markup`<mark title="${labelHtml(piece.label ?? '')}">${piece.text}</mark>`;
}
