import type { ScanRequest, ScanResult } from '../scan/index.js';
import { FLAG_TABLE, type FlagRow, type WireSide } from './flags.js';
import type { ResolvedProfile } from './options.js';

/** One detector on one side, as the answer shows it, whether it fired or not. */
export interface Detection {
  readonly flag: string;
  readonly service: string;
  readonly fired: boolean;
  /** The effect of the detector when it fires. */
  readonly effect: 'block' | 'allow';
  readonly spanDetectors: readonly string[];
}

/** The detectors that an answer shows, by side. */
export type Detections = Readonly<Record<WireSide, readonly Detection[]>>;

/** Returns the sides of a request. */
export function sidesOf(request: ScanRequest): ReadonlySet<WireSide> {
  const sides = new Set<WireSide>();
  if (request.prompt !== undefined || request.codePrompt !== undefined) sides.add('prompt');
  if (request.response !== undefined || request.codeResponse !== undefined) sides.add('response');
  if (request.toolEvent !== undefined) sides.add('tool');
  return sides;
}

/**
 * Returns the detectors that an answer shows. A side that was sent shows its enabled detectors. Every side shows the
 * detectors that fired, so that no finding of a scanner gets lost. A profile's `off` hides a detector altogether.
 */
export function detectionsOf(
  request: ScanRequest,
  result: ScanResult,
  profile: ResolvedProfile | undefined,
): Detections {
  const sent = sidesOf(request);
  const fallback = profile !== undefined || result.action === 'block' ? 'block' : 'allow';
  const side = (name: WireSide, detected: object): Detection[] => {
    const flags = new Map<string, unknown>(Object.entries(detected));
    const known = FLAG_TABLE.filter((row) => flags.get(row.key) === true).map((row) => row.flag);
    const hits = new Set<string>([...known, ...namesOf(flags.get('other'))]);
    const unnamed = [...hits].filter((flag) => FLAG_TABLE.every((row) => row.flag !== flag)).map(unnamedRow);
    return [...FLAG_TABLE, ...unnamed].flatMap((row): Detection[] => {
      const effect = profile?.detectors.get(row.flag);
      const hit = hits.has(row.flag);
      const enabled = profile === undefined ? row.shownByDefault.includes(name) : effect !== undefined;
      if (effect === 'off' || (!hit && !(enabled && sent.has(name) && row.sides.includes(name)))) return [];
      const { flag, service, spanDetectors } = row;
      return [{ flag, service, spanDetectors, fired: hit, effect: effect ?? fallback }];
    });
  };
  return {
    prompt: side('prompt', result.promptDetected),
    response: side('response', result.responseDetected),
    tool: side('tool', result.toolDetected ?? {}),
  };
}

/** Returns the flags of one side, as the wire spells them. */
export function wireFlags(detections: readonly Detection[]): Record<string, boolean> {
  return Object.fromEntries(detections.map(({ flag, fired }) => [flag, fired]));
}

/** Returns the detectors that fired and have no name of ours. */
function namesOf(other: unknown): string[] {
  return Array.isArray(other) ? other.filter((name) => typeof name === 'string') : [];
}

function unnamedRow(name: string): Omit<FlagRow, 'flag'> & { readonly flag: string } {
  return { flag: name, key: name, service: name, sides: [], shownByDefault: [], spanDetectors: [name] };
}
