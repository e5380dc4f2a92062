/** Every UTF-16 unit of a text as an escape. */
function escaped(text: string, digits: (hex: string) => string = (hex) => hex): string {
  return [...Array(text.length).keys()]
    .map((index) => `\\u${digits(text.charCodeAt(index).toString(16).padStart(4, '0'))}`)
    .join('');
}

/** The first letter of a text as an escape. */
const first = (text: string): string => escaped(text.slice(0, 1)) + text.slice(1);

/** The same JSON as a string in a JSON. */
const within = (json: string): string => JSON.stringify({ inner: json });

/** JSON whose consumer has a text that nobody reads in it as it stands. */
export const SPELLINGS: readonly (readonly [string, (text: string) => string])[] = [
  ...['b', 'f', 'n', 'r', 't'].map(
    (letter) => [`\\${letter} before it`, (text: string) => `{"q":"\\${letter}${text}"}`] as const,
  ),
  ...['0001', '000c', '001f', '0000', '0085', '000A'].map(
    (code) => [`\\u${code} before it`, (text: string) => `{"q":"\\u${code}${text}"}`] as const,
  ),
  ['its first letter escaped', (text) => `{"q":"${first(text)}"}`],
  ['all of it escaped', (text) => `{"q":"${escaped(text)}"}`],
  ['large hexadecimal digits', (text) => `{"q":"${escaped(text, (hex) => hex.toUpperCase())}"}`],
  ['every other letter escaped', (text) => `{"q":"${text.replace(/(.)(.)/g, (_, a, b) => escaped(a) + b)}"}`],
  ['a slash escaped before it', (text) => `{"q":"\\/ \\t${first(text)}"}`],
  ['a quote escaped before it', (text) => `{"q":"say \\"${first(text)}\\" now"}`],
  ['a name', (text) => `{"a":1,"${first(text)}":true}`],
  ['a name in a list', (text) => `[[{"\\t${text}":null}]]`],
  ['an item of a list', (text) => `["a","b",["\\b${text}"]]`],
  ['a string alone', (text) => `"\\f${text}"`],
  ['spaces around it', (text) => `\n  { "q" :\t"\\f${text}" }\n`],
  ['a string of a string', (text) => within(`{"q":"\\f${text}"}`)],
  ['three levels', (text) => within(within(`{"q":"${first(text)}"}`))],
  ['six levels', (text) => within(within(within(within(within(`{"q":"\\f${text}"}`)))))],
  ['a fence', (text) => `Here you are:\n\n\`\`\`json\n{"q":"\\f${text}"}\n\`\`\`\nDone.`],
  ['a fence without a language', (text) => `~~~\n{"q":"${first(text)}"}\n~~~`],
  ['prose before it', (text) => `The result is {"q":"\\f${text}"} as you asked.`],
  ['an odd quote before it', (text) => `A 5" disk and a 7' one: {"q":"\\f${text}"}`],
  ['a path with backslashes before it', (text) => `C:\\new\\table "x" {"q":"\\f${text}"}`],
  ['a line of lines', (text) => `{"a":1}\n{"a":"\\n"}\n{"q":"\\f${text}"}\n`],
  ['an event of a stream', (text) => `event: x\ndata: {"q":"\\f${text}"}\n\n`],
  ['a script in a page', (text) => `<script type="application/json">{"q":"${first(text)}"}</script>`],
  ['cut off behind it', (text) => `{"a":[{"q":"\\f${text}`],
  ['a comment before it', (text) => `// "note\n{"q":"\\f${text}",}`],
  ['many strings before it', (text) => `[${'"\\n",'.repeat(200)}"\\f${text}"]`],
  ['a long string before it', (text) => `{"a":"${'plain words '.repeat(800)}\\n","q":"\\f${text}"}`],
];

/** Words joined by what JSON spells with an escape. */
export const JOINTS: readonly (readonly [string, string])[] = [
  ['line feeds', '\n'],
  ['tabs', '\t'],
  ['form feeds', '\f'],
  ['carriage returns', '\r\n'],
  ['backspaces', '\b'],
  ['quotes', '" "'],
];
