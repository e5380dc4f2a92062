import { createBoundedMap } from '../../scan/index.js';

/**
 * Texts of documents that guarded retrievers have recently let through. LangChain does not tell a model in which run
 * its prompt was made, so the documents of a run are recognised by their text in the prompt.
 */
const RETRIEVED = createBoundedMap<string, number>({ maxEntries: 64, maxBytes: 4 * 1024 * 1024 });
/** How long a document counts after its retrieval, in milliseconds. A run takes seconds. */
const KEPT_MS = 10 * 60_000;
/** The least length of a text. Shorter ones occur in many prompts. */
const LEAST_CHARS = 8;
/**
 * How much of a document is searched for, and in how many places. The rest is compared there, so the work stays linear.
 */
const PROBE_CHARS = 64;
const MAX_PLACES = 4;
/** The most characters of documents that ground an answer, so that the scan keeps within the service's size limits. */
const MAX_CONTEXT_CHARS = 100_000;
const SEPARATOR = '\n\n';

/** Remembers the text of a document that has passed. */
export function rememberDocument(document: unknown): void {
  const text: unknown = Reflect.get(Object(document), 'pageContent');
  if (typeof text !== 'string' || text.length < LEAST_CHARS || text.length > MAX_CONTEXT_CHARS) return;
  // The text is set anew, so that it is forgotten last.
  RETRIEVED.delete(text);
  RETRIEVED.set(text, performance.now() + KEPT_MS, 2 * text.length);
}

/**
 * Returns the documents in a prompt as one text, in the order of their retrieval, or undefined if it holds none.
 * @param prompt reads the texts of the prompt
 */
export function documentsIn(prompt: () => readonly string[]): string | undefined {
  const now = performance.now();
  RETRIEVED.forgetWhile((until) => until <= now);
  if (RETRIEVED.size === 0) return undefined;
  const texts = prompt();
  let context = '';
  for (const [document] of RETRIEVED.entries()) {
    if (context.length + document.length > MAX_CONTEXT_CHARS) continue;
    if (texts.some((text) => holds(text, document)))
      context += context === '' ? document : SEPARATOR + document;
  }
  return context === '' ? undefined : context;
}

function holds(text: string, document: string): boolean {
  const probe = document.slice(0, PROBE_CHARS);
  let at = text.indexOf(probe);
  for (let place = 0; at >= 0 && place < MAX_PLACES; place += 1) {
    if (text.startsWith(document, at)) return true;
    at = text.indexOf(probe, at + 1);
  }
  return false;
}
