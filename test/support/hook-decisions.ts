/**
 * What becomes of a field: it is judged, or it is passed by decision. What is passed is an id or a name of a thing, sealed,
 * the name of a mode or a flag, a count, a time: then only what looks so is passed, and anything else there is judged. Or it
 * is the provider package's record of the exchange, or the application hands it on and no model reads it: then it is passed as
 * it is.
 */
export const DECISIONS = [
  'scanned',
  'id',
  'seal',
  'mode',
  'count',
  'time',
  'exchange',
  'application',
] as const;

export type HookDecision = (typeof DECISIONS)[number];

/** Paths of fields by what was decided on them. */
export type HookTable = Readonly<Partial<Record<HookDecision, readonly string[]>>>;

/** The rows of a table. */
export function rowsOf(table: HookTable): readonly (readonly [path: string, decision: HookDecision])[] {
  return DECISIONS.flatMap((decision) => (table[decision] ?? []).map((path) => [path, decision] as const));
}
