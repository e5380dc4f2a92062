import { hasDigitCluster } from '../../checks/digits.js';
import { isIpv6, isTellingIpv6 } from '../../checks/ip.js';
import type { Rule } from '../rule.js';
import { whole } from './id-number.js';

/** The address without its zone and prefix length. */
const bare = (match: string): string => match.replace(/[%/].{1,24}$/, '');

/** Addresses of machines. A prefix length belongs to the address. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    label: 'IP_ADDRESS',
    trigger: { digits: 4 },
    // Behind the word "version", or a product and a slash or dash, four numbers are a version.
    pattern:
      /(?<![\w.]|[A-Za-z][-/]|version[ :=]{1,2}|[ (]ver\.?[ :=]|release )(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\/(?:3[0-2]|[12]?\d))?(?!\w|\.\w|-[A-Za-z])/gi,
    confidence: 0.85,
    examples: {
      match: ['ping 192.168.1.10.', 'http://10.0.0.1:8080/', '203.0.113.0/24', 'ip=8.8.8.8'],
      noMatch: [
        '256.1.1.1',
        'version 1.2.3.4',
        'v1.2.3.4',
        'Chrome/120.0.0.0',
        '1.3.6.1.4.1',
        '1.02.3.4',
        '1.2.3.4-beta',
      ],
    },
  },
  {
    label: 'IP_ADDRESS',
    trigger: { chars: ':' },
    pattern:
      /(?<![\w:.%-])(?:[0-9a-f]{0,4}:){2,8}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4})(?:%[a-z0-9]{1,15})?(?:\/\d{1,3})?(?![\w:]|\.\d)/gi,
    accept: whole((match) => isIpv6(bare(match)) && isTellingIpv6(bare(match))),
    confidence: 0.9,
    examples: {
      match: [
        '2001:db8::1',
        '::1',
        'fe80::1%eth0',
        '::ffff:192.0.2.1',
        '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
        '[2001:db8::1]:443',
        'fe80::/10',
        '2001:db8::/32.',
      ],
      noMatch: [
        '12:34:56',
        'std::vector',
        'a::b',
        'x[1::2]',
        '1:2:3:4',
        '::',
        'foo :: Int',
        '2001:db8::1::2',
      ],
    },
  },
  {
    label: 'IP_ADDRESS',
    trigger: { chars: ':' },
    pattern: /(?<![\w:.)\]>])::(?![\w:/])/g,
    context: {
      words: ['ip', 'ipv6', 'src', 'dst', 'addr', 'address', 'listen', 'bind', 'route'],
      within: 16,
      confidence: 0.7,
    },
    confidence: 0,
    examples: { match: ['listen on ::', 'src=:: dst=x'], noMatch: ['foo :: Int', 'a::b', '::'] },
  },
  {
    label: 'IP_ADDRESS',
    trigger: { chars: ':' },
    pattern: /(?<![\w:.)\]>])::\/(?:12[0-8]|1[01]\d|[1-9]?\d)(?![\w:/.])/g,
    confidence: 0.85,
    examples: { match: ['route ::/0', '::/128'], noMatch: ['a::/0', '::/129', '::/x'] },
  },
  {
    label: 'MAC_ADDRESS',
    trigger: { inside: ':-' },
    pattern:
      /(?<![\w:-])(?:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}|[0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2})(?![\w:-])/gi,
    confidence: 0.9,
    examples: {
      match: ['00:1A:2B:3C:4D:5E', 'mac 00-1a-2b-3c-4d-5e.'],
      noMatch: ['00:1A:2B:3C:4D', '00:1A:2B:3C:4D:5E:6F', '00:1A-2B:3C-4D:5E', '0g:1A:2B:3C:4D:5E'],
    },
  },
  {
    label: 'MAC_ADDRESS',
    trigger: { digits: 2 },
    pattern: /(?<![\w.-])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w-]|\.\w)/gi,
    // Twelve decimals with dots are an amount or an identifier more often.
    accept: whole((match) => hasDigitCluster(match, 2) && /[a-f]/i.test(match)),
    confidence: 0.85,
    examples: { match: ['001a.2b3c.4d5e'], noMatch: ['1234.5678.9012', '001a.2b3c', 'face.cafe.beef'] },
  },
];
