import { topLevelKind } from './tlds.js';

/** Han, Kana, Hangul, Thai, Lao, Khmer, and full-width signs. No blank stands between a name and these. */
const UNSPACED = /[\u0e00-\u0eff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

/** Tells whether a character is of a script without blanks, whose words touch a name. */
export function isUnspacedScript(char: string): boolean {
  return char > '\u0dff' && UNSPACED.test(char);
}

/**
 * Returns the length of the name in an authority, in UTF-16 units. It leaves out words of another script that continue
 * after its top-level domain (`example.com` + Han), and the marks of Markdown emphasis.
 * @param isLabel whether the text is a last label alone
 */
export function hostTextLength(text: string, isLabel = false): number {
  const dot = text.lastIndexOf('.');
  if (isLabel || dot >= 0) {
    const label = /^[A-Za-z]{2,24}/.exec(text.slice(dot + 1, dot + 25))?.[0] ?? '';
    const end = dot + 1 + label.length;
    if (isUnspacedScript(text.charAt(end)) && topLevelKind(label.toLowerCase()) !== 'no') return end;
  }
  let end = text.length;
  while (end > 0 && (text.charAt(end - 1) === '_' || text.charAt(end - 1) === '~')) end--;
  return end;
}
