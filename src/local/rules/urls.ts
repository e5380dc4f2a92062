import type { Rule } from './rule.js';

/** Categories the vendor's test pages exist for; a path with another word is no test page. */
const TEST_CATEGORIES =
  'malware|phishing|command-and-control|grayware|ransomware|hacking|proxy-avoidance-and-anonymizers|newly-registered-domain|parked|dynamic-dns|compromised-website|scanning-activity|cryptocurrency|artificial-intelligence|adult|gambling|weapons|unknown|high-risk|medium-risk';

/** URLs that always hit. They are the vendor's own test pages, which its cloud treats the same way. */
export const URL_RULES: readonly Rule[] = [
  {
    label: 'TEST_URL',
    trigger: { chars: '/|$' },
    pattern: new RegExp(
      String.raw`(?<![\w.-])(?:https?:\/\/)?(?:urlfiltering|pandb)\.paloaltonetworks\.com\/test-(?:${TEST_CATEGORIES})(?![\w-])`,
      'gi',
    ),
    labelOf: (match) =>
      match
        .slice(match.toLowerCase().lastIndexOf('/test-') + '/test-'.length)
        .toUpperCase()
        .replaceAll('-', '_'),
    confidence: 1,
    examples: {
      match: [
        'see https://urlfiltering.paloaltonetworks.com/test-malware',
        'urlfiltering.paloaltonetworks.com/test-command-and-control.',
        'http://pandb.paloaltonetworks.com/test-ransomware',
      ],
      noMatch: [
        'https://paloaltonetworks.com/test-malware',
        'https://urlfiltering.paloaltonetworks.com/',
        'https://urlfiltering.paloaltonetworks.com.example/test-malware',
      ],
    },
  },
];
