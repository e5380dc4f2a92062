import type { CharacterClasses } from './character-classes.js';
import { CHARACTER, FAIL, MATCH, type Program, SPLIT } from './program.js';

/**
 * The open paths through a program at one place of a text, in the order in which a backtracking engine would try them.
 * For each path it keeps the state and the start in the text. No state is in it twice.
 */
export class Threads {
  readonly #program: Program;
  readonly #marks: Int32Array;
  readonly #pending: Int32Array;
  readonly #states: Int32Array;
  readonly #starts: Int32Array;
  #mark = 0;
  /** The number of threads. */
  size = 0;
  /** The place of the thread that has reached the end of the program, or -1. */
  match = -1;
  /** The number of states ever entered. */
  work = 0;

  constructor(program: Program) {
    const count = program.ops.length;
    this.#program = program;
    this.#marks = new Int32Array(count);
    this.#pending = new Int32Array(2 * count + 2);
    this.#states = new Int32Array(count);
    this.#starts = new Int32Array(count);
  }

  /** Returns the start of a thread in the text. */
  startOf(index: number): number {
    return this.#starts[index] ?? 0;
  }

  clear(): void {
    this.size = 0;
    this.match = -1;
    this.#mark += 1;
    if (this.#mark < 0x7fffffff) return;
    this.#marks.fill(0);
    this.#mark = 1;
  }

  /** Adds the paths that continue from a state, after the existing ones. */
  add(state: number, start: number): void {
    const { ops, first, second } = this.#program;
    const pending = this.#pending;
    const marks = this.#marks;
    const mark = this.#mark;
    let size = this.size;
    let depth = 1;
    pending[0] = state;
    while (depth > 0) {
      depth -= 1;
      const at = pending[depth] ?? 0;
      if (marks[at] === mark) continue;
      marks[at] = mark;
      this.work += 1;
      const op = ops[at];
      if (op === SPLIT) {
        pending[depth] = second[at] ?? 0;
        pending[depth + 1] = first[at] ?? 0;
        depth += 2;
      } else if (op !== FAIL) {
        if (op === MATCH) this.match = size;
        this.#states[size] = at;
        this.#starts[size] = start;
        size += 1;
      }
    }
    this.size = size;
  }

  /** Returns the classes with which the paths from a state begin, or undefined if one of them ends at once. */
  entered(state: number): number[] | undefined {
    this.clear();
    this.add(state, 0);
    if (this.match >= 0) return undefined;
    const states = Array.from(this.#states.subarray(0, this.size));
    return [...new Set(states.map((at) => this.#program.first[at] ?? 0))];
  }

  /** Moves the first `count` threads of another set over a character, and adds those that accept it. */
  follow(from: Threads, count: number, code: number, classes: CharacterClasses): void {
    const { ops, first, second } = this.#program;
    const states = from.#states;
    const marks = this.#marks;
    for (let thread = 0; thread < count; thread += 1) {
      const state = states[thread] ?? 0;
      if (ops[state] !== CHARACTER) continue;
      const next = second[state] ?? 0;
      if (marks[next] !== this.#mark && classes.has(first[state] ?? 0, code))
        this.add(next, from.#starts[thread] ?? 0);
    }
  }
}
