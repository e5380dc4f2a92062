/** One step of a path of `fieldsOfTypes`: a field, whether it is a list, and what tells the member of the union. */
const STEP = /\.([\w$-]+)((?:\[\])*)(?:\(([^)]*)\))?/g;

/** A value that has another one at a path of `fieldsOfTypes`, and nothing else than the path asks for. */
export function builtAt(path: string, value: unknown): Record<string, unknown> {
  const [, head = '', steps = ''] = /^(?:\(([^)]*)\))?(.*)$/.exec(path) ?? [];
  const root = telling(head);
  let place = root;
  const all = [...steps.matchAll(STEP)];
  for (const [index, [, name = '', lists = '', member]] of all.entries()) {
    const isLast = index === all.length - 1;
    const inner = isLast ? value : telling(member ?? '');
    place[name] = lists === '' ? inner : listed(inner, lists.length / 2);
    if (!isLast) place = inner as Record<string, unknown>;
  }
  return root;
}

function telling(member: string): Record<string, unknown> {
  const words = member === '' ? [] : member.split(',').map((word) => word.split('='));
  return Object.fromEntries(words);
}

function listed(value: unknown, depth: number): unknown {
  return depth === 0 ? value : [listed(value, depth - 1)];
}
