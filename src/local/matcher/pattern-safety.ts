import { PatternError, type PatternNode } from './pattern-syntax.js';

/** A repetition that can stop at several places: what may follow it decides whether that is ever a question. */
interface Run {
  readonly source: string;
  readonly max: number;
}

/** Two runs over the same characters side by side may be split in so many ways, no more. */
const MAX_SPLITS = 4096;

/** Characters that classes are compared by: ASCII, and some letters, digits, blanks and signs beyond it. */
const SAMPLES = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...'\u00a0äÄßéøıſK\u0130\u0661\u2003\u2028€–αΩжЖя中文あ한グ\u{1f600}',
];

/**
 * Refuses a pattern that one text can match in very many ways: the engine would try them all.
 * @throws PatternError for a repetition of a repetition over the same characters, or two such side by side
 */
export function assertUnambiguous(node: PatternNode, flags: string): void {
  const overlap = memoisedOverlap(flags);
  walk(node, (inner) => {
    if (inner.kind === 'repeat' && inner.max > 1) checkNested(inner.item, overlap);
    if (inner.kind === 'sequence') checkNeighbours(inner.items, overlap);
  });
}

type Overlap = (a: string, b: string) => boolean;

function checkNested(item: PatternNode, overlap: Overlap): void {
  const fixed = mandatory(item);
  for (const run of runsIn(item)) {
    if (fixed.some((source) => !overlap(source, run.source))) continue;
    throw new PatternError(
      `pattern repeats ${run.source} inside a repetition with nothing between to tell the rounds apart`,
    );
  }
}

function checkNeighbours(items: readonly PatternNode[], overlap: Overlap): void {
  let open: readonly Run[] = [];
  for (const item of items) {
    const runs = runsIn(item);
    for (const left of open) {
      const clash = runs.find(
        (right) => left.max * right.max > MAX_SPLITS && overlap(left.source, right.source),
      );
      if (clash !== undefined) {
        throw new PatternError(
          `pattern repeats ${left.source} and ${clash.source} side by side over the same characters`,
        );
      }
    }
    const fixed = mandatory(item);
    open = [...open.filter((run) => fixed.every((source) => overlap(source, run.source))), ...runs];
  }
}

/** Runs of one character class anywhere in a tree. */
function runsIn(node: PatternNode): Run[] {
  const runs: Run[] = [];
  walk(node, (inner) => {
    if (inner.kind === 'repeat' && inner.item.kind === 'char' && inner.max > Math.max(1, inner.min)) {
      runs.push({ source: inner.item.source, max: inner.max });
    }
  });
  return runs;
}

/** Characters that every match of the tree has. */
function mandatory(node: PatternNode): string[] {
  switch (node.kind) {
    case 'char':
      return [node.source];
    case 'sequence':
      return node.items.flatMap(mandatory);
    case 'repeat':
      return node.min > 0 ? mandatory(node.item) : [];
    case 'choice': {
      const [first = [], ...rest] = node.options.map(mandatory);
      return first.filter((source) => rest.every((other) => other.includes(source)));
    }
  }
}

function walk(node: PatternNode, visit: (node: PatternNode) => void): void {
  visit(node);
  if (node.kind === 'sequence') for (const item of node.items) walk(item, visit);
  if (node.kind === 'choice') for (const option of node.options) walk(option, visit);
  if (node.kind === 'repeat') walk(node.item, visit);
}

/** Whether two classes share a character, as far as the samples tell. */
function memoisedOverlap(flags: string): Overlap {
  const sets = new Map<string, readonly boolean[]>();
  const setOf = (source: string): readonly boolean[] => {
    const known = sets.get(source);
    if (known !== undefined) return known;
    const pattern = new RegExp(`^(?:${source})$`, flags);
    const set = SAMPLES.map((sample) => pattern.test(sample));
    sets.set(source, set);
    return set;
  };
  return (a, b) => {
    const other = setOf(b);
    return setOf(a).some((inside, index) => inside && other[index] === true);
  };
}
