import { CharacterSets, includesSign, SIGNS } from '../../src/local/matcher/character-sets.js';
import type { PatternNode } from '../../src/local/matcher/pattern-node.js';
import type { MarkLead } from '../../src/local/matcher/regions.js';

/** The lengths of a tree's matches, and where its first mark stands if every match has one. */
interface Extent {
  readonly shortest: number;
  readonly longest: number;
  readonly lead: MarkLead | undefined;
}

/**
 * Where the first place of a pattern stands at which nothing but one of some ASCII characters can: from there a match is
 * looked for backwards. Undefined where not every match has such a place.
 */
export function markLeadOf(body: PatternNode, chars: string, flags: string): MarkLead | undefined {
  const sets = new CharacterSets();
  const isMark = (source: string): boolean => {
    const set = sets.charactersOf(source, flags);
    const signs = Array.from({ length: SIGNS }, (_, sign) => sign).filter((sign) => includesSign(set, sign));
    return signs.length > 0 && signs.every((sign) => sign < 128 && chars.includes(String.fromCharCode(sign)));
  };
  return extentOf(body, isMark, flags.includes('u') ? 2 : 1).lead;
}

function extentOf(node: PatternNode, isMark: (source: string) => boolean, unit: number): Extent {
  const inner = (child: PatternNode): Extent => extentOf(child, isMark, unit);
  switch (node.kind) {
    case 'char':
      return isMark(node.source)
        ? { shortest: 1, longest: 1, lead: { least: 0, most: 0 } }
        : { shortest: 1, longest: unit, lead: undefined };
    case 'sequence':
      return node.items.map(inner).reduce(joined, { shortest: 0, longest: 0, lead: undefined });
    case 'choice':
      return node.options.map(inner).reduce(either);
    case 'repeat': {
      const { shortest, longest, lead } = inner(node.item);
      return {
        shortest: shortest * node.min,
        longest: longest * node.max,
        lead: node.min === 0 ? undefined : lead,
      };
    }
  }
}

function joined(one: Extent, next: Extent): Extent {
  const behind = next.lead && {
    least: one.shortest + next.lead.least,
    most: one.longest + next.lead.most,
  };
  return {
    shortest: one.shortest + next.shortest,
    longest: one.longest + next.longest,
    lead: one.lead ?? behind,
  };
}

function either(one: Extent, other: Extent): Extent {
  return {
    shortest: Math.min(one.shortest, other.shortest),
    longest: Math.max(one.longest, other.longest),
    lead: one.lead &&
      other.lead && {
        least: Math.min(one.lead.least, other.lead.least),
        most: Math.max(one.lead.most, other.lead.most),
      },
  };
}

/** Whether a match of a tree may hold a blank. */
export function mayHoldBlank(node: PatternNode, sets: CharacterSets, flags: string): boolean {
  switch (node.kind) {
    case 'char':
      return includesSign(sets.charactersOf(node.source, flags), BLANK);
    case 'repeat':
      return mayHoldBlank(node.item, sets, flags);
    case 'choice':
      return node.options.some((option) => mayHoldBlank(option, sets, flags));
    case 'sequence':
      return node.items.some((item) => mayHoldBlank(item, sets, flags));
  }
}

const BLANK = 32;
