import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import type { BatchCommandOptions } from './command.js';
import type { VerdictTally } from './tally.js';

/** Prints the result of a run in a table. */
export function summarise(
  terminal: Terminal,
  tally: VerdictTally,
  { out }: BatchCommandOptions,
  before: number,
): void {
  const { allow, warn, block, failed } = tally.counts;
  const share = (count: number): string =>
    tally.items === 0 ? '' : `${((count * 100) / tally.items).toFixed(1)} %`;
  const rows = (['allow', 'warn', 'block', 'failed'] as const).map((name) => {
    const count = { allow, warn, block, failed }[name];
    return [name, count.toLocaleString('en').padStart(10), share(count).padStart(7)];
  });
  const found = [...tally.categories].sort((a, b) => b[1] - a[1]).slice(0, 12);
  terminal.note(
    `${tally.items.toLocaleString('en')} items${before > 0 ? `, ${before.toLocaleString('en')} of them from before` : ''}`,
  );
  terminal.note(textTable(rows).trimEnd());
  if (found.length > 0) {
    terminal.note('Categories');
    terminal.note(
      textTable(found.map(([name, count]) => [name, count.toLocaleString('en').padStart(10)])).trimEnd(),
    );
  }
  if (failed > 0 && out !== '-') terminal.note('Each failed item says why under result.error of its line.');
}
