import { describe, expect, it } from 'vitest';
import { defineDetector, localScanner, sensitiveData } from '../../src/local/index.js';
import { isDocumentationSample } from '../../src/local/rules/documentation-samples.js';

const AWS_ID = `${'AKIA'}IOSFODNN7EXAMPLE`;
const AWS_SECRET = `${'wJalrXUtnFEMI'}/K7MDENG/bPxRfiCYEXAMPLEKEY`;

/** Samples, each in a text in which it would be found. */
const SAMPLES: readonly (readonly [text: string, sample: string])[] = [
  [`aws_access_key_id = ${AWS_ID}`, AWS_ID],
  [`aws_secret_access_key = ${AWS_SECRET}`, AWS_SECRET],
  [`key ${`${'ASIA'}IOSFODNN7EXAMPLE`}`, `${'ASIA'}IOSFODNN7EXAMPLE`],
  ['SSN 123-45-6789', '123-45-6789'],
  ['her SSN: 123456789', '123456789'],
  ['social security number 078-05-1120', '078-05-1120'],
  ['SSN 219-09-9999', '219-09-9999'],
  ...[
    ...[
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.254',
      '192.168.1.10',
      '10.0.0.0/8',
      '100.64.0.7',
      '169.254.10.20',
    ],
    ...['192.0.2.1', '198.51.100.44', '203.0.113.7/24'],
    ...['::ffff:192.168.1.1'],
  ].map((address) => [`ping the host ${address} now`, address] as const),
];

const REAL = [
  `aws_access_key_id = ${'AKIA'}OZDRREUFTHBW75XB`,
  'SSN 536-90-4399',
  'SSN 987-65-4321',
  'ping 172.32.0.1',
  'ping 100.128.1.77',
  'ping 192.169.1.10',
  'ping 203.0.114.7',
  'host 2a00:1450:4001:82f::200e',
  'host ::ffff:93.184.216.34',
  'host 2001:db8::1',
  'host fe80::1ff:fe23:4567:890a%eth0',
  'card 4111 1111 1111 1111',
  'write to jane@example.com',
  'call (212) 555-0187',
];

describe('samples of documentation', () => {
  it.each(SAMPLES)('leave %j alone unless asked for', (text, sample) => {
    expect(sensitiveData().find(text)).toEqual([]);
    expect(sensitiveData().redact(text)).toBe(text);
    const asked = sensitiveData({ documentationSamples: true });
    expect(asked.find(text).map(({ start, end }) => text.slice(start, end))).toContain(sample);
    expect(asked.redact(text)).not.toContain(sample);
  });

  it.each(REAL)('are not what stands in %j', (text) => {
    expect(sensitiveData().find(text)).not.toEqual([]);
  });

  it('are left alone by a scanner and its streams, and found where it is asked for', async () => {
    for (const [text] of SAMPLES) {
      expect((await localScanner().scan({ prompt: text })).promptDetected.dlp, text).toBe(false);
      const asked = localScanner({ documentationSamples: true });
      expect((await asked.scan({ prompt: text })).promptDetected.dlp, text).toBe(true);
      const stream = sensitiveData().stream();
      expect([...text].map((character) => stream.push(character)).join('') + stream.end()).toBe(text);
    }
  });

  it('hide nothing that stands inside of them or around', () => {
    const hosts = defineDetector({
      name: 'hosts',
      pattern: /10\.\d{1,3}\.\d{1,3}\.\d{1,3}/,
      confidence: 0.9,
    });
    const detector = sensitiveData({ detectors: [hosts] });
    expect(detector.redact('to 10.1.2.3 and 192.168.1.2')).toBe('to [HOSTS] and 192.168.1.2');
    const url = 'postgres://app:Xk29fLq8vTz@10.1.2.3:5432/main';
    expect(sensitiveData().redact(url)).not.toContain('Xk29fLq8vTz');
  });

  it('must be a switch', () => {
    // @ts-expect-error the option is a switch
    expect(() => sensitiveData({ documentationSamples: 1 })).toThrow(/documentationSamples/);
    // @ts-expect-error the option is a switch
    expect(() => localScanner({ documentationSamples: 'yes' })).toThrow(/documentationSamples/);
  });
});

describe('isDocumentationSample', () => {
  it('looks at a whole match', () => {
    expect(isDocumentationSample(AWS_ID, 'AWS_ACCESS_KEY_ID')).toBe(true);
    expect(isDocumentationSample(`${AWS_ID}0`, 'AWS_ACCESS_KEY_ID')).toBe(false);
    expect(isDocumentationSample('123456789', 'PHONE')).toBe(false);
    expect(isDocumentationSample('123-45-6789', 'PHONE')).toBe(true);
    expect(isDocumentationSample('10.1.2.3', 'GENERIC_PASSWORD')).toBe(false);
  });
});
