import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHost, findUrls } from '../../../src/local/urls/index.js';

const urls = (text: string): string[] => findUrls(text).map(({ url }) => url);
const hosts = (text: string): string[] => findUrls(text).map(({ host }) => host);

describe('findUrls', () => {
  it.each([
    ['a sentence', 'See http://a.test/x, then (https://b.test/y).', ['http://a.test/x', 'https://b.test/y']],
    ['balanced brackets', '(http://a.test/x_(y))', ['http://a.test/x_(y)']],
    [
      'Markdown',
      '[t](https://a.test/b_(c) "title") ![i](http://b.test/p.png)',
      ['https://a.test/b_(c)', 'http://b.test/p.png'],
    ],
    ['a link named by its address', '[http://a.test](http://b.test)', ['http://a.test', 'http://b.test']],
    ['HTML', '<a href="https://a.test/?x=1&y=2">t</a>', ['https://a.test/?x=1&y=2']],
    ['JSON', String.raw`{"u":"https:\/\/a.test\/b"}`, ['https://a.test/b']],
    ['a list', 'http://a.test/1,http://b.test/2', ['http://a.test/1', 'http://b.test/2']],
    [
      'defanged text',
      'hxxps[:]//a[.]test/x hxxp://b(.)evil[dot]com',
      ['https://a.test/x', 'http://b.evil.com'],
    ],
    ['percent-encoding', '%68%74%74%70%3A%2F%2Fa%2Etest%2Fx', ['http://a.test/x']],
    ['bare hosts', 'go to example.com or www.foo.ai/x.', ['example.com', 'www.foo.ai/x']],
    ['a URL in a query', 'http://a.test/?u=http://b.test/', ['http://a.test/?u=http://b.test/']],
  ])('finds them in %s', (_name, text, expected) => {
    expect(urls(text)).toEqual(expected);
  });

  it.each([
    'file.ts main.py README.md v1.2.3 e.g. 1.2.3.4',
    'me@example.com',
    'obj.method() console.info(x) import x from "./a.com/b"',
    'System.Net and a..com',
    'http:// and https://',
    'std::vector a/b c:d',
  ])('leaves %s alone', (text) => {
    expect(urls(text)).toEqual([]);
  });

  it('gives offsets into the text as it stands', () => {
    const text = 'é hxxp[:]//evil[.]com/a. b';
    const [found] = findUrls(text);
    expect(found && text.slice(found.start, found.end)).toBe('hxxp[:]//evil[.]com/a');
  });

  it('gives hosts in one form', () => {
    expect(
      hosts('http://3232235777/ http://0xC0.0xA8.1.1/ http://0300.0250.1.1/ http://192.168.257/'),
    ).toEqual(['192.168.1.1', '192.168.1.1', '192.168.1.1', '192.168.1.1']);
    expect(hosts('http://[0:0::1]:80/')).toEqual(['[::1]']);
    expect(hosts('http://Bücher.Example/ http://EXAMPLE.com./ http://ev%69l.test/')).toEqual([
      'xn--bcher-kva.example',
      'example.com',
      'evil.test',
    ]);
    expect(hosts('https://user:pw@a.test:8080/x')).toEqual(['a.test']);
  });

  it('finds an address between any words', () => {
    const noise = fc.stringMatching(/^[a-z ,;()[\]"'\n]{0,40}$/);
    const address = fc
      .tuple(fc.domain(), fc.stringMatching(/^(?:[a-z0-9]{1,8}\/){0,3}[a-z0-9]{1,8}$/))
      .map(([host, path]) => `https://${host}/${path}`);
    fc.assert(
      fc.property(noise, address, noise, (before, url, after) => {
        expect(urls(`${before} ${url} ${after}`)).toEqual([url]);
      }),
    );
  });

  it('gives spans in order and inside of any text', () => {
    const piece = fc.constantFrom(
      'http://',
      'hxxp',
      '[.]',
      '.',
      ':',
      '/',
      '%',
      '%3a',
      'com',
      'a',
      '(',
      ')',
      '[',
      ']',
      ' ',
      '@',
      '\\/',
      'é',
      ',',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        let last = 0;
        for (const { start, end, host } of findUrls(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(host).not.toBe('');
          last = end;
        }
      }),
    );
  });
});

describe('decodeHost', () => {
  it('is the inverse of the platform encoder', () => {
    for (const host of ['bücher.example', 'пример.рф', '例え.テスト', 'ñandú.cl']) {
      expect(decodeHost(new URL(`http://${host}/`).hostname)).toBe(host);
    }
  });

  it('leaves what is no punycode', () => {
    expect(decodeHost('xn--!.com')).toBe('xn--!.com');
    expect(decodeHost('a.com')).toBe('a.com');
  });
});
