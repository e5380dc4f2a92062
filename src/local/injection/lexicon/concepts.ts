/**
 * The concepts in phrasings of injections. A word may stand for several. The rule families look for sequences of
 * concepts instead of words, so that one rule holds in all languages of the lexicon.
 */
export const CONCEPTS = [
  'OVERRIDE', // ignore, disregard, forget
  'DROP', // delete, cancel, clear
  'OVERRIDE_LAST', // the same in languages whose verb comes last
  'PRIOR', // previous, above, earlier
  'INSTRUCTION', // instructions, rules, prompt
  'TEXTUAL', // text, message, conversation
  'ALL', // all, everything, any
  'YOUR',
  'REVEAL', // reveal, repeat, print
  'REVEAL_LAST',
  'TELL', // show, give, write
  'HIDDEN', // system, hidden, initial
  'PROMPT', // system prompt in one word
  'SECRET', // password, key
  'ACT', // act, pretend, play
  'PERSONA', // dan, stan, evil
  'AI', // ai, chatgpt, assistant
  'NOT', // not, never
  'WITHOUT', // without, no, free of
  'LIMIT', // restrictions, filters, ethics
  'SAFETY', // safety, ethical, content
  'DISABLE', // disable, bypass, remove
  'MODE',
  'FOLLOW', // follow, obey
  'NEW', // new, following, real
  'NOW', // now, henceforth
  'HARM', // illegal, unethical
  'REFUSE', // refuse, apologise, disclaimer
  'DO', // send, forward, execute
  'PRIVATE', // personal, confidential
  'TARGET', // address, attacker, url
  'ATTENTION', // important, urgent
  'ROLE', // system, user, assistant
  'ABOUT', // injection, attack, detect
  'BEGIN', // begin, start
  'CHARACTER', // character, role
  'STAY', // stay, remain, break
  'ENCODING', // base64, backwards
  'PWNED', // pwned, hacked
  'FICTION', // hypothetical, story
  'STOP', // stop, halt
  'ANSWER', // respond, reply
  'FREE', // unrestricted, liberated
  'YOU_ARE', // you are, you're, in one word
  'VERBATIM', // verbatim, exactly
  'ROT13', // key words as rot13 writes them
  'REVERSED', // key words backwards
  'MY',
  'PAPER', // contract, clause
  'MARK', // the parts of marks of chat templates and frames
  'OUTPUT', // output, print, say instead
  'SEND', // send, forward, upload
  'USER', // user, customer
  'MENTION', // mention, tell of
  'NOTE', // note, hint
  'FOR', // for, to
  'FOR_LAST', // the same after the word to which it belongs
  'SENSITIVE', // id_rsa, passwd, .env
  'THING', // things with rules and messages of their own: recipe, warranty, agenda
  'REPORT', // asks, tries, attempts: somebody else's words
  'SCOPE', // session, moment
  'HEAD', // things that a password may have: policy, manager
  'TOPIC', // about, on, for
  'STORY', // story, novel, riddle
] as const;

/** The name of a concept. */
export type Concept = (typeof CONCEPTS)[number];

/**
 * The words of one language by concept, separated by blanks. A `*` at the end matches every word with this beginning.
 * Accents are optional, because lexicon and text are folded alike.
 */
export type Lexicon = Readonly<Partial<Record<Concept, string>>>;
