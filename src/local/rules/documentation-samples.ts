import { digitsOf } from '../checks/digits.js';

/**
 * Credentials that vendors print in documentation: AWS ids that end in EXAMPLE (IAM user guide) with their secrets, and
 * Stripe's published test keys. Only whole matches count.
 */
const CREDENTIAL = new RegExp(
  [
    'A(?:KIA|SIA|ROA|IDA|GPA|NPA|NVA)[A-Z2-7]{5,13}EXAMPLE',
    '[A-Za-z0-9/+]{29,32}EXAMPLEKEY',
    '[ps]k_test_(?:4eC39HqLyjWDarjtT1zdp7dc|TYooMQauvdEDq54NiTphI7jx|BQokikJOvBiI2HlWgH4olfQ2)',
  ]
    .map((source) => `^(?:${source})$`)
    .join('|'),
);

/**
 * Social security numbers that serve as samples: digits that count up, and the two that the Social Security
 * Administration withdrew after they were printed on specimen cards and in a pamphlet.
 */
const SOCIAL_SECURITY_NUMBERS: ReadonlySet<string> = new Set(['123456789', '078051120', '219099999']);

/**
 * IPv4 addresses that identify nobody: private (RFC 1918), shared (RFC 6598), loopback (RFC 1122), link-local (RFC
 * 3927), documentation (RFC 5737).
 */
const IPV4_RANGES =
  /^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|192\.0\.2|198\.51\.100|203\.0\.113)\./;

/** An IPv4 address alone or mapped into IPv6 (RFC 4291, 2.5.5), with or without a prefix length. */
const IPV4 = /^(?:[0:]{2,30}(?:ffff:)?)?((?:\d{1,3}\.){3}\d{1,3})(?:\/\d{1,3})?$/i;

/**
 * Tells whether a match is a sample of documentation, or an address that many networks have. Such values are printed
 * everywhere and identify nobody. Numbers of test cards, telephone numbers with 555 and addresses at example.com do not
 * count as samples: people type them in place of their own, and the vendor's service reports them too. IPv6 addresses
 * of any range do not count either, because their lower half may identify a machine.
 */
export function isDocumentationSample(match: string, label: string): boolean {
  if (label === 'IP_ADDRESS') return IPV4_RANGES.test(IPV4.exec(match)?.[1] ?? '');
  if (label === 'US_SSN' || /^\d{3}-\d{2}-\d{4}$/.test(match))
    return SOCIAL_SECURITY_NUMBERS.has(digitsOf(match));
  return match.length >= 20 && match.length <= 48 && CREDENTIAL.test(match);
}
