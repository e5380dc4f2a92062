import { patternLabel, printable, type ScanRequest } from '../scan/index.js';
import { bareText, decodedIn, piecesOf } from './echo.js';
import { stringsIn } from './validate.js';

/** The most characters of a name that the service gives. */
const MAX_WORDS = 64;

/** Fewer letters than this reveal nothing of the content. */
const MIN_ECHO = 6;

/** The most strings of one answer that are searched for in the content. Later strings count as an echo. */
const MAX_CHECKS = 120;

/** The service's scan ids are UUIDs. Its report ids are UUIDs after an R. */
const UUID = /^R?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ID = /^[a-z0-9][\w.:-]{0,99}$/i;

/** The service's name for the source of an answer. */
const SOURCE = /^AI-Runtime(?:-[A-Za-z]{1,12}){1,3}$/;

/** The words of the vendor's names for data patterns. A pattern of only these words reveals nothing that was sent. */
const PATTERN_WORDS: ReadonlySet<string> = new Set(
  (
    'a aba account address amazon american an and anthropic api association aws azure bank bankers banking birth card cloud ' +
    'code credential credit custom customer data date debit default driver drivers email employee for github gitlab google ' +
    'health iban id identification identity insurance international ip json key keys license licence list mail medical ' +
    'microsoft name national npm number of openai or passport password patient payment personal phone pin private public ' +
    'record routing secret security sendgrid sensitive services social ssn state stripe swift tax tin token twilio us uk eu ' +
    'username vat web'
  ).split(' '),
);

/** Returns the service's strings only if they do not repeat what was sent. */
export interface OwnWords {
  /** Returns an id, or '' if the value is no id or was sent. */
  id(value: string | null | undefined): string;
  /** Returns a name or a phrase, shortened and printable, or '' if it was sent. */
  text(value: string | null | undefined): string;
  /** Returns the source of the answer. */
  source(value: string | null | undefined): string;
  /** Returns the label of a data pattern. */
  label(pattern: string | null | undefined): string;
}

/**
 * Makes the reader of the strings in an answer. A service that echoes its input, or a proxy in between, must not bring
 * content into events, errors and placeholders. So a string that shares more than a short word with the request is
 * dropped.
 */
export function ownWords(request: ScanRequest): OwnWords {
  let sent: readonly string[] | undefined;
  const checked = new Map<string, boolean>();
  const isEcho = (value: string): boolean => [value, ...decodedIn(value)].some(isSent);
  const isSent = (value: string): boolean => {
    const bare = bareText(value);
    if (bare.length < MIN_ECHO) return false;
    const known = checked.get(bare) ?? (checked.size >= MAX_CHECKS ? true : undefined);
    if (known !== undefined) return known;
    const quotes = isQuoted(bare);
    checked.set(bare, quotes);
    return quotes;
  };
  const isQuoted = (bare: string): boolean => {
    const { prompt, response, context, codePrompt, codeResponse, toolEvent } = request;
    // The content is read once, and only for an unusual answer, because it may be large.
    sent ??= stringsIn([prompt, response, context, codePrompt, codeResponse, toolEvent]).map(bareText);
    const pieces = [bare, ...piecesOf(bare)];
    return sent.some((text) => pieces.some((piece) => text.includes(piece)));
  };
  const text = (value: string | null | undefined): string => {
    const words = printable(value ?? '', MAX_WORDS);
    return words === '' || isEcho(words) ? '' : words;
  };
  return {
    text,
    id(value) {
      const id = value ?? '';
      if (UUID.test(id)) return id;
      return ID.test(id) && !isEcho(id) ? id : '';
    },
    source: (value) => (SOURCE.test(value ?? '') ? (value ?? '') : text(value)),
    label(pattern) {
      const words = printable(pattern ?? '', MAX_WORDS);
      const isUsual = words
        .toLowerCase()
        .split(/[^a-z]+/)
        .every((word) => word === '' || PATTERN_WORDS.has(word));
      return patternLabel((isUsual && !/\d/.test(words)) || !isEcho(words) ? words : undefined);
    },
  };
}
