/**
 * Returns the value of a character in base 36: digits count as themselves, letters from 10. Returns NaN for anything
 * else.
 */
const valueIn36 = (character: string): number => Number.parseInt(character, 36);

/**
 * Returns the remainder modulo 97 of the number that digits and letters spell (A = 10 to Z = 35, two decimal places
 * each). ISO/IEC 7064 MOD 97-10 holds if it is 1. Expects ASCII letters and digits.
 */
export function remainder97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = valueIn36(character);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** Checks ISO/IEC 7064 MOD 11,10 over digits, the last of which is the check digit. */
export function passesMod1110(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + Number(digits.at(-1))) % 10 === 1;
}

/** Checks ISO/IEC 7064 MOD 11-2 over digits, the last of which may be X for 10. */
export function passesMod112(text: string): boolean {
  let sum = 0;
  for (const digit of text.slice(0, -1)) sum = ((sum + Number(digit)) * 2) % 11;
  const check = text.at(-1)?.toUpperCase() === 'X' ? 10 : Number(text.at(-1));
  return (sum + check) % 11 === 1;
}
