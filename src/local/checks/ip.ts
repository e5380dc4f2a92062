const OCTET = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

/** Checks an IPv4 address in dotted decimals without leading zeros. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 && parts.every((part) => OCTET.test(part) && (part === '0' || !part.startsWith('0')))
  );
}

/** Checks an IPv6 address in any text form of RFC 4291, 2.2: eight groups, `::` once, the last two groups as IPv4. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const embedded = last?.includes('.') === true;
  if (embedded && (last === undefined || !isIpv4(last) || text.endsWith('::'))) return false;
  const hex = embedded ? groups.slice(0, -1) : groups;
  if (!hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  const count = hex.length + (embedded ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

/**
 * Tells whether an IPv6 address is unlikely to be code, where `a::b` names a member and `1::2` is a slice. Such an
 * address is written in full, is `::1`, has three groups, or has a group of letters and digits or of global unicast
 * (2000::/3).
 */
export function isTellingIpv6(text: string): boolean {
  const groups = text.split(':').filter((group) => group !== '');
  if (text === '::1' || !text.includes('::')) return true;
  if (!/\d/.test(text)) return false;
  const mixed = groups.some((group) => /[a-f]/i.test(group) && /\d/.test(group));
  return mixed || groups.length >= 3 || text.includes('.') || /^[23][0-9a-f]{3}:/i.test(text);
}

/** Addresses that every machine has, and masks. `127.0.0.1`, `0.0.0.0` and `255.255.255.0` identify nobody. */
const EVERYBODYS = /^(?:127\.0\.0\.1|0\.0\.0\.0|255(?:\.(?:255|0)){3})(?:\/\d{1,2})?$/;

/**
 * Tells whether an IPv4 address, with or without a prefix length, may be somebody's. The loopback and network masks are
 * not.
 */
export function isHostIpv4(text: string): boolean {
  return !EVERYBODYS.test(text);
}

/** Public resolvers whose numbers are as small as those of sections. */
const RESOLVERS: ReadonlySet<string> = new Set([
  '1.1.1.1',
  '1.0.0.1',
  '4.2.2.2',
  '8.8.8.8',
  '8.8.4.4',
  '9.9.9.9',
]);

/**
 * Tells whether four numbers are as small as those of sections and versions. By chance one address in 4,000 is like
 * that. Addresses of private networks are not sections.
 */
export function looksLikeSection(address: string): boolean {
  const [numbers = ''] = address.split('/');
  return (
    !RESOLVERS.has(numbers) &&
    !numbers.startsWith('10.') &&
    numbers.split('.').every((octet) => Number(octet) < 32)
  );
}

/** Tells whether an IPv6 address may be somebody's (RFC 4291). The unspecified address is not. */
export function isHostIpv6(address: string): boolean {
  return !/^[0:]{2,39}$/.test(address);
}
