import { spellOut } from './spelled-values.js';

/** The result of reading a value once. Later reads of the value cannot add to it. */
export interface Snapshot {
  /**
   * Plain data without behaviour: the value as JSON has it, with copies of its dates, maps, sets, bytes, URLs and
   * errors in their places.
   */
  readonly value: unknown;
  /** Whether the value itself was such data, if that can be told without reading it twice. */
  readonly isData: boolean;
  /**
   * Whether something in the value could read differently the next time. That is anything but such data, bytes
   * and URLs.
   */
  readonly hasHooks: boolean;
  /** Whether it holds a value that JSON cannot express. */
  readonly isSpelled: boolean;
}

/** The facts that a reading collects in addition to the values. */
interface Reading {
  isData: boolean;
  hasHooks: boolean;
  isSpelled: boolean;
}

function hooked(reading: Reading): void {
  reading.isData = false;
  reading.hasHooks = true;
}

/**
 * Reads a value as `JSON.stringify` does. It calls `toJSON` and getters once, leaves out functions and symbols, and
 * turns objects of a class into plain ones. It also copies data that JSON drops but an application may use: the entries
 * of maps, bytes, the message of an error. Throws what the value throws, and RangeError if the value contains itself.
 */
export function snapshotOf(value: unknown): Snapshot {
  const reading: Reading = { isData: true, hasHooks: false, isSpelled: false };
  const taken = read(value, '', reading);
  return { value: taken, ...reading };
}

/** Tells whether a value still reads the same and is no proxy. A proxy could read differently the next time. */
export function stillReads(value: unknown, text: string, isSpelled: boolean): boolean {
  try {
    // This throws for proxies, and for nothing else that counts as data.
    const copy: unknown = structuredClone(value);
    // The copy has no behaviour.
    if (!isSpelled) return JSON.stringify(copy) === text;
    return spellOut(snapshotOf(copy)).text === text;
  } catch {
    return false;
  }
}

function read(value: unknown, key: string, reading: Reading): unknown {
  if (typeof value === 'function') hooked(reading);
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    if (typeof value === 'bigint') reading.isSpelled = true;
    if (typeof value !== 'symbol') return value;
    hooked(reading);
    return undefined;
  }
  const toJSON: unknown = Reflect.get(value, 'toJSON');
  const copy =
    BUILT_IN_HOOKS.has(toJSON) || typeof toJSON !== 'function' ? copied(value, reading) : undefined;
  if (copy !== undefined) return copy;
  if (typeof toJSON !== 'function') return typeof value === 'function' ? undefined : plain(value, reading);
  hooked(reading);
  const json: unknown = Reflect.apply(toJSON, value, [key]);
  if (typeof json !== 'object' || json === null)
    return typeof json === 'function' || typeof json === 'symbol' ? undefined : json;
  return copied(json, reading) ?? plain(json, reading);
}

/** The `toJSON` functions of kinds that are copied as they are. */
const BUILT_IN_HOOKS: ReadonlySet<unknown> = new Set(
  ['Date', 'URL', 'Buffer'].map((name) => {
    const kind: unknown = Reflect.get(globalThis, name);
    const prototype: unknown = typeof kind === 'function' ? kind.prototype : undefined;
    return typeof prototype === 'object' && prototype !== null ? Reflect.get(prototype, 'toJSON') : undefined;
  }),
);

/** Copies an object without `toJSON` in its JSON form. */
function plain(value: object, reading: Reading): unknown {
  if (value instanceof String || value instanceof Number || value instanceof Boolean) {
    hooked(reading);
    if (value instanceof String) return String(value);
    return value instanceof Number ? Number(value) : Boolean.prototype.valueOf.call(value);
  }
  if (Array.isArray(value)) return items(value, reading);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) hooked(reading);
  return withFields({}, value, Reflect.ownKeys(value), reading);
}

function items(list: readonly unknown[], reading: Reading): unknown[] {
  if (Object.getPrototypeOf(list) !== Array.prototype) hooked(reading);
  // The list has other properties, or a hole.
  if (Reflect.ownKeys(list).length !== list.length + 1) hooked(reading);
  const copy: unknown[] = [];
  for (let index = 0; index < list.length; index += 1) {
    if (Reflect.getOwnPropertyDescriptor(list, index)?.get !== undefined) hooked(reading);
    copy.push(read(list[index], String(index), reading));
  }
  return copy;
}

/**
 * Copies the fields that JSON reads: the enumerable ones with string names. Other fields mean that the object is more
 * than data.
 */
function withFields<Copy extends object>(
  copy: Copy,
  value: object,
  keys: readonly PropertyKey[],
  reading: Reading,
): Copy {
  for (const key of keys) {
    const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
    if (descriptor === undefined) continue;
    if (typeof key !== 'string' || descriptor.enumerable !== true || descriptor.get !== undefined)
      hooked(reading);
    if (typeof key !== 'string' || descriptor.enumerable !== true) continue;
    const item = read(Reflect.get(value, key), key, reading);
    // Assigning `__proto__`, or a name that its class defines, would change the object itself.
    if (isOwnName(copy, key)) Reflect.set(copy, key, item);
    else
      Object.defineProperty(copy, key, { value: item, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

/** Tells whether a plain object can get a field by assignment, which is far cheaper than a definition. */
function isOwnName(copy: object, key: string): boolean {
  return key !== '__proto__' && Object.getPrototypeOf(copy) === Object.prototype;
}

/** Copies a value of a built-in kind, with any fields added to it. Returns undefined for other values. */
function copied(value: object, reading: Reading): object | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Most values are plain objects or lists.
  if (prototype === Object.prototype || prototype === Array.prototype) return undefined;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    // Bytes are always copied. Other properties on them cannot be found without listing every byte.
    reading.isData = false;
    reading.isSpelled = true;
    return copiedBytes(value);
  }
  const copy = copiedKind(value, reading);
  if (copy === undefined) return undefined;
  const keys = Reflect.ownKeys(value);
  const isBare = keys.length === 0 && Object.getPrototypeOf(value) === Object.getPrototypeOf(copy);
  if (!isBare) hooked(reading);
  if (!(copy instanceof Date || copy instanceof URL)) reading.isSpelled = true;
  // JSON ignores other fields on a date or a URL.
  return copy instanceof Date || copy instanceof URL ? copy : withFields(copy, value, keys, reading);
}

function copiedKind(value: object, reading: Reading): object | undefined {
  try {
    if (value instanceof Date) return new Date(Date.prototype.getTime.call(value));
    if (value instanceof URL) {
      // A URL cannot be told from a proxy of one.
      reading.isData = false;
      return new URL(hrefOf(value));
    }
  } catch {
    // The value only has the class in its prototype chain.
    return undefined;
  }
  if (value instanceof Map && isMap(value)) {
    const entries: [unknown, unknown][] = [];
    Map.prototype.forEach.call(value, (item, key) => {
      entries.push([read(key, '', reading), read(item, '', reading)]);
    });
    return new Map(entries);
  }
  if (value instanceof Set && isSet(value)) {
    const found: unknown[] = [];
    Set.prototype.forEach.call(value, (item) => {
      found.push(read(item, '', reading));
    });
    return new Set(found);
  }
  return value instanceof Error ? copiedError(value, reading) : undefined;
}

const sizeOfMap = Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get;
const sizeOfSet = Object.getOwnPropertyDescriptor(Set.prototype, 'size')?.get;
const href = Object.getOwnPropertyDescriptor(URL.prototype, 'href')?.get;

/** Tells whether a value is a real map, not only an object with its prototype. */
function isMap(value: object): boolean {
  return answers(() => sizeOfMap?.call(value));
}

function isSet(value: object): boolean {
  return answers(() => sizeOfSet?.call(value));
}

function answers(ask: () => unknown): boolean {
  try {
    ask();
    return true;
  } catch {
    return false;
  }
}

function hrefOf(url: URL): string {
  return String(href?.call(url));
}

/** Fields of errors that are not enumerable but carry content. */
const HIDDEN_FIELDS = ['cause', 'errors'] as const;

function copiedError(error: Error, reading: Reading): Error {
  hooked(reading);
  const [name, message] = [String(error.name), String(error.message)];
  const copy = new Error(message);
  const hide = (key: string, value: unknown): void => {
    Object.defineProperty(copy, key, { value, enumerable: false, configurable: true, writable: true });
  };
  hide('name', name);
  // The engine's stack would repeat the message and name the place of this copy.
  hide('stack', `${name}: ${message}`);
  for (const key of HIDDEN_FIELDS) {
    const descriptor = Reflect.getOwnPropertyDescriptor(error, key);
    if (descriptor !== undefined && descriptor.enumerable !== true)
      hide(key, read(Reflect.get(error, key), key, reading));
  }
  return copy;
}

function copiedBytes(value: ArrayBufferView | ArrayBuffer): object {
  if (value instanceof ArrayBuffer) return value.slice(0);
  const { buffer, byteOffset, byteLength } = value;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice();
  const Kind = VIEWS.find((View) => value instanceof View);
  if (Kind !== undefined) return Reflect.construct(Kind, [bytes.buffer]);
  const kind: unknown = Reflect.get(globalThis, 'Buffer');
  if (typeof kind !== 'function' || !(value instanceof kind)) return bytes;
  return Object.setPrototypeOf(bytes, kind.prototype);
}

/** Views of bytes that are not read as bytes. */
const VIEWS = [
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
];
