import { type Draft, isTellingName, parseableText, put, type Segment } from '../../guard/index.js';
import { metadataTexts, saysSomething, wordSet } from './metadata.js';
import { inputKey } from './tool-input.js';

/** Writes a redacted text to its place. Returns false if that is impossible. */
type Write = (redacted: string) => boolean;

/**
 * The places of texts in a message. Each text is judged once. A second copy is written together with the first, and a
 * field that repeats the text is removed when anything is rewritten.
 */
export interface DraftPlaces {
  /** The texts that are judged, in this message or elsewhere. */
  readonly known: ReadonlySet<string>;
  isRewritten(): boolean;
  /** Marks the message as rewritten. */
  rewrite(): void;
  /** Returns the segments of a text that can be rewritten. */
  text(text: string, write: Write): Segment[];
  /** Returns the segments of a field that can be rewritten, or none if the field is not a string. */
  field(target: Draft, name: string): Segment[];
  /** Adds a second copy of a text that has been read. Returns false if no such text has been read. */
  addCopy(text: string, write: Write): boolean;
  /** Returns segments that cannot be rewritten, for the texts that are not known yet. */
  fixed(texts: readonly string[]): Segment[];
  /**
   * Returns segments that cannot be rewritten. Thoughts are read on from block to block, so equal ones count each time.
   */
  thoughts(texts: readonly string[]): Segment[];
  /** Returns the texts of a field beside the content that occur nowhere else. A finding removes the whole field. */
  metadata(target: Draft, name: string): Segment[];
  /** Does the same for every field that is not in `read`. */
  metadataOf(target: Draft, read: ReadonlySet<string>): Segment[];
  /** Runs `work` when the rewritten message is built. */
  onBuild(work: () => void): void;
  /** Removes the fields that repeat rewritten text. */
  removeRepeating(): void;
}

/** The state of the texts of a message while it is parsed. */
interface Places {
  /** Texts that are judged through an equal text that cannot be rewritten together with them. */
  readonly skipped: Set<string>;
  /** Texts of this message that are judged. */
  readonly own: Set<string>;
  readonly known: Set<string>;
  /** Whether texts have been judged elsewhere, where they may be rewritten. */
  readonly isPart: boolean;
  /** Writes that are made together with that of a text, by the key of the text. */
  readonly copies: Map<string, Write[]>;
  readonly onBuild: (() => void)[];
  isRewritten: boolean;
}

/**
 * Makes the places of one message.
 * @param judged texts that have been judged elsewhere
 */
export function createDraftPlaces(judged?: readonly string[]): DraftPlaces {
  const places: Places = {
    skipped: new Set(),
    own: new Set(),
    known: new Set(judged),
    isPart: judged !== undefined,
    copies: new Map(),
    onBuild: [],
    isRewritten: false,
  };
  let answered: ReadonlySet<string> | undefined;
  const answeredWords = (): ReadonlySet<string> => {
    answered ??= wordSet(places.known);
    return answered;
  };
  const metadata = (target: Draft, name: string): Segment[] =>
    metadataSegments(places, target, name, answeredWords);
  return {
    known: places.known,
    isRewritten: () => places.isRewritten,
    rewrite() {
      places.isRewritten = true;
    },
    text: (text, write) => textSegments(places, text, write),
    field(target, name) {
      const text = target[name];
      return typeof text === 'string'
        ? textSegments(places, text, (redacted) => put(target, name, redacted))
        : [];
    },
    addCopy(text, write) {
      const copies = places.copies.get(inputKey(text));
      copies?.push(write);
      return copies !== undefined;
    },
    fixed: (texts) => texts.flatMap((text) => fixedSegments(places, text)),
    thoughts: (texts) => texts.flatMap((text) => thoughtSegments(places, text)),
    metadata,
    metadataOf: (target, read) =>
      Object.keys(target).flatMap((name) => (read.has(name) ? [] : metadata(target, name))),
    onBuild(work) {
      places.onBuild.push(work);
    },
    removeRepeating() {
      for (const work of places.onBuild) work();
    },
  };
}

function remember({ own, known }: Places, text: string): void {
  own.add(text);
  known.add(text);
}

function textSegments(places: Places, text: string, write: Write): Segment[] {
  if (text === '') return [];
  const key = inputKey(text);
  const copies = places.copies.get(key) ?? [];
  places.copies.set(key, copies);
  remember(places, text);
  return parseableText({
    text,
    write(redacted) {
      places.isRewritten = true;
      return !places.skipped.has(text) && write(redacted) && copies.every((copy) => copy(redacted));
    },
  });
}

function fixedSegments(places: Places, text: string): Segment[] {
  if (text === '') return [];
  // A text that is judged elsewhere may be rewritten there, so it is judged here as well.
  if (places.own.has(text) && !places.isPart) {
    places.skipped.add(text);
    return [];
  }
  remember(places, text);
  return [{ text }];
}

function thoughtSegments(places: Places, text: string): Segment[] {
  if (text === '') return [];
  if (places.own.has(text)) places.skipped.add(text);
  remember(places, text);
  return [{ text }];
}

function metadataSegments(
  places: Places,
  target: Draft,
  name: string,
  answeredWords: () => ReadonlySet<string>,
): Segment[] {
  const value = target[name];
  // Most fields of most messages are not set.
  if ((value === undefined || value === null) && !isTellingName(name)) return [];
  places.onBuild.push(() => {
    if (saysSomething(name, value, answeredWords)) delete target[name];
  });
  const news = metadataTexts(name, value, places.known);
  if (news.length === 0) return [];
  return [
    {
      text: news.join('\n'),
      write() {
        places.isRewritten = true;
        delete target[name];
        return true;
      },
    },
  ];
}
