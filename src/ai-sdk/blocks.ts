import type { Lane, Restorer, Verifier } from '../guard/index.js';
import { parses } from './json-text.js';
import { type Part, stringOf } from './parts.js';
import { citationTexts } from './result-text.js';

/** A part in the queue of a stream. */
export interface Entry {
  /** Whether the part may leave. */
  ready(): boolean;
  /** The part as it leaves: as it came, rewritten, or nothing where a replacement leaves nothing of it. */
  take(): readonly Part[];
  /** Parts of one group leave together or not at all: the input of a tool is nothing without its call. */
  readonly group?: object;
}

/** One block of text or reasoning that is sent in deltas. */
export interface Block {
  add(part: Part): Entry;
  /** No more of it comes, be its end missing. */
  finish(): void;
  /** The part that ends the block for a consumer that has its start and not its end. */
  ending(): Part | undefined;
}

/** The longest JSON that is looked at as a whole, in UTF-16 code units. */
const MAX_JSON = 500_000;

/** Opens a block; its words are judged by the verifier. */
export function openBlock(
  kind: 'text' | 'reasoning',
  id: string | undefined,
  verifier: Verifier,
  restorer: Restorer | undefined,
): Block {
  const lane = verifier.openLane(kind);
  const beside: Lane[] = [];
  let started = false;
  let ended = false;
  let isJson = false;
  /** What came, where it may be JSON. */
  let json: string | undefined = '';
  /** The offset of the first escape in JSON, which can spell any character: from there on the whole is waited for. */
  let escapeAt = Number.POSITIVE_INFINITY;

  const readable = (to: number): boolean => to <= escapeAt || isWhole();
  const isWhole = (): boolean => ended && [lane, ...beside].every((own) => own.releasedTo === own.length);

  const judgeBeside = (kindOfText: 'other' | 'reasoning', other: string): void => {
    const own = verifier.openLane(kindOfText);
    own.push(other);
    own.close();
    beside.push(own);
  };

  const finish = (): void => {
    if (ended) return;
    ended = true;
    lane.close();
    if (json === undefined || !parses(json)) return;
    isJson = true;
    const leaving = lane.read(0, lane.length);
    // What JSON says without its escapes is judged too; a finding there has no place that could be replaced.
    if (escapeAt < lane.length && parses(leaving))
      judgeBeside('reasoning', JSON.stringify(JSON.parse(leaving)));
  };

  const start = (part: Part): Entry => ({
    // The start of a block that says nothing yet would stay open where the block is refused.
    ready: () => lane.releasedTo > 0 || (ended && isWhole()),
    take: () => {
      started = true;
      return [part];
    },
  });

  const delta = (part: Part, piece: string): Entry => {
    const from = lane.length;
    lane.push(piece);
    const to = lane.length;
    if (json !== undefined) {
      const before = json.slice(-1);
      json += piece;
      const found = /\\[u/]/.exec(before + piece);
      if (found !== null) escapeAt = Math.min(escapeAt, from - before.length + found.index);
      if (!/^\s*(?:["[{]|$)/.test(json) || json.length > MAX_JSON) {
        json = undefined;
        escapeAt = Number.POSITIVE_INFINITY;
      }
    }
    return {
      ready: () => lane.releasedTo >= to && readable(to),
      take: () => {
        started = true;
        const leaving = lane.take(from, to);
        const told = restorer === undefined ? leaving : restorer.push(leaving);
        // What the provider attached (annotations, log probabilities) may quote the text that was replaced before it.
        const isTouched = lane.redactions.some((redaction) => redaction.start < Math.max(to, 1));
        if (told === piece && !isTouched) return [part];
        return told === '' ? [] : [{ ...part, delta: told, providerMetadata: undefined }];
      },
    };
  };

  const end = (part: Part): Entry => {
    for (const cited of citationTexts(part)) judgeBeside('other', cited);
    finish();
    return {
      ready: isWhole,
      take: () => {
        // Who parses the answer would fail on it, and know less of why.
        if (isJson && lane.rewritten && !parses(lane.read(0, lane.length))) return verifier.refuse();
        started = false;
        const rest = restorer?.end() ?? '';
        const last =
          rest === '' ? [] : [{ type: `${kind}-delta`, ...(id !== undefined && { id }), delta: rest }];
        const bare = { ...part, providerMetadata: undefined, citations: undefined };
        return [...last, lane.rewritten || beside.some((own) => own.rewritten) ? bare : part];
      },
    };
  };

  return {
    add(part) {
      if (part.type.endsWith('-start')) return start(part);
      if (part.type.endsWith('-end')) return end(part);
      return delta(part, stringOf(part, 'delta') ?? '');
    },
    finish,
    ending: () => (started ? { type: `${kind}-end`, ...(id !== undefined && { id }) } : undefined),
  };
}
