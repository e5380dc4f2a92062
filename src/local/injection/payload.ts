/** A run of a text that encodes another text. Offsets are UTF-16 in the surrounding text, half open. */
export interface Payload {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
}

const SAMPLE = 512;

/** Tells whether a decoded text is mostly letters and blanks at its beginning, in its middle or at its end. */
export function isReadable(decoded: string): boolean {
  if (decoded.length < 6) return false;
  const middle = decoded.length >>> 1;
  return [0, middle, decoded.length - SAMPLE].some((from) => {
    const sample = decoded.slice(Math.max(0, from), Math.max(0, from) + SAMPLE);
    return sample.replaceAll(/[^\p{L}\p{N}\s.,:;!?'"()_-]/gu, '').length >= sample.length * 0.85;
  });
}
