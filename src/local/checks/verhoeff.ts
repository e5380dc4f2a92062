/** Multiplication in the dihedral group D5, by rows (J. Verhoeff, Error Detecting Decimal Codes, 1969). */
const PRODUCT: readonly string[] = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];

/** The permutation of a digit by its place, counted from the last digit, modulo 8. */
const PERMUTATION: readonly string[] = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Checks the Verhoeff check digit, which detects every wrong digit and every swap of neighbours. Takes digits only. */
export function passesVerhoeff(digits: string): boolean {
  let state = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - place));
    const permuted = Number(PERMUTATION[place % 8]?.charAt(digit));
    state = Number(PRODUCT[state]?.charAt(permuted));
  }
  return digits.length > 0 && state === 0;
}
