import { CharacterClasses } from './character-classes.js';
import { isInsidePair } from './expression.js';
import type { Assertion, PatternNode } from './pattern-node.js';
import { PatternError } from './pattern-syntax.js';
import { type Program, ProgramBuilder } from './program.js';
import { RequiredLiteral } from './required-literal.js';
import type { CompiledRule, Expression, Match } from './rule.js';
import { Threads } from './threads.js';

/** The most states that a look-around may enter, counted as its width times its size. */
const MAX_LOOK = 20_000;

/** An assertion, and the way to test it. */
type Check =
  | { readonly kind: 'boundary'; readonly wordClass: number }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly wanted: boolean; readonly run: Automaton };

/** A program with two sets of threads, which are used in turn. */
interface Automaton {
  readonly program: Program;
  readonly now: Threads;
  readonly next: Threads;
}

/**
 * Runs a pattern as a finite automaton, all paths side by side (Pike's virtual machine, without captures). It finds the
 * same matches as a backtracking engine, in time proportional to the text's length and the pattern's size, whatever
 * they are. https://swtch.com/~rsc/regexp/regexp2.html
 */
export class NfaExpression implements Expression {
  readonly #unicode: boolean;
  readonly #ahead: number;
  readonly #body: Automaton;
  readonly #before: readonly Check[];
  readonly #after: readonly Check[];
  readonly #classes: CharacterClasses;
  /** Classes with which a match can begin, or undefined if a match can be empty. */
  readonly #leading: readonly number[] | undefined;
  /** 1 for each ASCII character with which a match can begin. */
  readonly #leadingAscii: Uint8Array;
  readonly #literal: RequiredLiteral | undefined;
  readonly #automata: Automaton[] = [];

  /** @throws PatternError for a pattern that is too large */
  constructor(rule: CompiledRule) {
    const { parsed, flags, ahead } = rule;
    const builder = new ProgramBuilder();
    const automaton = (node: PatternNode, reversed = false): Automaton => {
      const program = builder.build(node, reversed);
      const made = { program, now: new Threads(program), next: new Threads(program) };
      this.#automata.push(made);
      return made;
    };
    const check = ({ kind, node, width }: Assertion): Check =>
      kind === 'boundary'
        ? { kind, wordClass: builder.classOf('\\w') }
        : {
            kind: 'look',
            ahead: kind === 'ahead' || kind === 'notAhead',
            wanted: kind === 'ahead' || kind === 'behind',
            run: bounded(width, automaton(node, kind === 'behind' || kind === 'notBehind')),
          };
    this.#unicode = flags.includes('u');
    this.#ahead = ahead;
    this.#literal = RequiredLiteral.of(rule);
    this.#body = automaton(parsed.body);
    this.#before = parsed.before.map(check);
    this.#after = parsed.after.map(check);
    this.#classes = new CharacterClasses(builder.classes, flags);
    this.#leading = this.#body.now.entered(this.#body.program.start);
    this.#leadingAscii = Uint8Array.from({ length: 128 }, (_, code) =>
      this.#leading?.some((number) => this.#classes.has(number, code)) === false ? 0 : 1,
    );
  }

  /** The number of states entered so far. Only tests need it, to bound the work. */
  get work(): number {
    return this.#automata.reduce((sum, { now, next }) => sum + now.work + next.work, 0);
  }

  search(text: string, from: number): Match | undefined {
    return this.#find(text, this.#unicode && isInsidePair(text, from) ? from + 1 : from, text.length);
  }

  matchAt(text: string, index: number): string | undefined {
    if (this.#unicode && isInsidePair(text, index)) return undefined;
    return this.#find(text, index, index)?.text;
  }

  isBeginning(text: string, index: number): boolean {
    if (index >= text.length || (this.#unicode && isInsidePair(text, index))) return false;
    if (!this.#holds(this.#before, text, index)) return false;
    const { program } = this.#body;
    let { now, next } = this.#body;
    now.clear();
    now.add(program.start, index);
    let matched = now.match >= 0;
    let at = index;
    while (at < text.length) {
      // The rule must also see the text after this match.
      if (matched && at + this.#ahead > text.length) return true;
      if (now.size === 0) return false;
      const code = this.#codeAt(text, at);
      next.clear();
      next.follow(now, now.size, code, this.#classes);
      matched = next.match >= 0;
      at += widthOf(code);
      [now, next] = [next, now];
    }
    return matched ? this.#ahead > 0 || now.size > 1 : now.size > 0;
  }

  firstBeginning(text: string, from: number): number {
    let { now, next } = this.#body;
    let first = text.length;
    let at = this.#unicode && isInsidePair(text, from) ? from + 1 : from;
    now.clear();
    while (at < text.length) {
      if (this.#mayBegin(text, at) && this.#holds(this.#before, text, at))
        now.add(this.#body.program.start, at);
      if (now.match >= 0 && at + this.#ahead > text.length) first = Math.min(first, now.startOf(now.match));
      const code = this.#codeAt(text, at);
      next.clear();
      next.follow(now, now.size, code, this.#classes);
      at += widthOf(code);
      [now, next] = [next, now];
    }
    // The threads are in the order in which they began.
    const open = now.match === 0 && this.#ahead === 0 ? 1 : 0;
    return open < now.size ? Math.min(first, now.startOf(open)) : first;
  }

  /** Returns the first match that starts from `from` on and at `last` at the latest. */
  #find(text: string, from: number, last: number): Match | undefined {
    const { program } = this.#body;
    let { now, next } = this.#body;
    let start = -1;
    let end = -1;
    let at = from;
    let literal = -1;
    now.clear();
    for (;;) {
      if (start < 0 && at <= last) {
        if (literal < at && this.#literal !== undefined) literal = this.#literal.next(text, at);
        const earliest = this.#literal?.earliest(literal) ?? at;
        if (now.size === 0) {
          if (earliest > last) break;
          // An index inside a pair is moved back by one, so that the pair is read as one character.
          if (earliest > at) at = this.#unicode && isInsidePair(text, earliest) ? earliest - 1 : earliest;
          at = this.#nextStart(text, at, last);
        }
        const wanted = at >= earliest && this.#mayBegin(text, at);
        if (wanted && this.#holds(this.#before, text, at)) now.add(program.start, at);
      }
      if (now.size === 0 && (start >= 0 || at >= last)) break;
      const code = at < text.length ? this.#codeAt(text, at) : -1;
      // Threads after a match in the order are only tried if the match fails.
      const settled = now.match >= 0 && this.#holds(this.#after, text, at);
      if (settled) {
        start = now.startOf(now.match);
        end = at;
      }
      if (code < 0) break;
      next.clear();
      next.follow(now, settled ? now.match : now.size, code, this.#classes);
      at += widthOf(code);
      [now, next] = [next, now];
    }
    return start < 0 ? undefined : { start, text: text.slice(start, end) };
  }

  /** Returns the first index from `from` on at which a match may begin by its first character, at most `last`. */
  #nextStart(text: string, from: number, last: number): number {
    let at = from;
    while (at < last && !this.#mayBegin(text, at)) at += widthOf(this.#codeAt(text, at));
    return Math.min(at, last);
  }

  #mayBegin(text: string, at: number): boolean {
    if (this.#leading === undefined) return true;
    if (at >= text.length) return false;
    const unit = text.charCodeAt(at);
    if (unit < 128) return this.#leadingAscii[unit] === 1;
    const code = this.#codeAt(text, at);
    return this.#leading.some((number) => this.#classes.has(number, code));
  }

  #holds(checks: readonly Check[], text: string, at: number): boolean {
    return checks.every((check) => {
      if (check.kind === 'boundary') {
        const isWord = (code: number): boolean => code >= 0 && this.#classes.has(check.wordClass, code);
        return isWord(this.#codeBefore(text, at)) !== isWord(this.#codeAt(text, at));
      }
      return this.#accepts(check.run, text, at, check.ahead) === check.wanted;
    });
  }

  /** Tells whether the automaton matches from an index on, forwards or backwards. */
  #accepts({ program, ...threads }: Automaton, text: string, from: number, ahead: boolean): boolean {
    let { now, next } = threads;
    now.clear();
    now.add(program.start, from);
    let at = from;
    while (now.match < 0 && now.size > 0) {
      const code = ahead ? this.#codeAt(text, at) : this.#codeBefore(text, at);
      if (code < 0) return false;
      next.clear();
      next.follow(now, now.size, code, this.#classes);
      at += ahead ? widthOf(code) : -widthOf(code);
      [now, next] = [next, now];
    }
    return now.match >= 0;
  }

  /** Returns the character at an index, or -1 at the end. */
  #codeAt(text: string, at: number): number {
    if (at >= text.length) return -1;
    return (this.#unicode ? text.codePointAt(at) : text.charCodeAt(at)) ?? -1;
  }

  /** Returns the character that ends at an index, or -1 at the start. */
  #codeBefore(text: string, at: number): number {
    if (at <= 0) return -1;
    return this.#codeAt(text, this.#unicode && isInsidePair(text, at - 1) ? at - 2 : at - 1);
  }
}

/**
 * Checks the size of a look-around and returns its automaton.
 * @throws PatternError for a look-around that is too expensive to try at each character of a text
 */
function bounded(width: number, automaton: Automaton): Automaton {
  if (width * automaton.program.ops.length > MAX_LOOK)
    throw new PatternError(
      'has a look-around that is too large: it may be tried at each character; write smaller bounds',
    );
  return automaton;
}

const widthOf = (code: number): number => (code > 0xffff ? 2 : 1);
