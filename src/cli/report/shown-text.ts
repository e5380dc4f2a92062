import {
  type DetectedSpan,
  firedFlags,
  isFailedScan,
  mergeSpans,
  type ScanRequest,
  type ScanResult,
  type SpanField,
} from '../../scan/index.js';

/** A piece of a text: unchanged, marked as found, replaced by a label, or left out. */
export type ShownPiece =
  | { readonly kind: 'plain' | 'found'; readonly text: string; readonly label?: string }
  | { readonly kind: 'replaced'; readonly label: string }
  | { readonly kind: 'gap'; readonly chars: number };

/** One text of an item, ready to be shown. */
export interface ShownText {
  readonly field: string;
  readonly pieces: readonly ShownPiece[];
  /** The reason why it is not shown. */
  readonly withheld?: string;
}

/** Finds sensitive data in a text. */
export type FindSensitive = (text: string, field: SpanField) => readonly DetectedSpan[];

const SENSITIVE: ReadonlySet<string> = new Set(['dlp', 'secrets']);
/** The most UTF-16 code units of plain text in one stretch, and the most pieces of one text. The rest is left out. */
const MAX_PLAIN = 600;
const MAX_PIECES = 200;

function fieldsOf(request: ScanRequest): (readonly [field: string, spanField: SpanField, text: string])[] {
  const { prompt, response, context, codePrompt, codeResponse, toolEvent } = request;
  const all = [
    ['prompt', 'prompt', prompt],
    ['response', 'response', response],
    ['context', 'prompt', context],
    ['codePrompt', 'prompt', codePrompt],
    ['codeResponse', 'response', codeResponse],
    ['tool input', 'toolInput', toolEvent?.input],
    ['tool output', 'toolOutput', toolEvent?.output],
  ] as const;
  return all.flatMap(([field, spanField, text]) =>
    text === undefined ? [] : [[field, spanField, text] as const],
  );
}

/** The fields that a result's spans refer to. */
const PLACED: ReadonlySet<string> = new Set(['prompt', 'response', 'tool input', 'tool output']);

const SIDES: Readonly<Record<SpanField, string>> = {
  prompt: 'prompt',
  response: 'response',
  toolInput: 'tool',
  toolOutput: 'tool',
};

/**
 * Returns the texts of an item with their findings.
 * @param find finds the data to replace; absent if content is shown unchanged
 */
export function shownTexts(
  request: ScanRequest,
  result: ScanResult,
  find: FindSensitive | undefined,
): ShownText[] {
  return fieldsOf(request).map(([field, spanField, text]) => {
    const own = PLACED.has(field) ? (result.spans ?? []).filter((span) => span.field === spanField) : [];
    if (find === undefined) return { field, pieces: piecesOf(text, own, []) };
    // A failed scan has judged nothing, and a degraded one not everything.
    if (isFailedScan(result) || result.degraded === true) return withheld(field, 'it was not judged in full');
    const sensitive = [...own.filter(({ detector }) => SENSITIVE.has(detector)), ...find(text, spanField)];
    const isFlagged = firedFlags(result).some(
      ({ flag, side }) => flag === 'dlp' && side === SIDES[spanField],
    );
    if (isFlagged && PLACED.has(field) && sensitive.length === 0)
      return withheld(field, 'the sensitive data in it cannot be located');
    return {
      field,
      pieces: piecesOf(
        text,
        own.filter(({ detector }) => !SENSITIVE.has(detector)),
        mergeSpans(sensitive),
      ),
    };
  });
}

const withheld = (field: string, why: string): ShownText => ({ field, pieces: [], withheld: why });

/** Cuts a text where spans begin and end. A span to replace is one piece, even if others overlap it. */
function piecesOf(
  text: string,
  found: readonly DetectedSpan[],
  replaced: readonly DetectedSpan[],
): ShownPiece[] {
  const inText = ({ start, end }: DetectedSpan): boolean => start >= 0 && start < end && end <= text.length;
  const hidden = replaced.filter((span) => span.start < text.length && span.end > 0);
  const marks = mergeSpans(found.filter(inText));
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...hidden, ...marks])
    cuts.add(Math.max(0, start)).add(Math.min(text.length, end));
  const places = [...cuts].sort((a, b) => a - b);
  const pieces: ShownPiece[] = [];
  let [hiddenAt, markAt] = [0, 0];
  let last: DetectedSpan | undefined;
  for (const [index, start] of places.slice(0, -1).entries()) {
    const end = places[index + 1] ?? text.length;
    while ((hidden[hiddenAt]?.end ?? Number.POSITIVE_INFINITY) <= start) hiddenAt++;
    while ((marks[markAt]?.end ?? Number.POSITIVE_INFINITY) <= start) markAt++;
    const [cover, mark] = [hidden[hiddenAt], marks[markAt]];
    if (cover !== undefined && cover.start <= start) {
      if (cover !== last) pieces.push({ kind: 'replaced', label: cover.label });
      last = cover;
    } else if (mark !== undefined && mark.start <= start) {
      pieces.push(...shortened({ kind: 'found', text: text.slice(start, end), label: mark.label }));
    } else {
      pieces.push(...shortened({ kind: 'plain', text: text.slice(start, end) }));
    }
  }
  if (pieces.length <= MAX_PIECES) return pieces;
  return [...pieces.slice(0, MAX_PIECES), { kind: 'gap', chars: text.length }];
}

function shortened(piece: {
  readonly kind: 'plain' | 'found';
  readonly text: string;
  readonly label?: string;
}): ShownPiece[] {
  const { text } = piece;
  if (text.length <= MAX_PLAIN) return [piece];
  const half = MAX_PLAIN / 2;
  return [
    { ...piece, text: text.slice(0, half) },
    { kind: 'gap', chars: text.length - MAX_PLAIN },
    { ...piece, text: text.slice(-half) },
  ];
}
