import { z } from 'zod';
import { inputError } from './errors.js';

/**
 * Returns the value as the schema outputs it.
 * @throws AirsError of kind `input` that names the field; zod's message has limits and types, never the value
 */
export function checkWith<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  field: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const limit = issue?.code === 'too_big' ? Number(issue.maximum) : undefined;
  throw inputError([field, ...(issue?.path ?? [])].join('.'), issue?.message ?? 'is not valid', limit);
}

const ScanId = z.guid();

/**
 * Checks a scan id.
 * @throws AirsError of kind `input` unless the id is a UUID, as scan ids are
 */
export function checkScanId(id: unknown, index: number): void {
  if (!ScanId.safeParse(id).success) throw inputError(`scanIds.${index}`, 'must be a UUID');
}

/**
 * Checks a report id.
 * @throws AirsError of kind `input` unless the id is `R` and a UUID, as report ids are
 */
export function checkReportId(id: unknown, index: number): void {
  const valid = typeof id === 'string' && id.startsWith('R') && ScanId.safeParse(id.slice(1)).success;
  if (!valid) throw inputError(`reportIds.${index}`, 'must be R followed by a UUID');
}

/** Returns every string in a value, for the check that no error message quotes them. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
