const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The value of each ASCII character as a base64 digit, by its code, in either alphabet (RFC 4648 sections 4 and 5). It
 * is -1 for a character that is not a digit.
 */
export const BASE64_VALUES = new Int8Array(128).fill(-1);
for (const [value, digit] of [...DIGITS].entries()) BASE64_VALUES[digit.charCodeAt(0)] = value;
BASE64_VALUES['-'.charCodeAt(0)] = 62;
BASE64_VALUES['_'.charCodeAt(0)] = 63;
