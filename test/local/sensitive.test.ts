import { describe, expect, it } from 'vitest';
import {
  defineDetector,
  dlpRules,
  findSensitive,
  type RedactedFinding,
  type SensitiveDataOptions,
  secretRules,
  sensitiveData,
} from '../../src/local/index.js';

const CARD = '4111111111111111';
const KEY = `glpat-${'a1B2c'.repeat(4)}`;
const TEXT = `${CARD} a@b.io ${KEY}`;
const OPENING = ['-----BEGIN', 'PRIVATE KEY-----\n'].join(' ');
const BODY = `${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(2)}\n`.repeat(40);
const CLOSING = ['-----END', 'PRIVATE KEY-----'].join(' ');

const ticket = defineDetector({ name: 'ticket', pattern: /TCK-\d{4}/ });
const topic = defineDetector({ name: 'falcon', words: ['falcon'], flag: 'topicViolation' });
const redacted = (text: string, options?: SensitiveDataOptions) => sensitiveData(options).redact(text);

describe('sensitiveData', () => {
  it('looks for personal data and credentials', () => {
    const detector = sensitiveData();
    expect([detector.name, detector.flag]).toEqual(['sensitive-data', 'dlp']);
    expect(detector.redact(TEXT)).toBe('[CREDIT_CARD] [EMAIL] [GITLAB_TOKEN]');
    expect(
      detector.find(TEXT).map(({ detector: family, start, end }) => [family, TEXT.slice(start, end)]),
    ).toEqual([
      ['dlp', CARD],
      ['dlp', 'a@b.io'],
      ['secrets', KEY],
    ]);
    expect(new Set(detector.rules)).toEqual(new Set(dlpRules));
  });

  it('is made once without options, and anew with them', () => {
    expect(sensitiveData()).toBe(sensitiveData());
    expect(sensitiveData({})).not.toBe(sensitiveData());
  });

  it('looks for the given rules alone', () => {
    expect(redacted(TEXT, { rules: secretRules })).toBe(`${CARD} a@b.io [GITLAB_TOKEN]`);
    const noEmail = dlpRules.filter(({ label }) => label !== 'EMAIL');
    expect(redacted(TEXT, { rules: noEmail })).toBe('[CREDIT_CARD] a@b.io [GITLAB_TOKEN]');
    expect(redacted(TEXT + OPENING + BODY, { rules: [] })).toBe(TEXT + OPENING + BODY);
  });

  it('leaves what is allowed', () => {
    expect(redacted(`${CARD} A@b.io x.a@b.io`, { allow: ['a@b.io', /4111\d{12}/] })).toBe(
      `${CARD} A@b.io [EMAIL]`,
    );
    expect(() => Reflect.apply(sensitiveData, undefined, [{ allow: ['a', 1] }])).toThrow(
      expect.objectContaining({
        code: 'ERR_GUARDRAIL_CONFIG',
        message: 'allow[1] must be text or an expression',
      }),
    );
  });

  it('never allows a private key', () => {
    expect(redacted(`${OPENING}${BODY}${CLOSING}`, { allow: [/.{1,9000}/s] })).toBe('[PRIVATE_KEY]');
  });

  it('takes detectors of sensitive data in addition, no others', () => {
    expect(redacted(`TCK-1234 falcon ${CARD}`, { detectors: [ticket, topic] })).toBe(
      '[TICKET] falcon [CREDIT_CARD]',
    );
    expect(redacted('TCK-1234 TCK-9999', { detectors: [ticket], allow: ['tck-1234'] })).toBe(
      'TCK-1234 [TICKET]',
    );
    expect(redacted('TCK-1234')).toBe('TCK-1234');
  });

  it.each([
    [0.8, '[TICKET]'],
    [0.81, 'TCK-1234'],
  ])('reports from a confidence of %d on: %s', (minConfidence, expected) => {
    expect(redacted('TCK-1234', { detectors: [ticket], minConfidence })).toBe(expected);
  });

  it('finds nothing in nothing', () => {
    const detector = sensitiveData();
    expect([detector.find(''), detector.redact(''), detector.stream().end()]).toEqual([[], '', '']);
  });
});

describe('findSensitive', () => {
  it('names the field it is told, or the prompt', () => {
    expect(findSensitive(CARD)).toMatchObject([{ field: 'prompt', start: 0, end: 16, label: 'CREDIT_CARD' }]);
    expect(findSensitive(CARD, 'toolOutput')).toMatchObject([{ field: 'toolOutput' }]);
  });
});

describe('a replacement', () => {
  const block = `${OPENING}${BODY}${CLOSING}`;

  it('is the label', () => {
    expect(sensitiveData().redact(`${CARD}, ${block}.`, 'label')).toBe('[CREDIT_CARD], [PRIVATE_KEY].');
  });

  it('is as long as the finding, or the label where that is not known', () => {
    const spaced = '4111 1111\u200b 1111 1111';
    expect(sensitiveData().redact(`${spaced}, ${block}.`, 'mask')).toBe(
      `${'*'.repeat(spaced.length)}, [PRIVATE_KEY].`,
    );
  });

  it('is told of the finding and nothing of the text', () => {
    const seen: RedactedFinding[] = [];
    const number = (finding: RedactedFinding) => `<${seen.push(finding)}>`;
    expect(sensitiveData().redact(`${CARD}, ${block}.`, number)).toBe('<1>, <2>.');
    expect(seen).toEqual([
      { detector: 'dlp', label: 'CREDIT_CARD', confidence: expect.any(Number), length: 16 },
      { detector: 'secrets', label: 'PRIVATE_KEY', confidence: expect.any(Number), length: undefined },
    ]);
  });

  it.each([
    ['throws', () => Reflect.apply(Array, undefined, [-1])],
    ['gives no text', () => 7],
    ['gives nothing', () => undefined],
  ])('that %s is the label', (_name, replacement) => {
    const redact: unknown = Reflect.apply(sensitiveData().redact, undefined, [`${CARD}.`, replacement]);
    expect(redact).toBe('[CREDIT_CARD].');
  });

  it('may be empty, and is not read again', () => {
    expect(sensitiveData().redact(`a ${CARD} b`, () => '')).toBe('a  b');
    expect(sensitiveData().redact('a@b.io', () => CARD)).toBe(CARD);
  });
});

describe('a stream', () => {
  /** The text that leaves, and the most that was held back, of a text that comes by the character. */
  const drip = (text: string) => {
    const stream = sensitiveData().stream();
    let out = '';
    let held = 0;
    for (const character of text.split('')) {
      out += stream.push(character);
      held = Math.max(held, stream.heldLength);
    }
    return { out: out + stream.end(), held };
  };

  it.each([
    [
      'prose',
      64,
      `The committee met on Tuesday, 14 March 2023, to discuss the budget for the coming year. "We have spent
12,500 more than planned," said the treasurer, "and I don't see where 3,000 of it went." The chair asked whether the
password policy had been part of the costs; nobody knew. My name is written on the door: I live at the end of the
road, next to the bank. Call me when you get there, or write to the office at 10:30. Please send the token of thanks
to Maria, and tell her the key is under the mat. Her date of birth is unknown; the driving licence was never found.`,
    ],
    [
      'German prose',
      64,
      `Der Ausschuss traf sich am 14. März 2023, um über den Haushalt zu sprechen. Straße und Hausnummer stehen auf
dem Umschlag; das Passwort war „geheim“. Wir zahlten 12,50 € für 3 Karten und fuhren um 10:30 Uhr nach Hause.`,
    ],
    [
      'markdown',
      64,
      `# Release notes

- **Fixed**: the parser read \`a[0]\` twice (see #1234)
- Added \`--dry-run\`; the default is \`false\`

| Name | Size |
| ---- | ---: |
| core | 12 kB |

> Note: set the password in the settings, then [read on](https://docs.example.com/guide#start).

1. Open the file
2. Change version 1.2.3 to 2.0.0
`,
    ],
    [
      'code',
      64,
      `import { readFile } from 'node:fs/promises';

export async function load(path: string, options: Options = {}): Promise<Config> {
  const text = await readFile(path, 'utf8');
  // Retry 3 times, 250 ms apart.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const parsed = parse(text, { strict: options.strict ?? true });
    if (parsed.ok) return { ...parsed.value, token: process.env.TOKEN, key: parsed.key };
  }
  throw new ConfigError('cannot read ' + path);
}

const password = getPassword(user.id);
const colour = '#ff8800';
`,
    ],
  ])('of %s holds at most %d characters back and changes none', (_name, most, text) => {
    const { out, held } = drip(text);
    expect(out).toBe(text);
    expect(held).toBeLessThanOrEqual(most);
    expect(held).toBeGreaterThan(0);
  });

  it('lets words without anything to find leave at once', () => {
    const stream = sensitiveData().stream();
    expect(stream.push('Is the tower tall? ')).toBe('Is the tower tall? ');
    expect(stream.heldLength).toBe(0);
  });

  it('writes the label of a private key once its start is certain, and nothing of the key', () => {
    const stream = sensitiveData().stream();
    let out = '';
    for (const character of `key: ${OPENING}`) out += stream.push(character);
    expect('key: [PRIVATE_KEY]').toContain(out);
    let most = 0;
    for (const character of BODY) {
      out += stream.push(character);
      expect('key: [PRIVATE_KEY]').toContain(out);
      most = Math.max(most, stream.heldLength);
    }
    expect(out).toBe('key: [PRIVATE_KEY]');
    expect(most).toBeLessThanOrEqual(64);
    for (const character of `${CLOSING} and a@b.io`) out += stream.push(character);
    expect(out + stream.end()).toBe('key: [PRIVATE_KEY] and [EMAIL]');
  });

  it('writes nothing more of a private key that does not end', () => {
    expect(drip(`key: ${OPENING}${BODY}`).out).toBe('key: [PRIVATE_KEY]');
  });

  it('writes an opening that opens nothing as it came', () => {
    expect(drip(`${OPENING.trim()} is the first line.`).out).toBe(`${OPENING.trim()} is the first line.`);
  });

  it('takes nothing after its end, and ends once', () => {
    const stream = sensitiveData().stream();
    stream.push(CARD);
    expect([stream.end(), stream.end(), stream.heldLength]).toEqual(['[CREDIT_CARD]', '', 0]);
    expect(() => stream.push('a')).toThrow(TypeError);
  });

  it('knows nothing of other streams', () => {
    const [one, other] = [sensitiveData().stream(), sensitiveData().stream()];
    const released = [
      one.push(CARD.slice(0, 8)),
      other.push('a@b'),
      one.push(CARD.slice(8)),
      other.push('.io '),
    ];
    expect([
      released[0] + (released[2] ?? '') + one.end(),
      `${released[1]}${released[3]}${other.end()}`,
    ]).toEqual(['[CREDIT_CARD]', '[EMAIL] ']);
  });

  it('takes the replacement it is given', () => {
    const stream = sensitiveData().stream('mask');
    expect(stream.push(`${CARD} x`) + stream.end()).toBe(`${'*'.repeat(16)} x`);
  });
});
