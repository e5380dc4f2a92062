/** Characters as the inside of a class. */
export function escapeClass(chars: string): string {
  return chars.replace(/[\\\]^-]/g, '\\$&');
}
