/** Tells, as a text arrives, whether it may be the beginning of a JSON object, list or string. */
export interface JsonPrefix {
  push(text: string): void;
  /** Whether anything but blanks has come. */
  readonly begun: boolean;
  /** Whether the text is JSON or can still become JSON. */
  readonly viable: boolean;
  /** Whether the text is complete JSON. */
  readonly complete: boolean;
}

type State = 'start' | 'value' | 'first' | 'key' | 'firstKey' | 'colon' | 'string' | 'word' | 'after';

const BLANK = /\s/;
/** Numbers, `true`, `false` and `null`. Only the real parser checks their full form. */
const WORD = /[\w+.-]/;
const WORD_START = /[\dtfn-]/;

/** The position of a parser in its text. */
interface Place {
  state: State;
  begun: boolean;
  /** True if the last character was a backslash that escapes the next one. */
  escaped: boolean;
  /** True if the open or last string is the name of a property. */
  isKey: boolean;
  /** The open objects and lists, from the outermost inwards. */
  readonly open: ('{' | '[')[];
}

/** Makes a parser that only watches. It keeps no text. */
export function createJsonPrefix(): JsonPrefix {
  const place: Place = { state: 'start', begun: false, escaped: false, isKey: false, open: [] };
  let viable = true;
  return {
    push(text) {
      for (let at = 0; viable && at < text.length; at += 1) {
        const next = nextState(place, text.charAt(at));
        if (next === undefined) viable = false;
        else place.state = next;
      }
    },
    get begun() {
      return place.begun;
    },
    get viable() {
      return viable;
    },
    get complete() {
      return viable && place.begun && place.state === 'after' && place.open.length === 0;
    },
  };
}

/** Returns the state after a character, or undefined if JSON allows no such character there. */
function nextState(place: Place, char: string): State | undefined {
  const { state } = place;
  if (state === 'string') return inString(place, char);
  if (state === 'word' && WORD.test(char)) return 'word';
  if (BLANK.test(char)) return state === 'word' ? 'after' : state;
  place.begun = true;
  switch (state) {
    case 'start':
    case 'value':
      return startValue(place, char);
    case 'first':
      return char === ']' ? endGroup(place, char) : startValue(place, char);
    case 'key':
    case 'firstKey':
      return startKey(place, char);
    case 'colon':
      return char === ':' ? 'value' : undefined;
    default:
      return afterValue(place, char);
  }
}

function startValue(place: Place, char: string): State | undefined {
  place.isKey = false;
  if (char === '"') return 'string';
  if (char === '{' || char === '[') {
    place.open.push(char);
    return char === '{' ? 'firstKey' : 'first';
  }
  return place.state !== 'start' && WORD_START.test(char) ? 'word' : undefined;
}

function startKey(place: Place, char: string): State | undefined {
  place.isKey = true;
  if (char === '"') return 'string';
  return place.state === 'firstKey' && char === '}' ? endGroup(place, char) : undefined;
}

function inString(place: Place, char: string): State {
  const isEnd = char === '"' && !place.escaped;
  place.escaped = char === '\\' && !place.escaped;
  return isEnd ? (place.isKey ? 'colon' : 'after') : 'string';
}

function afterValue(place: Place, char: string): State | undefined {
  const { open } = place;
  if (char === ',') return open.length === 0 ? undefined : open.at(-1) === '{' ? 'key' : 'value';
  return char === '}' || char === ']' ? endGroup(place, char) : undefined;
}

function endGroup({ open }: Place, char: string): State | undefined {
  if (char === '}' ? open.at(-1) !== '{' : open.at(-1) !== '[') return undefined;
  open.pop();
  return 'after';
}
