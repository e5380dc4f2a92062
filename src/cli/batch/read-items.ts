import { wrongUsage } from '../exit-codes.js';
import { decoded, splitLines } from '../split-lines.js';
import type { InputFormat } from './command.js';
import { type CsvRecord, openCsvReader } from './csv-records.js';
import { type InputItem, ITEM_FIELDS, itemOf } from './item.js';

/** An item, and the part of the input that it was made from: the line itself, or the cells of a record. */
export interface ReadItem extends InputItem {
  readonly source: string;
}

/** The most UTF-16 code units of one item: four times what the service takes in one scan. */
const MAX_ITEM_CHARS = 8 * 1024 * 1024;

/** Yields the items of an input one by one. Only one piece and one item are in memory at a time. */
export function readItems(
  bytes: AsyncIterable<Buffer | Uint8Array>,
  format: InputFormat,
): AsyncGenerator<ReadItem, void, undefined> {
  const pieces = decoded(bytes);
  return format === 'csv' ? fromCsv(pieces) : fromLines(pieces);
}

async function* fromLines(pieces: AsyncIterable<string>): AsyncGenerator<ReadItem, void, undefined> {
  for await (const line of splitLines(pieces, MAX_ITEM_CHARS)) {
    if ('isTooLong' in line) {
      yield { id: null, problem: `is longer than ${MAX_ITEM_CHARS} characters`, source: '' };
      continue;
    }
    const text = line.text.trim();
    if (text !== '') yield { ...fromJson(text), source: text };
  }
}

function fromJson(text: string): InputItem {
  try {
    return itemOf(JSON.parse(text));
  } catch {
    // The parser's message quotes the line.
    return { id: null, problem: 'is not JSON' };
  }
}

/** The field of each column, or undefined for a column that no request has. */
type Columns = readonly (string | undefined)[];

async function* fromCsv(pieces: AsyncIterable<string>): AsyncGenerator<ReadItem, void, undefined> {
  const reader = openCsvReader(MAX_ITEM_CHARS);
  let columns: Columns | undefined;
  const read = (record: CsvRecord): ReadItem | undefined => {
    if (columns === undefined) {
      const head = headOf(record);
      columns = head.columns;
      if (head.isHead) return undefined;
    }
    return rowItem(record, columns);
  };
  for await (const piece of pieces) {
    for (const record of reader.push(piece)) {
      const item = read(record);
      if (item !== undefined) yield item;
    }
  }
  for (const record of reader.end()) {
    const item = read(record);
    if (item !== undefined) yield item;
  }
}

/**
 * Returns the columns from the first record. A single column without a known name holds prompts, beginning with the
 * first record.
 * @throws CommandError if none of several columns is known
 */
function headOf(record: CsvRecord): { readonly columns: Columns; readonly isHead: boolean } {
  const names = 'cells' in record ? record.cells : [];
  const columns = names.map((name) => ITEM_FIELDS.get(name.trim().toLowerCase().replaceAll('_', '')));
  if (columns.some((column) => column !== undefined && column !== 'id')) return { columns, isHead: true };
  if (columns.length <= 1) return { columns: ['prompt'], isHead: false };
  throw wrongUsage(
    'No column of the CSV is known.',
    'Its first line must name columns, such as: id,prompt,response (see airs-guardrails batch --help).',
  );
}

function rowItem(record: CsvRecord, columns: Columns): ReadItem {
  if ('problem' in record) return { id: null, problem: record.problem, source: '' };
  const { cells } = record;
  const source = JSON.stringify(cells);
  const values: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index];
    if (column === undefined || cell === undefined || cell === '') continue;
    values[column] = cell;
  }
  if (cells.length > columns.length) {
    return {
      id: itemOf({ ...values, prompt: 'x' }).id,
      problem: `has ${cells.length} cells for ${columns.length} columns`,
      source,
    };
  }
  for (const column of ['toolEvent', 'agentMeta']) {
    const cell = values[column];
    if (typeof cell !== 'string') continue;
    try {
      values[column] = JSON.parse(cell);
    } catch {
      return {
        id: itemOf({ ...values, [column]: undefined, prompt: 'x' }).id,
        problem: `${column}: is not JSON`,
        source,
      };
    }
  }
  return { ...itemOf(values), source };
}
