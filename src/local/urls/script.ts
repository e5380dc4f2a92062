import { topLevelKind } from './tlds.js';

/** Han, Kana, Hangul, Thai, Lao, Khmer, and full-width signs: no blank stands between a name and the words around it. */
const UNSPACED = /[\u0e00-\u0eff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

/** Whether a character is of a script that is written without blanks, so that words run into a name. */
export function isUnspacedScript(char: string): boolean {
  return char > '\u0dff' && UNSPACED.test(char);
}

/**
 * How much of an authority is a name: without the words of another script that run on behind its top-level domain
 * (`example.com` + Han) and without what Markdown puts around emphasis. UTF-16 units.
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
