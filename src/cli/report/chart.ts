import { SEVERITIES } from '../../scan/index.js';
import type { Collected, TimeStretch } from './collect.js';
import { type Html, labelHtml, markup } from './html.js';

const WIDTH = 900;
const GAP = 2;

/** Returns the beginning of a stretch in words. */
function beginOf({ isTime }: Collected, { from }: TimeStretch): string {
  return isTime ? `${new Date(from).toISOString().slice(0, 19).replace('T', ' ')} UTC` : `item ${from}`;
}

/**
 * Draws findings over time by severity, with one column for each stretch. Harmless items are left out, because they
 * would hide all others.
 */
export function severityChart(collected: Collected): Html {
  const height = 160;
  const shown = SEVERITIES.filter((severity) => severity !== 'SAFE');
  const totals = collected.stretches.map((stretch) =>
    shown.reduce((sum, name) => sum + (stretch.severities.get(name) ?? 0), 0),
  );
  const most = Math.max(1, ...totals);
  const column = columnWidth(collected);
  const columns = collected.stretches.flatMap((stretch) => {
    let y = height;
    return shown.flatMap((severity) => {
      const count = stretch.severities.get(severity) ?? 0;
      if (count === 0) return [];
      const bar = Math.max(1, (count / most) * (height - 4));
      y -= bar;
      return [
        markup`<rect class="${severity}" x="${xOf(collected, stretch)}" y="${y.toFixed(1)}" width="${column}" height="${bar.toFixed(1)}"><title>${beginOf(collected, stretch)}: ${count} ${severity}</title></rect>`,
      ];
    });
  });
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Findings over time, by severity; at most ${most} in one column">
<line class="axis" x1="0" y1="${height}" x2="${WIDTH}" y2="${height}"></line>${columns}</svg>
<p class="quiet">${scaleText(collected)} ${shown.map((name) => markup`<span class="legend"><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="${name}" width="10" height="10"></rect></svg> ${name}</span> `)}</p>`;
}

/** Draws one category over time. */
export function categoryChart(collected: Collected, category: string): Html {
  const height = 28;
  const counts = collected.stretches.map((stretch) => stretch.categories.get(category) ?? 0);
  const most = Math.max(1, ...counts);
  const bars = collected.stretches.flatMap((stretch, index) => {
    const count = counts[index] ?? 0;
    if (count === 0) return [];
    const bar = Math.max(1, (count / most) * height);
    return [
      markup`<rect class="bar" x="${xOf(collected, stretch)}" y="${(height - bar).toFixed(1)}" width="${columnWidth(collected)}" height="${bar.toFixed(1)}"><title>${beginOf(collected, stretch)}: ${count}</title></rect>`,
    ];
  });
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${labelHtml(category)} over time">${bars}<line class="axis" x1="0" y1="${height}" x2="${WIDTH}" y2="${height}"></line></svg>`;
}

function span({ stretches, width }: Collected): number {
  const [first, last] = [stretches[0], stretches.at(-1)];
  return first === undefined || last === undefined ? width : last.from - first.from + width;
}

function columnWidth(collected: Collected): string {
  return Math.max(1, (collected.width / span(collected)) * WIDTH - GAP).toFixed(1);
}

function xOf(collected: Collected, { from }: TimeStretch): string {
  const first = collected.stretches[0]?.from ?? 0;
  return (((from - first) / span(collected)) * WIDTH).toFixed(1);
}

function scaleText(collected: Collected): string {
  const { stretches, isTime, width } = collected;
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (first === undefined || last === undefined) return '';
  const unit = isTime ? `${width / 1_000} s` : `${width} items`;
  return `From ${beginOf(collected, first)} to ${beginOf(collected, last)}, ${unit} a column.`;
}
