import type { Fact } from '../../state/index.js';
import type { ScanMetadata } from '../check-context.js';
import type { Unit } from '../conversation/ranges.js';
import { createOwners } from '../conversation/unit-keys.js';

/** Makes the fact that is shared about a unit and the part before it. */
export type UnitFact = (unit: Unit) => Fact;

/** Makes the facts of one call. They depend on everything that the keys depend on. */
export function createUnitFacts(
  whose: ScanMetadata,
  whoseTool: (toolName: string) => ScanMetadata,
): UnitFact {
  const ownerOf = createOwners(whose, whoseTool);
  const contentOf = ({ part, text, threads }: Pick<Unit, 'part' | 'text' | 'threads'>): string => {
    const { kind, role, toolName = '' } = part;
    return JSON.stringify([ownerOf(part), kind, role, toolName, text, threads]);
  };
  return (unit) => ({
    id: unit.id,
    texts: [unit.before === undefined ? 'nothing' : contentOf(unit.before), contentOf(unit)],
    isCommon: unit.part.kind === 'system',
  });
}
