const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What a character of ASCII counts in base64, in either alphabet (RFC 4648 sections 4 and 5), by its code; -1 for no digit. */
export const BASE64_VALUES = new Int8Array(128).fill(-1);
for (const [value, digit] of [...DIGITS].entries()) BASE64_VALUES[digit.charCodeAt(0)] = value;
BASE64_VALUES['-'.charCodeAt(0)] = 62;
BASE64_VALUES['_'.charCodeAt(0)] = 63;
