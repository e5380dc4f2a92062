import { PASSED_FIELDS } from '../../src/guard/segments/passed-fields.js';

/**
 * What is passed by decision, so that what stands there counts as no leak: fields of `PASSED_FIELDS` that hold what has
 * their shape (ids, signatures, names of models and modes, times: they cannot carry prose), the exchange with the
 * provider that the application itself makes (`request`, `headers`), and what a guard says of its own checks.
 */
const UNREAD: ReadonlyMap<string, string> = new Map([
  ['request', 'what the application sent: it knows it'],
  ['headers', 'the exchange with the provider, for the application'],
  ['lc_namespace', 'names of classes of LangChain'],
]);

/** How deep JSON in JSON is read. */
const LEVELS = 4;

/** All that a consumer may read in values: strings and names, decoded from JSON and base64. */
export function readingsOf(values: readonly unknown[]): string[] {
  const found = new Set<string>();
  const seen = new Set<object>();
  const text = (said: string, level: number, isDecoded: boolean): void => {
    if (said === '' || found.has(said)) return;
    found.add(said);
    if (!isDecoded) for (const decoded of base64In(said)) text(decoded, level, true);
    if (level < LEVELS) for (const value of jsonIn(said)) walk(value, '', level + 1, isDecoded);
  };
  const walk = (value: unknown, key: string, level: number, isDecoded: boolean): void => {
    if (typeof value === 'string') {
      if (PASSED_FIELDS.get(key)?.test(value) !== true) text(value, level, isDecoded);
    } else if (typeof value === 'number' || typeof value === 'bigint') {
      if (Math.abs(Number(value)) >= 1e9) text(String(value), level, isDecoded);
    } else if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) return;
      seen.add(value);
      if (value instanceof Error) {
        for (const own of [value.message, value.cause]) walk(own, '', level, isDecoded);
      }
      if (ArrayBuffer.isView(value)) {
        text(new TextDecoder().decode(value), level, true);
        return;
      }
      for (const [name, item] of value instanceof Map ? value : Object.entries(value)) {
        if (UNREAD.has(name)) continue;
        if (!Array.isArray(value)) text(String(name), level, isDecoded);
        walk(item, Array.isArray(value) ? key : String(name), level, isDecoded);
      }
    }
  };
  for (const value of values) walk(value, '', 0, false);
  return [...found];
}

const BASE64 = /^[\w+/-]{8,}={0,2}$/;

function base64In(text: string): string[] {
  const [, body = text] = /^data:[^,]*;base64,(.*)$/s.exec(text) ?? [];
  if (!BASE64.test(body)) return [];
  const decoded = Buffer.from(body, 'base64').toString('utf8');
  return decoded.includes('\ufffd') ? [] : [decoded];
}

const FENCE = /```(?:json)?\n([\s\S]*?)\n?```/g;

/** The values of JSON in a text: the text as a whole, in fences, and what stands between the first and the last bracket. */
function jsonIn(text: string): unknown[] {
  if (!/["[{]/.test(text)) return [];
  const whole = parsed(text);
  if (whole.length > 0) return whole;
  const fenced = [...text.matchAll(FENCE)].flatMap(([, inner = '']) => parsed(inner));
  const begins = [...text.matchAll(/[[{]/g)].slice(0, 4).map(({ index }) => index);
  const ends = [...text.matchAll(/[\]}]/g)].slice(-4).map(({ index }) => index + 1);
  const between = begins.flatMap((begin) => ends.flatMap((end) => parsed(text.slice(begin, end))));
  return [...fenced, ...between];
}

function parsed(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' || typeof value === 'object' ? [value] : [];
  } catch {
    return [];
  }
}
