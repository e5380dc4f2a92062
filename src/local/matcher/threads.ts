import type { CharacterClasses } from './character-classes.js';
import { CHARACTER, FAIL, MATCH, type Program, SPLIT } from './program.js';

/**
 * The paths through a program that are open at one place of a text, those that a backtracking engine would try first in
 * front: the states they wait in, and where in the text each began. No state is in it twice.
 */
export class Threads {
  readonly #program: Program;
  readonly #marks: Int32Array;
  readonly #pending: Int32Array;
  readonly #states: Int32Array;
  readonly #starts: Int32Array;
  #mark = 0;
  /** How many there are. */
  size = 0;
  /** The place of the one that has come to the end of the program, -1 without one. */
  match = -1;
  /** How many states have been entered, ever. */
  work = 0;

  constructor(program: Program) {
    const count = program.ops.length;
    this.#program = program;
    this.#marks = new Int32Array(count);
    this.#pending = new Int32Array(2 * count + 2);
    this.#states = new Int32Array(count);
    this.#starts = new Int32Array(count);
  }

  /** Where in the text a thread began. */
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

  /** Adds the paths that go on from a state, behind those that there are. */
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

  /** The classes that the paths from a state begin with; undefined where one of them is at the end at once. */
  entered(state: number): number[] | undefined {
    this.clear();
    this.add(state, 0);
    if (this.match >= 0) return undefined;
    const states = Array.from(this.#states.subarray(0, this.size));
    return [...new Set(states.map((at) => this.#program.first[at] ?? 0))];
  }

  /** Adds where the first `count` threads of another set come by a character, those that take it. */
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
