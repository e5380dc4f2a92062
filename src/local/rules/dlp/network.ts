import { hasDigitCluster } from '../../checks/digits.js';
import { isHostIpv4, isHostIpv6, isIpv6, isTellingIpv6, looksLikeSection } from '../../checks/ip.js';
import type { Rule } from '../../matcher/rule.js';
import { whole } from './id-number.js';

/** Returns the address without its zone and prefix length. */
const bare = (match: string): string => match.replace(/[%/].{1,24}$/, '');

/** Words before four numbers that are a version or a place in a document, for the end of a look-behind. */
const VERSION_WORDS = [
  'version|versions|versión|versão|versione|versie|wersja|verze|sürüm|версия|версии|версию|версія|versio',
  '版本|バージョン|버전|release|firmware|build|macos|android|upgrade to|upgraded to|kernel|openssl|section|chapter|clause|figure|fig|§',
  '[ (]v|[ (]vers?|[ (]rev|[ (]os|[ (]ios',
].join('|');

const IPV4 = new RegExp(
  [
    String.raw`(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|\.|[A-Za-z][-/])`,
    String.raw`(?<!(?:${VERSION_WORDS})[.:=]?[ =:]?(?:\d{1,5}(?:\.\d{1,5}){1,4},? (?:and|or|to|und|et|y|e) )?)`,
    String.raw`(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`,
    String.raw`(?:\/(?:3[0-2]|[12]?\d))?(?!_{0,2}[A-Za-z0-9]|\.\w|-[A-Za-z])`,
  ].join(''),
  'gi',
);

/** Rules for addresses of machines and networks. A prefix length belongs to the address. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    label: 'IP_ADDRESS',
    trigger: { digits: 4 },
    // After such a word, or after a product and a slash or dash, four numbers are a version.
    pattern: IPV4,
    accept: whole((match) => isHostIpv4(match) && !looksLikeSection(match)),
    confidence: 0.85,
    examples: {
      match: [
        'ping 192.168.1.10.',
        'http://10.0.0.1:8080/',
        '203.0.113.7/24',
        'ip=8.8.8.8',
        'server 203.0.113.7',
        '_192.168.1.10_',
        '198.51.100.0/32',
        '10.0.0.0/8',
      ],
      noMatch: [
        '256.1.1.1',
        'version 1.2.3.4',
        'version 10.15.7.1234 and 1.2.3.4 released',
        'Версия 1.2.3.4',
        'see section 3.1.4.1',
        'kernel 5.15.0.91',
        'v1.2.3.4',
        'Chrome/120.0.0.0',
        '1.3.6.1.4.1',
        '1.02.3.4',
        '1.2.3.4-beta',
        '// 5.3.2.1',
        'as 4.2.6.10 says',
        '127.0.0.1',
        '0.0.0.0',
        '255.255.255.255',
        '0.0.0.0/0',
      ],
    },
  },
  {
    label: 'IP_ADDRESS',
    trigger: { digits: 4 },
    pattern: new RegExp(IPV4.source, 'gi'),
    accept: whole((match) => isHostIpv4(match) && looksLikeSection(match)),
    context: {
      words: [
        ...[
          'ip',
          'ips',
          'ipv4',
          'ip address',
          'ip addresses',
          'address',
          'addr',
          'host',
          'hostname',
          'server',
          'client',
        ],
        ...[
          'dns',
          'ping',
          'gateway',
          'resolver',
          'nameserver',
          'subnet',
          'cidr',
          'ssh',
          'proxy',
          'firewall',
          'remote',
        ],
        ...['adresse', 'dirección', 'endereço', 'indirizzo', 'адрес', '地址', 'アドレス'],
      ],
      within: 32,
      confidence: 0.8,
    },
    confidence: 0,
    examples: {
      match: ['server 5.3.2.1', 'ip=1.2.3.4', 'IP address 23.9.1.8'],
      noMatch: ['5.3.2.1', 'the server of version 1.2.3.4'],
    },
  },
  {
    label: 'IP_ADDRESS',
    trigger: { chars: ':' },
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[:.%-])(?:[0-9a-f]{0,4}:){2,8}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4})(?:%[a-z0-9]{1,15})?(?:\/\d{1,3})?(?!_{0,2}[A-Za-z0-9]|:|\.\d)/gi,
    accept: whole((match) => isIpv6(bare(match)) && isTellingIpv6(bare(match)) && isHostIpv6(bare(match))),
    confidence: 0.9,
    examples: {
      match: [
        '2001:db8::1',
        'fe80::1%eth0',
        '::ffff:192.0.2.1',
        '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
        '[2001:db8::1]:443',
        '2001:db8::7/32.',
        '::1',
      ],
      noMatch: [
        '12:34:56',
        'std::vector',
        'a::b',
        'x[1::2]',
        '1:2:3:4',
        '::',
        '::/0',
        'foo :: Int',
        '2001:db8::1::2',
      ],
    },
  },
  {
    label: 'MAC_ADDRESS',
    trigger: { inside: ':-' },
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[:-])(?:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}|[0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2})(?!_{0,2}[A-Za-z0-9]|[:-])/gi,
    confidence: 0.9,
    examples: {
      match: ['00:1A:2B:3C:4D:5E', 'mac 00-1a-2b-3c-4d-5e.', '_00:1A:2B:3C:4D:5E_'],
      noMatch: ['00:1A:2B:3C:4D', '00:1A:2B:3C:4D:5E:6F', '00:1A-2B:3C-4D:5E', '0g:1A:2B:3C:4D:5E'],
    },
  },
  {
    label: 'MAC_ADDRESS',
    trigger: { digits: 2 },
    pattern: /(?<![\w.-])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w-]|\.\w)/gi,
    // Twelve decimals with dots are more often an amount or an identifier.
    accept: whole((match) => hasDigitCluster(match, 2) && /[a-f]/i.test(match)),
    confidence: 0.85,
    examples: { match: ['001a.2b3c.4d5e'], noMatch: ['1234.5678.9012', '001a.2b3c', 'face.cafe.beef'] },
  },
];
