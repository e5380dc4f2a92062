import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainSet } from '../../../src/local/urls/index.js';
import { isGuardrailError } from '../../../src/scan/index.js';

const label = fc.constantFrom('a', 'b', 'ab', 'ba', 'x-1', 'com', 'co', 'uk');
const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));

/** The meaning of a list, written down as plainly as can be. */
function listed(entries: readonly string[], host: string): boolean {
  return entries.some((entry) =>
    entry.startsWith('*.') ? host.endsWith(entry.slice(1)) : host === entry || host.endsWith(`.${entry}`),
  );
}

describe('domainSet', () => {
  it('answers as a walk over the list would', () => {
    const entry = fc.tuple(fc.boolean(), domain).map(([wild, name]) => (wild ? `*.${name}` : name));
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 60 }),
        fc.array(domain, { minLength: 1 }),
        (entries, queries) => {
          const set = domainSet(entries);
          expect(set.size).toBe(new Set(entries).size);
          for (const host of queries) expect(set.has(host), host).toBe(listed(entries, host));
        },
      ),
    );
  });

  it('stays exact while it grows', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `h${index * 7919}.example`);
    const set = domainSet(names);
    expect(set.size).toBe(names.length);
    expect(names.every((name) => set.has(name) && set.has(`www.${name}`))).toBe(true);
    expect(names.some((name) => set.has(`x${name}`))).toBe(false);
    expect(set.byteLength / set.size).toBeLessThan(40);
  });

  it('matches on label borders only', () => {
    const set = domainSet(['bad.example']);
    expect(['bad.example', 'a.bad.example'].map((host) => set.has(host))).toEqual([true, true]);
    expect(['notbad.example', 'bad.example.org', 'example'].map((host) => set.has(host))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('reads hosts files, comments, addresses and other cases', () => {
    const set = domainSet([
      '# a list',
      '! another comment',
      '',
      '127.0.0.1 localhost',
      '0.0.0.0 Bad.Example # why',
      '::1\tworse.example',
      'https://Bücher.example/',
      'tail.example.',
      '203.0.113.7',
    ]);
    expect(set.size).toBe(5);
    expect(
      ['bad.example', 'worse.example', 'xn--bcher-kva.example', 'tail.example', '203.0.113.7'].every((host) =>
        set.has(host),
      ),
    ).toBe(true);
  });

  it('holds paths to the border of their segments', () => {
    const set = domainSet(['host.example/bad', 'other.example/a/b/']);
    expect(set.has('host.example', '/')).toBe(false);
    expect(['/bad', '/bad/x', '/bad/'].map((path) => set.has('host.example', path))).toEqual([
      true,
      true,
      true,
    ]);
    expect(set.has('host.example', '/badger')).toBe(false);
    expect(set.has('sub.other.example', '/a/b/c')).toBe(true);
  });

  it.each(['two words.example', 'nodots', 'a*.example', 'user@host.example', 'http://'])(
    'names the bad entry %j',
    (entry) => {
      const build = (): unknown => domainSet(['good.example', entry]);
      expect(build).toThrow(entry);
      try {
        build();
      } catch (error) {
        expect(isGuardrailError(error) && error.code).toBe('ERR_GUARDRAIL_CONFIG');
      }
    },
  );
});
