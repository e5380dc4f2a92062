import {
  type DetectedSpan,
  judge,
  type PromptDetected,
  type ResponseDetected,
  type ScanResult,
  type ToolDetected,
} from '../scan/index.js';
import type { EngineDetection } from './engine.js';
import type { ProfileDetector, ProfileEffects, ResolvedLocalOptions } from './options.js';

/** The part of a request to which a finding belongs. Code counts with the side for which it was sent. */
export type ScannedSide = 'prompt' | 'response' | 'toolInput' | 'toolOutput';

/** The detections in one text of a request. */
export interface PartDetection extends EngineDetection {
  readonly side: ScannedSide;
  /** Whether its spans point into a field that results have. */
  readonly located: boolean;
}

/** The service's words for the threats in a tool event. */
const TOOL_THREATS: readonly { side: ScannedSide; detector: string; threat: string }[] = [
  { side: 'toolOutput', detector: 'injection', threat: 'context poisoning' },
  { side: 'toolInput', detector: 'secrets', threat: 'credential leakage' },
  { side: 'toolOutput', detector: 'secrets', threat: 'credential leakage' },
];

/** Families whose spans masking uses. */
const SENSITIVE: ReadonlySet<string> = new Set(['dlp', 'secrets']);

const PROMPT_SIDE: readonly ScannedSide[] = ['prompt'];
const RESPONSE_SIDE: readonly ScannedSide[] = ['response'];
const TOOL_SIDES: readonly ScannedSide[] = ['toolInput', 'toolOutput'];

/** Returns the flags, action, severity and categories of the detectors that fired. */
export function engineVerdict(
  parts: readonly PartDetection[],
  { effects, masking }: Pick<ResolvedLocalOptions, 'effects' | 'masking'>,
): Pick<
  ScanResult,
  | 'action'
  | 'severity'
  | 'categories'
  | 'promptDetected'
  | 'responseDetected'
  | 'toolDetected'
  | 'spans'
  | 'scores'
> {
  const prompt = flagsOf(parts, PROMPT_SIDE);
  const response = flagsOf(parts, RESPONSE_SIDE);
  const promptDetected: PromptDetected = {
    injection: prompt.has('injection'),
    dlp: prompt.has('dlp'),
    urlCats: prompt.has('urlCats'),
    ...optionalFlags(prompt),
  };
  const responseDetected: ResponseDetected = {
    dlp: response.has('dlp'),
    urlCats: response.has('urlCats'),
    ...(response.has('dbSecurity') && { dbSecurity: true }),
    ...optionalFlags(response),
  };
  const toolDetected = toolDetectedOf(parts, flagsOf(parts, TOOL_SIDES));
  const action = actionOf(parts, effects);
  const verdict = judge({
    action,
    category: action === 'block' ? 'malicious' : action === 'alert' ? 'suspicious' : 'benign',
    incomplete: false,
    promptDetected,
    responseDetected,
    toolDetected,
  });
  const spans = parts
    .flatMap((part): readonly DetectedSpan[] => (part.located ? part.spans : []))
    .filter((span) => masking || !SENSITIVE.has(span.detector));
  const scores = parts.flatMap(({ injectionScore }) =>
    injectionScore === undefined ? [] : [injectionScore],
  );
  return {
    ...verdict,
    promptDetected,
    responseDetected,
    ...(toolDetected !== undefined && { toolDetected }),
    ...(spans.length > 0 && { spans }),
    ...(scores.length > 0 && { scores: { injection: Math.max(...scores) } }),
  };
}

const NOTHING: ReadonlySet<ProfileDetector> = new Set();

function flagsOf(
  parts: readonly PartDetection[],
  sides: readonly ScannedSide[],
): ReadonlySet<ProfileDetector> {
  let flags: Set<ProfileDetector> | undefined;
  for (const { side, fired } of parts) {
    if (fired.size === 0 || !sides.includes(side)) continue;
    flags ??= new Set();
    for (const flag of fired.keys()) flags.add(flag);
  }
  return flags ?? NOTHING;
}

/** Returns the strictest effect of the detectors that fired. A finding that is worth only a warning does not block. */
function actionOf(parts: readonly PartDetection[], effects: ProfileEffects): 'block' | 'alert' | 'allow' {
  let strictest: 'alert' | 'allow' = 'allow';
  for (const { fired } of parts) {
    for (const [flag, { warnOnly }] of fired) {
      const effect = effects[flag];
      if (effect === 'block' && !warnOnly) return 'block';
      if (effect === 'block' || effect === 'alert') strictest = 'alert';
    }
  }
  return strictest;
}

function optionalFlags(fired: ReadonlySet<ProfileDetector>): {
  toxicContent?: true;
  maliciousCode?: true;
  topicViolation?: true;
} {
  return {
    ...(fired.has('toxicContent') && { toxicContent: true }),
    ...(fired.has('maliciousCode') && { maliciousCode: true }),
    ...(fired.has('topicViolation') && { topicViolation: true }),
  };
}

function toolDetectedOf(
  parts: readonly PartDetection[],
  fired: ReadonlySet<ProfileDetector>,
): ToolDetected | undefined {
  if (parts.every(({ side, spans }) => spans.length === 0 || !TOOL_SIDES.includes(side)) && fired.size === 0)
    return undefined;
  const threats = TOOL_THREATS.filter(({ side, detector }) =>
    parts.some((part) => part.side === side && part.spans.some((span) => span.detector === detector)),
  ).map(({ threat }) => threat);
  const detected: ToolDetected = {
    ...(fired.has('injection') && { injection: true }),
    ...(fired.has('dlp') && { dlp: true }),
    ...(fired.has('urlCats') && { urlCats: true }),
    ...(fired.has('dbSecurity') && { dbSecurity: true }),
    ...optionalFlags(fired),
    ...(threats.length > 0 && { threats: [...new Set(threats)] }),
  };
  return Object.keys(detected).length > 0 ? detected : undefined;
}
