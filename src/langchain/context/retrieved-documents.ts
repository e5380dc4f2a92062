import { createBoundedMap } from '../../scan/index.js';

/**
 * Texts of documents that guarded retrievers have let through lately. LangChain tells a model nothing of the run in which its
 * prompt was made, so the documents of a run are known by standing in the prompt.
 */
const RETRIEVED = createBoundedMap<string, number>({ maxEntries: 64, maxBytes: 4 * 1024 * 1024 });
/** How long after it was retrieved a document counts, in milliseconds: a run takes seconds. */
const KEPT_MS = 10 * 60_000;
/** Shorter texts stand in many a prompt. */
const LEAST_CHARS = 8;
/** How much of a document is searched for, and in how many places; the rest is compared there, so that work stays linear. */
const PROBE_CHARS = 64;
const MAX_PLACES = 4;
/** The most that documents ground an answer with, so that the scan keeps within the limits of size of the service. */
const MAX_CONTEXT_CHARS = 100_000;
const SEPARATOR = '\n\n';

/** Remembers the text of a document that has passed. */
export function rememberDocument(document: unknown): void {
  const text: unknown = Reflect.get(Object(document), 'pageContent');
  if (typeof text !== 'string' || text.length < LEAST_CHARS || text.length > MAX_CONTEXT_CHARS) return;
  // Set anew, so that it is the last one that is forgotten.
  RETRIEVED.delete(text);
  RETRIEVED.set(text, performance.now() + KEPT_MS, 2 * text.length);
}

/**
 * Returns the documents that a prompt holds as one text, in the order in which they were retrieved; nothing where it holds
 * none.
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
