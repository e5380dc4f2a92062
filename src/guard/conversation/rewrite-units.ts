import { refusalOf } from '../errors.js';
import type { Decision } from '../policy/decision.js';
import type { Direction } from '../policy/effects.js';
import type { Redaction } from '../policy/redacted-span.js';
import { writeRedactions } from '../segments/segments.js';
import type { Known } from './prompt-memory.js';
import { chainsOf, type Range, segmentsOf, textOf, type Unit, unitedRedactions } from './ranges.js';

/** Makes a decision from what is known of a unit. */
export function asDecision({ part }: Unit, { outcome, reason, result, redactions }: Known): Decision {
  const direction: Direction = part.kind === 'words' || part.kind === 'system' ? 'prompt' : 'tool';
  return { direction, outcome, text: '', result, redactions, ...(reason !== undefined && { reason }) };
}

/**
 * Returns the refusal of a range, if there is one. The policy refuses it, or a finding lies in a place that cannot be
 * rewritten.
 */
export function refusedOf(range: Range, decision: Decision): Decision | undefined {
  if (decision.outcome === 'block') return decision;
  // This write is repeated later, together with all other findings.
  if (writeRedactions(segmentsOf(range), decision.redactions)) return undefined;
  return { ...decision, outcome: 'block', text: '', redactions: [], reason: 'redaction_failed' };
}

/**
 * Writes the replacements of each unit to its segments. Words are written as one text, every other unit by itself.
 * @returns whether anything was written
 * @throws GuardrailViolationError if a replacement cannot be written
 */
export function rewriteUnits(
  units: readonly Unit[],
  known: (unit: Unit) => Known | undefined,
  placeholder: (unit: Unit, found: Redaction, text: string) => string,
): boolean {
  let rewritten = false;
  for (const group of chainsOf(units)) {
    const redactions = unitedRedactions(group, (unit) =>
      (known(unit)?.redactions ?? []).map((found) => ({
        ...found,
        placeholder: placeholder(unit, found, foundText(unit, found)),
      })),
    );
    if (redactions.length === 0) continue;
    const segments = group.flatMap(({ part }) => part.segments);
    if (!writeRedactions(segments, redactions)) {
      const [unit, why] = firstOf(group, known);
      throw refusalOf({
        ...asDecision(unit, why),
        outcome: 'block',
        redactions: [],
        reason: 'redaction_failed',
      });
    }
    rewritten = true;
  }
  return rewritten;
}

function foundText(unit: Unit, { start, end }: Redaction): string {
  const text = textOf([unit]);
  const from = text.length - unit.text.length;
  return text.slice(from + start, from + end);
}

/** Returns the first unit with a replacement. There must be one. */
function firstOf(units: readonly Unit[], known: (unit: Unit) => Known | undefined): [Unit, Known] {
  for (const unit of units) {
    const found = known(unit);
    if (found !== undefined && found.redactions.length > 0) return [unit, found];
  }
  throw new RangeError('Nothing is replaced in these units');
}
