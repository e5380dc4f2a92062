import { createHash } from 'node:crypto';
import { printable } from '../../scan/index.js';
import { PAGE_STYLE } from './page-style.js';

/** HTML that is ready for a page. Only functions of this file make it from texts. */
export interface Html {
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * Control characters and marks that change the direction of text. They are shown as a dot, because they could change
 * what a page seems to say.
 */
const ODD = /(?![\t\n\r])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Escapes a text, so that it is shown and never read as markup. */
export function escapeHtml(text: string): string {
  return text.replace(ODD, '\u00b7').replace(/[&<>"'`]/g, (mark) => ENTITIES[mark] ?? '');
}

type Part = string | number | Html | readonly Html[] | undefined;

function partHtml(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('html' in part) return part.html;
  return part.map(({ html }) => html).join('');
}

/** Builds HTML. Texts are escaped, in elements and in quoted attributes. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    html: strings.reduce((html, string, index) => html + string + partHtml(parts[index]), ''),
  };
}

/** Returns a text from an unknown source on one line. */
export function labelHtml(text: string, max = 200): Html {
  return { html: escapeHtml(printable(text, max)) };
}

/** Makes a table. Numbers are aligned to the right. */
export function tableHtml(
  head: readonly string[],
  rows: readonly (readonly (string | number | Html)[])[],
): Html {
  const cell = (value: string | number | Html): Html =>
    typeof value === 'number'
      ? markup`<td class="number">${value.toLocaleString('en')}</td>`
      : markup`<td>${value}</td>`;
  return markup`<div class="scroll"><table><thead><tr>${head.map((name, column) => (typeof rows[0]?.[column] === 'number' ? markup`<th class="number">${name}</th>` : markup`<th>${name}</th>`))}</tr></thead>
<tbody>${rows.map((row) => markup`<tr>${row.map(cell)}</tr>`)}</tbody></table></div>`;
}

/**
 * Makes a whole page: one file that loads nothing and runs nothing. The policy in its head still holds if a text gets
 * through unescaped.
 */
export function pageHtml(title: string, body: readonly Html[]): string {
  const hash = createHash('sha256').update(PAGE_STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy).replaceAll('&#39;', "'")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${body.map(({ html }) => html).join('\n')}
</main>
</body>
</html>
`;
}
