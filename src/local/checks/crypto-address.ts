import { keccak256 } from './keccak256.js';
import { sha256 } from './sha256.js';

const BASE_58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Checks a Bitcoin address in base 58: version 0 or 5, 20 bytes, and the first 4 bytes of their double SHA-256. */
export function isBitcoinAddress(text: string): boolean {
  const bytes = new Uint8Array(25);
  for (const character of text) {
    let carry = BASE_58.indexOf(character);
    if (carry < 0) return false;
    for (let index = 24; index >= 0; index -= 1) {
      carry += (bytes[index] ?? 0) * 58;
      bytes[index] = carry & 0xff;
      carry >>= 8;
    }
    if (carry > 0) return false;
  }
  if (bytes[0] !== 0x00 && bytes[0] !== 0x05) return false;
  const digest = sha256(sha256(bytes.subarray(0, 21)));
  return [0, 1, 2, 3].every((index) => digest[index] === bytes[21 + index]);
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BECH32_GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** The remainder of the checksum for witness versions from 1 on (BIP 350). For version 0 it is 1 (BIP 173). */
const BECH32M = 0x2bc830a3;

/** Checks a segregated witness address: not in mixed case, bech32 checksum for version 0, bech32m for 1 to 16. */
export function isSegwitAddress(text: string): boolean {
  const address = text.toLowerCase();
  if (text !== address && text !== text.toUpperCase()) return false;
  const separator = address.lastIndexOf('1');
  const prefix = Array.from(address.slice(0, separator), (character) => character.charCodeAt(0));
  const data = Array.from(address.slice(separator + 1), (character) => BECH32.indexOf(character));
  const version = data[0] ?? -1;
  if (separator < 1 || data.length < 7 || data.includes(-1) || version > 16) return false;
  const expanded = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data];
  let check = 1;
  for (const value of expanded) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    BECH32_GENERATOR.forEach((generator, bit) => {
      if ((top >> bit) & 1) check ^= generator;
    });
  }
  return check === (version === 0 ? 1 : BECH32M);
}

/** Checks an Ethereum address in mixed case, whose capitals are the checksum of EIP-55. `text` starts with `0x`. */
export function isChecksummedEthereumAddress(text: string): boolean {
  const address = text.slice(2);
  const lower = address.toLowerCase();
  if (address === lower || address === address.toUpperCase()) return false;
  const digest = keccak256(Uint8Array.from(lower, (character) => character.charCodeAt(0)));
  return Array.from(lower).every((character, index) => {
    const byte = digest[index >> 1] ?? 0;
    const nibble = index % 2 === 0 ? byte >> 4 : byte & 15;
    return address.charAt(index) === (nibble >= 8 ? character.toUpperCase() : character);
  });
}

/** Checks an Ethereum address without a checksum: in one case, and more than one character repeated. */
export function isPlainEthereumAddress(text: string): boolean {
  const address = text.slice(2);
  const oneCase = address === address.toLowerCase() || address === address.toUpperCase();
  return oneCase && new Set(address).size > 2;
}
