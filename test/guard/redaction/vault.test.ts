import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveRedaction, type VaultOptions } from '../../../src/guard/policy/redaction-options.js';
import { createKeyedTag } from '../../../src/guard/redaction/keyed-tag.js';
import { createRestorer, restoreText } from '../../../src/guard/redaction/restore.js';
import { createVault, type Vault } from '../../../src/guard/redaction/vault.js';
import { runs } from '../../support/extent.js';

function vaultOf(vault: VaultOptions = {}, secret?: string): Vault {
  return createVault(resolveRedaction({ style: 'vault', vault }).vault, createKeyedTag(secret));
}

/** A clock that a test sets. */
function clock(): { at: number; readonly now: () => number } {
  const time = { at: 1_000, now: () => time.at };
  return time;
}

describe('placeholders', () => {
  test('are the same for the same text in a session, whatever it was found to be, and differ between sessions', () => {
    const vault = vaultOf();
    const first = vault.issue('a', 'EMAIL', 'x@example.com');
    expect(first).toMatch(/^\[EMAIL_[b-z]{12}\]$/);
    vault.issue('a', 'EMAIL', 'y@example.com');
    expect(vault.issue('a', 'EMAIL', 'x@example.com')).toBe(first);
    expect(vault.issue('a', 'CONTACT', 'x@example.com')).toBe(first);
    expect(vault.issue('b', 'EMAIL', 'x@example.com')).not.toBe(first);
    expect(vault.issue(undefined, 'EMAIL', 'x@example.com')).not.toBe(first);
  });

  test('are the same in every process with the same secret, in whatever order, and after being forgotten', () => {
    const secret = 'a secret of enough length';
    const one = vaultOf({ maxEntries: 1 }, secret);
    const other = vaultOf({}, secret);
    const texts = ['x', 'y', 'z', 'x'];
    const made = texts.map((text) => one.issue('s', 'L', text));
    expect(made).toEqual(
      [...texts]
        .reverse()
        .map((text) => other.issue('s', 'L', text))
        .reverse(),
    );
  });

  test('of a text whose tag is taken get another', () => {
    const settings = resolveRedaction({ style: 'vault' }).vault;
    // All first attempts collide.
    const vault = createVault(settings, (text) =>
      text.includes(',0,') ? 'same' : text.replaceAll(/\W/g, ''),
    );
    const [one, other] = ['x', 'y'].map((text) => vault.issue('s', 'L', text)) as [string, string];
    expect(one).not.toBe(other);
    expect([one, other].map((placeholder) => vault.original('s', placeholder))).toEqual(['x', 'y']);
  });

  test('hold nothing of a label that would not be found again', () => {
    const vault = vaultOf();
    const placeholder = vault.issue('s', `em]ail "x" [${'y'.repeat(200)}`, 'text');
    expect(restoreText(`a ${placeholder} b`, vault, 's')).toBe('a text b');
  });
});

describe('restoring', () => {
  test('puts back what this session issued, and nothing else', () => {
    const vault = vaultOf();
    const mine = vault.issue('mine', 'CARD', '4111');
    const theirs = vault.issue('theirs', 'CARD', '4222');
    const shared = vault.issue(undefined, 'CARD', '4333');
    const text = `${mine} ${theirs} ${shared} [CARD] [CARD_1] [CARD_bcdfghjkmnpq] ${mine.toUpperCase()}`;
    expect(restoreText(text, vault, 'mine')).toBe(text.replace(mine, '4111'));
    expect(restoreText(text, vault, undefined)).toBe(text.replace(shared, '4333'));
    expect(restoreText(text, vault, 'nobody')).toBe(text);
  });

  test('takes an original for what it is, also where it looks like a pattern or a placeholder', () => {
    const vault = vaultOf();
    const inner = vault.issue('s', 'CARD', '4111');
    const outer = vault.issue('s', 'NOTE', `$& $1 ${inner}`);
    expect(restoreText(`[${outer}]`, vault, 's')).toBe(`[$& $1 ${inner}]`);
  });

  test('escapes the original in JSON', () => {
    const vault = vaultOf();
    const original = 'line "one"\nline\\two';
    const json = JSON.stringify({ key: vault.issue('s', 'KEY', original) });
    expect(JSON.parse(restoreText(json, vault, 's', { json: true }))).toEqual({ key: original });
  });

  /** Texts of placeholders whole and cut, brackets and words. */
  const scenes = fc
    .array(fc.tuple(fc.constantFrom('EMAIL', 'CARD', 'X'), fc.string({ minLength: 1, maxLength: 12 })), {
      minLength: 1,
      maxLength: 4,
    })
    .chain((issued) =>
      fc.record({
        issued: fc.constant(issued),
        parts: fc.array(
          fc.oneof(
            fc.record({ index: fc.nat(issued.length - 1), cut: fc.constantFrom(0, 0, 1, 5, 9) }),
            fc.constantFrom('[', ']', '[[', '[EMAIL', '[EMAIL_1]', ' words ', 'x'),
          ),
          { maxLength: 12 },
        ),
        cuts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
      }),
    );

  test('a stream gives the same for every way to cut it, and holds back beginnings of placeholders only', () => {
    fc.assert(
      fc.property(scenes, ({ issued, parts, cuts }) => {
        const vault = vaultOf();
        const placeholders = issued.map(([label, text]) => vault.issue('s', label, text));
        const text = parts
          .map((part) => {
            if (typeof part === 'string') return part;
            const placeholder = placeholders[part.index] ?? '';
            return placeholder.slice(0, placeholder.length - part.cut);
          })
          .join('');
        const restorer = createRestorer(vault, 's');
        let [position, out] = [0, ''];
        for (let turn = 0; position < text.length; turn += 1) {
          const next = position + (cuts[turn % cuts.length] ?? 1);
          out += restorer.push(text.slice(position, next));
          position = next;
          // What is out already is what has come but for the beginning of one placeholder.
          const come = text.slice(0, position);
          const held = [...Array(come.length + 1).keys()].find((at) => {
            const rest = come.slice(at);
            return restoreText(come.slice(0, at), vault, 's') === out && (rest === '' || isBeginning(rest));
          });
          expect(held).toBeDefined();
        }
        function isBeginning(rest: string): boolean {
          return placeholders.some((placeholder) => placeholder !== rest && placeholder.startsWith(rest));
        }
        expect(out + restorer.end()).toBe(restoreText(text, vault, 's'));
        expect(restorer.end()).toBe('');
      }),
      { numRuns: runs(500) },
    );
  });

  test('takes time in proportion to the text, whatever brackets are in it', () => {
    const vault = vaultOf();
    const placeholder = vault.issue('s', 'CARD', '4111');
    const text = `${'['.repeat(200_000)}${placeholder.slice(1)}[${'a'.repeat(200_000)}`;
    expect(restoreText(text, vault, 's')).toHaveLength(text.length - placeholder.length + 4);
  });
});

describe('the bounds of a vault', () => {
  test('forget the session first that was used longest ago', () => {
    const vault = vaultOf({ maxSessions: 2 });
    const [a, b] = ['a', 'b'].map((id) => vault.issue(id, 'L', 'text')) as [string, string];
    expect(vault.original('a', a)).toBe('text');
    vault.issue('c', 'L', 'text');
    expect(vault.original('b', b)).toBeUndefined();
    expect(vault.original('a', a)).toBe('text');
  });

  test('forget the text of a session likewise', () => {
    const vault = vaultOf({ maxEntries: 2 });
    const [one, two] = ['1', '2'].map((text) => vault.issue('s', 'L', text)) as [string, string];
    expect(vault.original('s', one)).toBe('1');
    vault.issue('s', 'L', '3');
    expect(vault.original('s', two)).toBeUndefined();
    expect(vault.original('s', one)).toBe('1');
  });

  test('forget a session as a whole when it was not used for its time', () => {
    const time = clock();
    const vault = vaultOf({ ttlMs: 100, now: time.now });
    const placeholders = ['1', '2'].map((text) => vault.issue('s', 'L', text));
    for (let turn = 0; turn < 5; turn += 1) {
      time.at += 100;
      expect(vault.original('s', placeholders[0] ?? '')).toBe('1');
    }
    expect(vault.original('s', placeholders[1] ?? '')).toBe('2');
    time.at += 101;
    expect(vault.begins('s', '[')).toBe(false);
    expect(placeholders.map((placeholder) => vault.original('s', placeholder))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('forget text by text what calls without a session share', () => {
    const time = clock();
    const vault = vaultOf({ ttlMs: 100, now: time.now });
    const old = vault.issue(undefined, 'L', 'old');
    time.at += 60;
    const young = vault.issue(undefined, 'L', 'young');
    time.at += 60;
    expect(vault.original(undefined, old)).toBeUndefined();
    expect(vault.original(undefined, young)).toBe('young');
    time.at += 60;
    expect(vault.original(undefined, young)).toBe('young');
  });
});
