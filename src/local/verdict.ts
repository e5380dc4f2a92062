import {
  type DetectedSpan,
  judge,
  type PromptDetected,
  type ResponseDetected,
  type ScanResult,
  type ToolDetected,
} from '../scan/index.js';
import type { LocalDetector } from './detect.js';
import type { DetectorEffect, ProfileDetector } from './options.js';

/** Which part of a request a finding belongs to. Code counts with the side it was sent for. */
export type ScannedSide = 'prompt' | 'response' | 'toolInput' | 'toolOutput';

/** What fired on which side. */
export type Findings = ReadonlyMap<ScannedSide, ReadonlySet<LocalDetector>>;

/** The profile's detector behind each family. */
export const PROFILE_DETECTOR: Readonly<Record<LocalDetector, ProfileDetector>> = {
  dlp: 'dlp',
  secrets: 'dlp',
  injection: 'injection',
  urlCats: 'urlCats',
  maliciousCode: 'maliciousCode',
};

/** Words for what a tool event carries, as the service uses them. */
const TOOL_THREATS: readonly { side: ScannedSide; detector: LocalDetector; threat: string }[] = [
  { side: 'toolOutput', detector: 'injection', threat: 'context poisoning' },
  { side: 'toolInput', detector: 'secrets', threat: 'credential leakage' },
  { side: 'toolOutput', detector: 'secrets', threat: 'credential leakage' },
];

/** Flags, action, severity and categories of what fired. */
export function verdictOf(
  findings: Findings,
  spans: DetectedSpan[],
  effects: Readonly<Record<ProfileDetector, DetectorEffect>>,
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
  const fired = (sides: readonly ScannedSide[], flag: ProfileDetector): boolean =>
    sides.some((side) => [...(findings.get(side) ?? [])].some((name) => PROFILE_DETECTOR[name] === flag));
  const promptDetected: PromptDetected = {
    injection: fired(['prompt'], 'injection'),
    dlp: fired(['prompt'], 'dlp'),
    urlCats: fired(['prompt'], 'urlCats'),
    ...(fired(['prompt'], 'maliciousCode') && { maliciousCode: true }),
  };
  const responseDetected: ResponseDetected = {
    dlp: fired(['response'], 'dlp'),
    urlCats: fired(['response'], 'urlCats'),
    ...(fired(['response'], 'maliciousCode') && { maliciousCode: true }),
  };
  const toolDetected = toolDetectedOf(findings, fired);
  const seen = new Set(
    [...findings.values()].flatMap((names) => [...names]).map((name) => effects[PROFILE_DETECTOR[name]]),
  );
  const { action, severity, categories } = judge({
    action: seen.has('block') ? 'block' : seen.has('alert') ? 'alert' : 'allow',
    category: seen.has('block') || seen.has('alert') ? 'malicious' : 'benign',
    incomplete: false,
    promptDetected,
    responseDetected,
    toolDetected,
  });
  const injection = spans.reduce(
    (highest, span) => (span.detector === 'injection' ? Math.max(highest, span.confidence ?? 0) : highest),
    0,
  );
  return {
    action,
    severity,
    categories,
    promptDetected,
    responseDetected,
    ...(toolDetected !== undefined && { toolDetected }),
    ...(spans.length > 0 && { spans }),
    ...(injection > 0 && { scores: { injection } }),
  };
}

function toolDetectedOf(
  findings: Findings,
  fired: (sides: readonly ScannedSide[], flag: ProfileDetector) => boolean,
): ToolDetected | undefined {
  const sides: readonly ScannedSide[] = ['toolInput', 'toolOutput'];
  const threats = TOOL_THREATS.filter((row) => findings.get(row.side)?.has(row.detector)).map(
    (row) => row.threat,
  );
  const detected: ToolDetected = {
    ...(fired(sides, 'injection') && { injection: true }),
    ...(fired(sides, 'dlp') && { dlp: true }),
    ...(fired(sides, 'urlCats') && { urlCats: true }),
    ...(fired(sides, 'maliciousCode') && { maliciousCode: true }),
    ...(threats.length > 0 && { threats: [...new Set(threats)] }),
  };
  return Object.keys(detected).length > 0 ? detected : undefined;
}
