/** A sign of one of the disguises below. Most addresses have none. */
const DISGUISED = /[\\[({*%]|^(?:hxx|htx|fx)p|:\/(?:[^/]|\/\/)/i;

/**
 * Removes the disguise that makes addresses harmless to read: `hxxp`, `[.]`, `(.)`, `{.}`, `[dot]`, `(dot)`, `[:]`,
 * `[/]`, `[://]`, `[at]`, slashes in the other direction or in the wrong number, and one level of percent-encoding in
 * front of the path.
 */
export function refang(text: string): string {
  if (!DISGUISED.test(text)) return text;
  const plain = text
    .replaceAll('\\/', '/')
    .replaceAll(/[[({](\.|:|\/|:\/\/|\/\/|@)[\])}]/g, '$1')
    .replaceAll(/[[({]\s?dot\s?[\])}]/gi, '.')
    .replaceAll(/[[({]\s?at\s?[\])}]/gi, '@')
    .replace(/^(?:hxxp|h\*\*p|htxp|hXXp)(s?)(?=:)/i, 'http$1')
    .replace(/^(?:fxp)(s?)(?=:)/i, 'ftp$1')
    .replace(/^(https?|ftps?|wss?):[\\/]{1,8}/i, '$1://');
  return plain.includes('%') ? decodeFront(plain) : plain;
}

/** Decodes the scheme and authority once. The path keeps its encoding. */
function decodeFront(text: string): string {
  const first = text.search(/%3a|:/i);
  const hidden = /^[\w%]{4,36}%3a(?:%2f|\/){2}/i.test(text) || /^(?:%[0-9a-f]{2}){3,8}/i.test(text);
  // A whole address in percent-encoding has no delimiters of its own, so all of it is decoded.
  if (hidden && first >= 0) return decode(text);
  const scheme = text.indexOf('://');
  const from = scheme < 0 ? 0 : scheme + 3;
  let end = from;
  while (end < text.length && !'/?#'.includes(text.charAt(end))) end++;
  return decode(text.slice(0, end)) + text.slice(end);
}

function decode(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2}){1,512}/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
