// The embedded engine behind the scorer's interface: one scan for each text, and the redacting stream.
import { localScanner, sensitiveData } from 'airs-guardrails/local';

const scanner = localScanner();
const SENSITIVE: ReadonlySet<string> = new Set(['dlp', 'secrets']);

interface Scored {
  readonly injection: boolean;
  readonly score: number;
  readonly dlp: readonly { readonly type: string; readonly start: number; readonly end: number }[];
  readonly urls: readonly { readonly url: string; readonly category: string }[];
}

/** A text as a prompt. Spans are UTF-16, half open, like the scorer's. */
export async function detect(text: string): Promise<Scored> {
  const { promptDetected, scores, spans = [] } = await scanner.scan({ prompt: text });
  return {
    injection: promptDetected.injection,
    score: scores?.injection ?? 0,
    dlp: spans
      .filter((span) => SENSITIVE.has(span.detector))
      .map(({ label, start, end }) => ({ type: label, start, end })),
    urls: spans
      .filter((span) => span.detector === 'urlCats')
      .map(({ label, start, end }) => ({ url: text.slice(start, end), category: label })),
  };
}

/** A completion with its sensitive data replaced, as it streams. */
export async function* guardStream(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  const stream = sensitiveData().stream();
  for await (const chunk of chunks) {
    const released = stream.push(chunk);
    if (released !== '') yield released;
  }
  yield stream.end();
}
