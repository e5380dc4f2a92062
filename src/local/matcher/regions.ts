import { CharacterSets } from './character-sets.js';
import type { CompiledRule, Trigger } from './rule.js';
import { masksOf, mayBegin, type SignMasks } from './sign-masks.js';
import type { StartVisitor } from './starts.js';
import { meter } from './work-meter.js';

/**
 * Called with a part of the text in which matches of a rule may start and end. The parts of one rule come in order and
 * do not touch.
 */
export type RegionVisitor = (rule: CompiledRule, start: number, end: number) => void;

const ASCII = 128;

/**
 * The furthest distance of a trigger character in front of the match (`Trigger`'s promise). It may also stand in the
 * match.
 */
const CHAR_LEAD = 2;

/**
 * Rules with the same trigger characters. With `inside`, only characters between two letters, digits, `_` or `-` count.
 */
export interface CharRules {
  readonly chars: string;
  readonly inside: boolean;
  readonly rules: readonly CompiledRule[];
}

/** How many characters before its first mark a match begins, at least and at most. */
export interface MarkLead {
  readonly least: number;
  readonly most: number;
}

/** Returns the trigger characters of a rule, if it has any. */
export function marksOf(trigger: Trigger | undefined): string | undefined {
  if (trigger === undefined) return undefined;
  return 'chars' in trigger ? trigger.chars : 'inside' in trigger ? trigger.inside : undefined;
}

/** A rule whose matches begin at a known distance before one of its characters. */
interface MarkedRule {
  readonly rule: CompiledRule;
  readonly lead: MarkLead;
  readonly masks: SignMasks;
  /** The number of the rule among all of them. */
  readonly number: number;
}

/** A group in two parts: rules with a known distance, and rules that need a search around the character. */
interface CharGroup {
  readonly inside: boolean;
  readonly marked: readonly MarkedRule[];
  readonly searched: readonly CompiledRule[];
}

/** Finds all trigger characters in one pass. */
export class CharIndex {
  readonly #groups: readonly CharGroup[];
  /** The groups that each ASCII character triggers, and the number of them. */
  readonly #byCode: readonly (readonly number[])[];
  readonly #triggers = new Uint8Array(ASCII);
  #count = 0;

  constructor(groups: readonly CharRules[]) {
    const sets = new CharacterSets();
    this.#groups = groups.map(({ inside, rules }) => {
      const marked: MarkedRule[] = [];
      const searched: CompiledRule[] = [];
      for (const rule of rules) {
        const lead = leadOf(rule);
        if (lead === undefined) searched.push(rule);
        else marked.push({ rule, lead, masks: masksOf([rule], sets), number: this.#count++ });
      }
      return { inside, marked, searched };
    });
    this.#byCode = Array.from({ length: ASCII }, (_, code) =>
      groups.flatMap(({ chars }, index) => (chars.includes(String.fromCharCode(code)) ? [index] : [])),
    );
    for (const [code, having] of this.#byCode.entries()) this.#triggers[code] = having.length;
  }

  /**
   * Visits the places at which a match may begin by one of the characters. For some rules it visits parts of the text
   * around the character.
   */
  visit(text: string, from: number, region: RegionVisitor, start: StartVisitor): void {
    if (this.#groups.length === 0) return;
    const triggers = this.#triggers;
    const pending: (RegionMerger | undefined)[] = [];
    const nexts = new Int32Array(this.#count).fill(from);
    for (let index = Math.max(0, from - CHAR_LEAD); index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= ASCII || triggers[code] === 0) continue;
      const isInside =
        index > 0 &&
        index + 1 < text.length &&
        isWord(text.charCodeAt(index - 1)) &&
        isWord(text.charCodeAt(index + 1));
      for (const number of this.#byCode[code] ?? []) {
        const group = this.#groups[number];
        if (group === undefined || (group.inside && !isInside)) continue;
        for (const marked of group.marked) visitMarked(text, index, marked, nexts, start);
        if (group.searched.length === 0) continue;
        const merger = pending[number] ?? new RegionMerger(group.searched, from, text.length, region);
        pending[number] = merger;
        for (let rule = 0; rule < group.searched.length; rule += 1)
          merger.add(rule, index, index + 1 + CHAR_LEAD);
      }
    }
    if (meter !== undefined) meter.steps += text.length - Math.max(0, from - CHAR_LEAD);
    for (const merger of pending) merger?.flush();
  }
}

/** Visits, once each, the places at which a match may begin whose first mark is at an index. */
function visitMarked(
  text: string,
  index: number,
  { rule, lead, masks, number }: MarkedRule,
  nexts: Int32Array,
  start: StartVisitor,
): void {
  const last = index - lead.least;
  let at = Math.max(nexts[number] ?? 0, index - lead.most);
  if (meter !== undefined) meter.comparisons += Math.max(0, last + 1 - at);
  for (; at <= last; at += 1) if (mayBegin(masks, text, at)) start(rule, at);
  nexts[number] = Math.max(nexts[number] ?? 0, at);
}

/**
 * Returns the distance for a built-in pattern. Rules of an application are searched for, because trying them at each
 * place may cost more.
 */
function leadOf({ rule, facts }: CompiledRule): MarkLead | undefined {
  if (marksOf(rule.trigger) === undefined || facts === undefined || facts.lead < 0) return undefined;
  return { least: facts.least, most: facts.lead };
}

/** Tells whether a character is a letter, a digit, `_` or `-`. The missing character before and after a text is not. */
function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 95
  );
}

/** Widens the places of each rule by the length of a match, and unites those that overlap. */
class RegionMerger {
  readonly #starts: number[];
  readonly #ends: number[];
  readonly #rules: readonly CompiledRule[];
  readonly #from: number;
  readonly #to: number;
  readonly #visit: RegionVisitor;

  constructor(rules: readonly CompiledRule[], from: number, to: number, visit: RegionVisitor) {
    this.#rules = rules;
    this.#from = from;
    this.#to = to;
    this.#visit = visit;
    this.#starts = rules.map(() => -1);
    this.#ends = rules.map(() => -1);
  }

  add(index: number, start: number, end: number): void {
    const length = this.#rules[index]?.length ?? 0;
    const widened = Math.max(this.#from, start - length);
    if (widened > (this.#ends[index] ?? -1)) {
      this.#emit(index);
      this.#starts[index] = widened;
    }
    this.#ends[index] = Math.min(this.#to, end + length);
  }

  flush(): void {
    for (let index = 0; index < this.#rules.length; index += 1) this.#emit(index);
  }

  #emit(index: number): void {
    const rule = this.#rules[index];
    const start = this.#starts[index] ?? -1;
    if (rule !== undefined && start >= 0) this.#visit(rule, start, this.#ends[index] ?? start);
    this.#starts[index] = -1;
  }
}
