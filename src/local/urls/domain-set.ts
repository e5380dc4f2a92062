import { GuardrailError } from '../../scan/index.js';
import { canonicalHost, splitUrl } from './host.js';

/**
 * A set of domains and addresses. It answers in microseconds and takes little more memory than the bytes of the names.
 */
export interface DomainSet {
  /** The number of entries. */
  readonly size: number;
  /** The memory of its tables, in bytes. */
  readonly byteLength: number;
  /**
   * Tells whether a host is listed, itself or by a domain above it.
   * @param host canonical (lower case, punycode), as `findUrls` returns it
   * @param path the URL's path with its leading slash, for entries with a path
   */
  has(host: string, path?: string): boolean;
}

const SEPARATOR = 10;
const SLASH = 47;
/** Names of the machine itself in hosts files. */
const LOCAL_NAMES: ReadonlySet<string> = new Set(
  'localhost localhost.localdomain local broadcasthost ip6-localhost ip6-loopback ip6-localnet ip6-mcastprefix ip6-allnodes ip6-allrouters ip6-allhosts 0.0.0.0'.split(
    ' ',
  ),
);
/** The address in front of a name in a hosts file. */
const HOSTS_ADDRESS = /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?|fe80::1%lo0|ff0[0-9]::[0-9])[ \t]{1,64}/;
const SIMPLE_DOMAIN = /^(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,12}$/;

/**
 * Builds a set from lines or names. An entry is `domain` (and all below it), `*.domain` (only what is below it), a host
 * with a path (`host/path`: that path and all below it), or a line of a hosts file. Blank lines and comments (`#`, `!`)
 * are skipped.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an entry that is none of these; the message names it
 */
export function domainSet(entries: Iterable<string>): DomainSet {
  const store = new NameStore();
  for (const entry of entries) {
    const name = nameOf(entry);
    if (name !== undefined) store.add(name);
  }
  store.trim();
  return store;
}

/** Returns the key of an entry, or undefined for a line without one. */
function nameOf(entry: string): string | undefined {
  if (typeof entry !== 'string') throw badEntry(String(entry));
  // The usual entry is tested first, because a list of a million entries is read in one go.
  if (SIMPLE_DOMAIN.test(entry) && !/\d$/.test(entry)) return entry;
  const comment = entry.search(/(?:^|\s)#/);
  const line = (comment < 0 ? entry : entry.slice(0, comment)).trim();
  if (line === '' || line.startsWith('!')) return undefined;
  const named = line.replace(HOSTS_ADDRESS, '').trim();
  if (LOCAL_NAMES.has(named.toLowerCase())) return undefined;
  const wildcard = named.startsWith('*.');
  const { userInfo, rawHost, path, query } = splitUrl(wildcard ? named.slice(2) : named);
  const host = /[\s*]/.test(rawHost) ? undefined : canonicalHost(rawHost.toLowerCase());
  if (host === undefined || userInfo !== '' || /\s/.test(path) || query !== '') throw badEntry(entry);
  if (!host.includes('.') && !host.startsWith('[')) throw badEntry(entry);
  const plainPath = path === '/' ? '' : path.endsWith('/') ? path.slice(0, -1) : path;
  return (wildcard ? '*.' : '') + host + plainPath;
}

function badEntry(entry: string): GuardrailError {
  return new GuardrailError(
    'ERR_GUARDRAIL_CONFIG',
    `${JSON.stringify(entry.slice(0, 200))} is no domain, *.domain, host/path or line of a hosts file`,
  );
}

/**
 * Keeps the names one after the other in one array of bytes, and finds them by an open-addressing table of their
 * offsets. The hash runs over a host from its end, so one pass gives the hash of every domain above it.
 */
class NameStore implements DomainSet {
  #bytes = new Uint8Array(1 << 14);
  #used = 1;
  /** Offsets of names in the bytes; 0 is a free slot. */
  #table = new Uint32Array(1 << 11);
  #size = 0;
  #hasPaths = false;
  #hasWildcards = false;

  get size(): number {
    return this.#size;
  }

  get byteLength(): number {
    return this.#bytes.byteLength + this.#table.byteLength;
  }

  add(name: string): void {
    const slot = this.#find(name, 0, name.length, hashOf(name));
    if (this.#table[slot] !== 0) return;
    const needed = this.#used + name.length * 3 + 1;
    if (needed > this.#bytes.length)
      this.#bytes = grown(this.#bytes, Math.max(needed, this.#bytes.length * 1.5));
    this.#table[slot] = this.#used;
    for (let at = 0; at < name.length; at++) {
      const code = name.charCodeAt(at);
      // A path may hold any character. Characters that do not fit into one byte take two, so that equal bytes are equal
      // names.
      if (code < 0x80 && code !== SEPARATOR) this.#bytes[this.#used++] = code;
      else {
        this.#bytes[this.#used++] = 0x80 | (code >> 14);
        this.#bytes[this.#used++] = 0x80 | ((code >> 7) & 0x7f);
        this.#bytes[this.#used++] = 0x80 | (code & 0x7f);
      }
    }
    this.#bytes[this.#used++] = SEPARATOR;
    this.#size++;
    this.#hasPaths ||= name.includes('/');
    this.#hasWildcards ||= name.startsWith('*');
    if (this.#size * 3 > this.#table.length * 2) this.#rehash();
  }

  has(host: string, path = ''): boolean {
    let hash = 0;
    for (let at = host.length - 1; at >= 0; at--) {
      hash = step(hash, host.charCodeAt(at));
      if (at > 0 && host.charCodeAt(at - 1) !== 46) continue;
      if (this.#table[this.#find(host, at, host.length, hash)] !== 0) return true;
      if (at > 0 && this.#hasWildcards) {
        const name = `*.${host.slice(at)}`;
        if (this.#table[this.#find(name, 0, name.length, hashOf(name))] !== 0) return true;
      }
      if (this.#hasPaths && path !== '' && this.#hasPath(host.slice(at), path)) return true;
    }
    return false;
  }

  /** Releases the room that growing took in advance. */
  trim(): void {
    this.#bytes = this.#bytes.slice(0, this.#used);
  }

  /** Tells whether the path or one above it is listed. At most 32 segments count. */
  #hasPath(host: string, path: string): boolean {
    const name = host + path;
    let segments = 0;
    for (let at = host.length + 1; at <= name.length && segments < 32; at++) {
      if (at < name.length && name.charCodeAt(at) !== SLASH) continue;
      segments++;
      const candidate = name.slice(0, at);
      if (this.#table[this.#find(candidate, 0, at, hashOf(candidate))] !== 0) return true;
    }
    return false;
  }

  /** Returns the slot of a name, or the free slot for it. */
  #find(text: string, from: number, to: number, hash: number): number {
    const mask = this.#table.length - 1;
    let slot = mixed(hash) & mask;
    for (let offset = this.#table[slot] ?? 0; offset !== 0; offset = this.#table[slot] ?? 0) {
      if (this.#equals(offset, text, from, to)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #equals(offset: number, text: string, from: number, to: number): boolean {
    let byte = offset;
    for (let at = from; at < to; at++) {
      const code = text.charCodeAt(at);
      if (code < 0x80 && code !== SEPARATOR) {
        if (this.#bytes[byte++] !== code) return false;
      } else {
        if (this.#bytes[byte++] !== (0x80 | (code >> 14))) return false;
        if (this.#bytes[byte++] !== (0x80 | ((code >> 7) & 0x7f))) return false;
        if (this.#bytes[byte++] !== (0x80 | (code & 0x7f))) return false;
      }
    }
    return this.#bytes[byte] === SEPARATOR;
  }

  #rehash(): void {
    const old = this.#table;
    this.#table = new Uint32Array(old.length * 2);
    const mask = this.#table.length - 1;
    for (const offset of old) {
      if (offset === 0) continue;
      let slot = mixed(this.#hashAt(offset)) & mask;
      while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
      this.#table[slot] = offset;
    }
  }

  /** Returns the hash of a stored name, equal to that of `hashOf`. */
  #hashAt(offset: number): number {
    let end = offset;
    while (this.#bytes[end] !== SEPARATOR) end++;
    let hash = 0;
    for (let byte = end - 1; byte >= offset; ) {
      const low = this.#bytes[byte] ?? 0;
      if (low < 0x80) {
        hash = step(hash, low);
        byte -= 1;
      } else {
        const middle = (this.#bytes[byte - 1] ?? 0) & 0x7f;
        const high = (this.#bytes[byte - 2] ?? 0) & 0x7f;
        hash = step(hash, (high << 14) | (middle << 7) | (low & 0x7f));
        byte -= 3;
      }
    }
    return hash;
  }
}

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.ceil(length));
  larger.set(bytes);
  return larger;
}

/** Returns the FNV-1a hash of a name, from its end to its beginning. */
function hashOf(name: string): number {
  let hash = 0;
  for (let at = name.length - 1; at >= 0; at--) hash = step(hash, name.charCodeAt(at));
  return hash;
}

function step(hash: number, code: number): number {
  return Math.imul(hash ^ code ^ 0x811c9dc5, 0x01000193);
}

/** Spreads the hash over its low bits, which select the slot. */
function mixed(hash: number): number {
  const spread = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return spread ^ (spread >>> 13);
}
