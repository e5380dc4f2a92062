/** Something that answers `first` when it is asked for the first time, and something else ever after. */
export function turning<First, Then>(first: First, then: Then): () => First | Then {
  let asked = 0;
  return () => (asked++ === 0 ? first : then);
}

/** The error of an HTTP client, as axios makes it. */
export function httpError(secret: string): Error {
  const error = Object.assign(new Error('Request failed with status code 500'), {
    code: 'ERR_BAD_RESPONSE',
    config: { url: '/orders', headers: { Authorization: `Bearer ${secret}` } },
  });
  return Object.assign(error, { toJSON: () => ({ message: error.message, config: error.config }) });
}

/** An object of a class, which keeps to itself what it says. */
export class Order {
  readonly id = 7;
  readonly #note: string;
  constructor(note: string) {
    this.#note = note;
  }
  get note(): string {
    return this.#note;
  }
  toJSON(): object {
    return { id: this.id, note: this.#note };
  }
}

/** Values that say a text otherwise than plain JSON does, or say it only later. */
export const VALUES: readonly (readonly [string, (text: string) => unknown])[] = [
  ['an error with a field', (text) => Object.assign(new Error('failed'), { body: text })],
  ['an error with a cause', (text) => new Error('failed', { cause: new Error(text) })],
  ['an error of an HTTP client', httpError],
  ['an error deep inside', (text) => ({ ok: false, results: [{ error: httpError(text) }] })],
  ['several errors in one', (text) => new AggregateError([new Error(text)], 'failed')],
  ['the name of an error', (text) => Object.assign(new Error('failed'), { name: text })],
  ['a map', (text) => new Map([['a', { b: text }]])],
  ['the key of a map', (text) => new Map([[text, 1]])],
  ['a map with a field', (text) => Object.assign(new Map(), { body: text })],
  ['a set', (text) => ({ found: new Set([text]) })],
  ['a set with a field', (text) => Object.assign(new Set(), { body: text })],
  ['bytes', (text) => new TextEncoder().encode(text)],
  ['bytes that are no text', (text) => Buffer.concat([Buffer.from([255, 254, 0]), Buffer.from(text)])],
  ['a buffer of bytes', (text) => new TextEncoder().encode(text).buffer],
  ['bytes as other numbers', (text) => new Uint16Array([...text].map((letter) => letter.charCodeAt(0)))],
  [
    'a getter',
    (text) => ({
      get note() {
        return text;
      },
    }),
  ],
  [
    'a getter that turns',
    (text) => Object.defineProperty({ id: 1 }, 'note', { get: turning('fine', text), enumerable: true }),
  ],
  [
    'an item that turns',
    (text) => Object.defineProperty(['a'], 0, { get: turning('fine', text), enumerable: true }),
  ],
  ['toJSON', (text) => ({ toJSON: () => ({ note: text }) })],
  ['toJSON that turns', (text) => ({ toJSON: turning({ note: 'fine' }, { note: text }) })],
  ['toJSON behind toJSON', (text) => ({ toJSON: () => ({ inner: { toJSON: () => text } }) })],
  ['a date that says otherwise', (text) => Object.assign(new Date(0), { toJSON: () => text })],
  ['a date with a field', (text) => Object.assign(new Date(0), { note: text })],
  [
    'a proxy that turns',
    (text) =>
      new Proxy(
        { note: 'fine' },
        { get: (target, key) => (key === 'note' ? turn(target, text) : Reflect.get(target, key)) },
      ),
  ],
  [
    'a list behind a proxy that turns',
    (text) =>
      new Proxy(['fine'], {
        get: (target, key) => (key === '0' ? turn(target, text) : Reflect.get(target, key)),
      }),
  ],
  ['an object of a class', (text) => new Order(text)],
  [
    'a field of a class',
    (text) =>
      new (class Note {
        readonly note = text;
      })(),
  ],
  [
    'a getter of a class',
    (text) =>
      Object.create(
        {
          get note() {
            return text;
          },
        },
        { id: { value: 1, enumerable: true } },
      ),
  ],
  ['a symbol for a name', (text) => ({ id: 1, [Symbol('note')]: text })],
  ['a hidden field', (text) => Object.defineProperty({ id: 1 }, 'note', { value: text })],
  ['a field beside a list', (text) => Object.assign(['a'], { note: text })],
  ['a function', (text) => ({ id: 1, read: () => text })],
  ['a boxed string', (text) => new String(text)],
  ['a boxed string inside', (text) => ({ note: new String(text) })],
  ['a URL', (text) => new URL(`https://x.example/${text}`)],
  ['an object without a class', (text) => Object.assign(Object.create(null), { note: text })],
  ['the name of a field', (text) => ({ [text]: 1 })],
  ['a field named __proto__', (text) => JSON.parse(`{"__proto__":{"note":"${text}"}}`)],
  ['plain data', (text) => ({ note: [text] })],
];

const asked = new WeakMap<object, number>();
/** What a proxy says of its target: as it is the first time, and the text ever after. */
function turn(target: object, text: string): string {
  const times = asked.get(target) ?? 0;
  asked.set(target, times + 1);
  return times === 0 ? 'fine' : text;
}

/** Things to throw that say a text somewhere. */
export const THROWN: readonly (readonly [string, (text: string) => unknown])[] = [
  ['an error', (text) => new Error(text)],
  ['an error with a field', (text) => Object.assign(new Error('failed'), { body: { text } })],
  ['an error of an HTTP client', httpError],
  [
    'an error with headers',
    (text) => Object.assign(new Error('failed'), { headers: new Headers({ authorization: text }) }),
  ],
  [
    'an error with a hidden field',
    (text) => Object.defineProperty(new Error('failed'), 'request', { value: { text } }),
  ],
  [
    'an error with a getter',
    (text) => Object.defineProperty(new Error('failed'), 'request', { get: () => ({ text }) }),
  ],
  [
    'an error that turns',
    (text) => Object.defineProperty(new Error('failed'), 'message', { get: turning('fine', text) }),
  ],
  ['an error with a cause', (text) => new Error('failed', { cause: httpError(text) })],
  ['several errors in one', (text) => new AggregateError([new Error(text)], 'failed')],
  ['an error whose stack says it', (text) => Object.assign(new Error(text), { message: 'failed' })],
  ['an error with a map', (text) => Object.assign(new Error('failed'), { context: new Map([['a', text]]) })],
  ['a text', (text) => text],
  ['an object', (text) => ({ code: 7, detail: text })],
];
