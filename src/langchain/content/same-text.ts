/** The same for a value, its JSON and any other way to write that JSON. */
export function keyOf(text: string): string {
  if (!/^\s*[[{]/.test(text)) return `text:${text}`;
  try {
    return `json:${JSON.stringify(JSON.parse(text))}`;
  } catch {
    return `text:${text}`;
  }
}
