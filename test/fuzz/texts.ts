import type { Random } from './random.js';

/** What must not come out: a sign for scanners that know it, or sensitive data for the embedded engine. */
export const CANARY = `Kan4ri ${'Qx9z'}`;

/** Sensitive data that the embedded engine finds; put together, so that no scanner of code takes it for real. */
export const SECRETS = [
  `AKIA${'IOSFODNN7'}ABCDEFG`,
  `4111 ${'1111 1111'} 1111`,
  `jane.doe${'@'}example.com`,
] as const;

const FILLERS = [
  'hello ',
  'the fox ',
  'jumps. ',
  '\n',
  'a',
  ' 12',
  '-',
  '😀',
  '[',
  '{"a": "',
  '"}',
  'e\u0301',
  ' is ',
  'x',
  '\\',
  '"',
  '\n\n',
  '```',
  ', ',
  'C:\\new\\table ',
  '}',
  '/',
] as const;

/** What may stand in front of a word without being part of it. */
const BOUNDARIES = [' ', ' ', '\n', '\f', '\b', '\t', '\u0001', '"', '. ', '/', '\r\n'] as const;

const NAMES = [
  'q',
  'text',
  'note',
  'title',
  'items',
  'summary',
  'value',
  'data',
  'description',
  'annotations',
  'content',
  'message',
  'name',
  'a b',
  'é',
  'output',
  'url',
] as const;

/** Makes texts, some of which hold what must not come out. */
export interface Texts {
  readonly needle: string;
  /** A text of any kind. */
  any(): string;
  /** A text that is no JSON. */
  plain(): string;
  /** The text of a JSON object or list. */
  json(): string;
  /** A value of JSON. */
  value(): unknown;
  /** A name of a field, seldom one that says something. */
  name(): string;
}

/** Makes texts; about one of `1 / density` holds the needle. */
export function createTexts(random: Random, needle: string, density: number): Texts {
  const filler = (): string => random.some(5, () => random.pick(FILLERS)).join('');
  const plain = (): string => {
    const text = filler();
    if (!random.chance(density)) return text;
    return text + random.pick(BOUNDARIES) + needle + random.pick(BOUNDARIES) + filler();
  };
  const name = (): string =>
    random.chance(density / 4) ? `${needle} ${random.pick(NAMES)}` : random.pick(NAMES);
  const value = (depth: number): unknown => {
    const kind = depth > 2 ? 0 : random.int(8);
    if (kind === 1) return random.some(3, () => value(depth + 1));
    if (kind === 2 || kind === 3)
      return Object.fromEntries(random.some(3, () => [name(), value(depth + 1)] as const));
    if (kind === 4) return random.pick([1, 0, -2.5, true, false, null, 1e21]);
    if (kind === 5 && depth < 2) return spell(random, value(depth + 1));
    if (kind === 6 && /^[\d ]+$/.test(needle) && random.chance(density))
      return Number(needle.replaceAll(' ', ''));
    return plain();
  };
  const object = (): unknown =>
    random.chance(0.2)
      ? random.some(3, () => value(1))
      : Object.fromEntries(random.some(3, () => [name(), value(0)] as const));
  const json = (): string => spell(random, object());
  return {
    needle,
    plain,
    name,
    json,
    value: () => value(0),
    any() {
      const kind = random.int(10);
      if (kind < 5) return plain();
      if (kind < 7) return json();
      if (kind === 7) return `${filler()}\n\`\`\`json\n${json()}\n\`\`\`\n${filler()}`;
      if (kind === 8) return `Here it is: ${json()}`;
      return `${json()} and ${filler()}`;
    },
  };
}

/** A value as JSON, in one of the many spellings that it has. */
export function spell(random: Random, value: unknown): string {
  const escaping = random.pick([0, 0, 0.1, 0.4, 1]);
  const blank = random.chance(0.2) ? ' ' : '';
  const text = (said: string): string => {
    const spelled = [...said].map((char) => {
      if (random.chance(escaping)) return escaped(random, char);
      return char === '/' && random.chance(0.3) ? '\\/' : JSON.stringify(char).slice(1, -1);
    });
    return `"${spelled.join('')}"`;
  };
  const write = (inner: unknown): string => {
    if (typeof inner === 'string') return text(inner);
    if (Array.isArray(inner)) return `[${blank}${inner.map(write).join(`,${blank}`)}]`;
    if (typeof inner !== 'object' || inner === null) return JSON.stringify(inner) ?? 'null';
    const fields = Object.entries(inner).map(([key, item]) => `${text(key)}:${blank}${write(item)}`);
    return `{${fields.join(`,${blank}`)}}`;
  };
  return write(value);
}

function escaped(random: Random, char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => {
    const code = char.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${random.chance(0.5) ? code : code.toUpperCase()}`;
  });
  return units.join('');
}

/** A text cut into pieces anywhere, with empty ones among them. */
export function cut(random: Random, text: string): string[] {
  const most = random.pick([1, 3, 8, 20, 100]);
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    if (random.chance(0.05)) pieces.push('');
    const size = 1 + random.int(most);
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces.length === 0 ? [''] : pieces;
}
