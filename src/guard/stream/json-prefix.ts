/** Tells, as a text comes, whether it may be the beginning of a JSON object, list or string. */
export interface JsonPrefix {
  push(text: string): void;
  /** Whether anything but blanks has come. */
  readonly begun: boolean;
  /** Whether what has come can still become JSON, or is. */
  readonly viable: boolean;
  /** Whether what has come is JSON. */
  readonly complete: boolean;
}

type State = 'start' | 'value' | 'first' | 'key' | 'firstKey' | 'colon' | 'string' | 'word' | 'after';

const BLANK = /\s/;
/** Numbers, `true`, `false`, `null`: what they must look like in full says the parser. */
const WORD = /[\w+.-]/;
const WORD_START = /[\dtfn-]/;

/** Makes one. It keeps no text. */
export function createJsonPrefix(): JsonPrefix {
  let state: State = 'start';
  let begun = false;
  let viable = true;
  let escaped = false;
  let isKey = false;
  const open: ('{' | '[')[] = [];

  const ended = (char: string): State | undefined => {
    if (char === '}' ? open.at(-1) !== '{' : open.at(-1) !== '[') return undefined;
    open.pop();
    return 'after';
  };

  const startValue = (char: string): State | undefined => {
    isKey = false;
    if (char === '"') return 'string';
    if (char === '{' || char === '[') {
      open.push(char);
      return char === '{' ? 'firstKey' : 'first';
    }
    return state !== 'start' && WORD_START.test(char) ? 'word' : undefined;
  };

  const afterValue = (char: string): State | undefined => {
    if (char === ',') return open.length === 0 ? undefined : open.at(-1) === '{' ? 'key' : 'value';
    return char === '}' || char === ']' ? ended(char) : undefined;
  };

  const startKey = (char: string): State | undefined => {
    isKey = true;
    if (char === '"') return 'string';
    return state === 'firstKey' && char === '}' ? ended(char) : undefined;
  };

  const inString = (char: string): State => {
    const isEnd = char === '"' && !escaped;
    escaped = char === '\\' && !escaped;
    return isEnd ? (isKey ? 'colon' : 'after') : 'string';
  };

  const next = (char: string): State | undefined => {
    if (state === 'string') return inString(char);
    if (state === 'word' && WORD.test(char)) return 'word';
    if (BLANK.test(char)) return state === 'word' ? 'after' : state;
    begun = true;
    switch (state) {
      case 'start':
      case 'value':
        return startValue(char);
      case 'first':
        return char === ']' ? ended(char) : startValue(char);
      case 'key':
      case 'firstKey':
        return startKey(char);
      case 'colon':
        return char === ':' ? 'value' : undefined;
      default:
        return afterValue(char);
    }
  };

  return {
    push(text) {
      for (let at = 0; viable && at < text.length; at += 1) {
        const then = next(text.charAt(at));
        if (then === undefined) viable = false;
        else state = then;
      }
    },
    get begun() {
      return begun;
    },
    get viable() {
      return viable;
    },
    get complete() {
      return viable && begun && state === 'after' && open.length === 0;
    },
  };
}
