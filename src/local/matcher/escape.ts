/** The literal as pattern source. */
export function escapeLiteral(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Characters as the inside of a class. */
export function escapeClass(chars: string): string {
  return chars.replace(/[\\\]^-]/g, '\\$&');
}
