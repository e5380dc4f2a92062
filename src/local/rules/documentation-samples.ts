import { digitsOf } from '../checks/digits.js';

/**
 * Credentials that their vendors print in documentation, whole: ids of AWS that end in EXAMPLE (IAM user guide) and the
 * secrets beside them, Stripe's published test keys.
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
 * Social security numbers that stand for one: counted up, and the two that the Social Security Administration withdrew
 * because they were printed on specimen cards and in a pamphlet.
 */
const SOCIAL_SECURITY_NUMBERS: ReadonlySet<string> = new Set(['123456789', '078051120', '219099999']);

/**
 * Addresses of IPv4 that are nobody's in particular: private (RFC 1918), shared (RFC 6598), of the machine (RFC 1122) or
 * the link (RFC 3927), for documentation (RFC 5737).
 */
const IPV4_RANGES =
  /^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|192\.0\.2|198\.51\.100|203\.0\.113)\./;

/** An IPv4 address by itself or mapped into IPv6 (RFC 4291, 2.5.5), with or without a prefix length. */
const IPV4 = /^(?:[0:]{2,30}(?:ffff:)?)?((?:\d{1,3}\.){3}\d{1,3})(?:\/\d{1,3})?$/i;

/**
 * Whether a match is a sample of documentation, or an address that many networks have: printed everywhere and nobody's.
 * Numbers of test cards, telephone numbers with 555 and addresses at example.com are none: people type them in the place
 * of their own, and the vendor's service reports them too. Neither are addresses of IPv6, of whatever range: their lower
 * half may tell a machine by itself.
 */
export function isDocumentationSample(match: string, label: string): boolean {
  if (label === 'IP_ADDRESS') return IPV4_RANGES.test(IPV4.exec(match)?.[1] ?? '');
  if (label === 'US_SSN' || /^\d{3}-\d{2}-\d{4}$/.test(match))
    return SOCIAL_SECURITY_NUMBERS.has(digitsOf(match));
  return match.length >= 20 && match.length <= 48 && CREDENTIAL.test(match);
}
