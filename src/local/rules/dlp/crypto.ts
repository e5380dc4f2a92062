import {
  isBitcoinAddress,
  isChecksummedEthereumAddress,
  isPlainEthereumAddress,
  isSegwitAddress,
} from '../../checks/crypto-address.js';
import type { Rule } from '../../matcher/rule.js';
import { whole } from './id-number.js';

/** Rules for addresses of crypto currencies. */
export const CRYPTO_RULES: readonly Rule[] = [
  {
    label: 'CRYPTO_ADDRESS',
    trigger: { digits: 1 },
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[/+])[13][1-9A-HJ-NP-Za-km-z]{25,33}(?!_{0,2}[A-Za-z0-9]|[/+])/g,
    accept: whole(isBitcoinAddress),
    confidence: 0.97,
    examples: {
      match: ['send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy.'],
      noMatch: [
        '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb',
        '1A1zP1eP5QGefi2DMPTfTL5',
        '1111111111111111111111111111',
      ],
    },
  },
  {
    label: 'CRYPTO_ADDRESS',
    trigger: { starts: ['bc1', 'tb1'] },
    pattern: /(?<![A-Za-z0-9])(?:bc|tb)1[02-9ac-hj-np-z]{11,71}(?![A-Za-z0-9])/gi,
    accept: whole(isSegwitAddress),
    confidence: 0.97,
    examples: {
      match: ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4'],
      noMatch: ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4'],
    },
  },
  {
    label: 'CRYPTO_ADDRESS',
    trigger: { starts: ['0x'] },
    pattern: /(?<![A-Za-z0-9])0x[0-9A-Fa-f]{40}(?![A-Za-z0-9])/g,
    accept: whole(isChecksummedEthereumAddress),
    confidence: 0.97,
    examples: {
      match: ['to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
      noMatch: ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
    },
  },
  {
    label: 'CRYPTO_ADDRESS',
    trigger: { starts: ['0x'] },
    pattern: /(?<![A-Za-z0-9])0x[0-9A-Fa-f]{40}(?![A-Za-z0-9])/g,
    accept: whole(isPlainEthereumAddress),
    context: {
      words: [
        'ethereum',
        'eth',
        'ether',
        'erc20',
        'erc-20',
        'wallet',
        'crypto',
        'usdt',
        'usdc',
        'polygon',
        'metamask',
        'wallet address',
      ],
      confidence: 0.85,
    },
    confidence: 0,
    examples: {
      match: ['my ETH wallet is 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
      noMatch: [
        '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
        'wallet 0x0000000000000000000000000000000000000000',
      ],
    },
  },
];
