import type { ContentError, MaskedData, ScanResponse } from '../airs/schemas/response.js';
import type { ScanRequest, ScanResult } from '../scan/index.js';
import type { CorrelationIds } from './correlation.js';
import { type Detection, type Detections, sidesOf, wireFlags } from './detections.js';
import { type Incomplete, incompleteFields } from './faults.js';
import { type MaskOptions, maskedData, sensitiveLocations } from './masked-data.js';
import type { ResolvedProfile } from './options.js';
import { toToolDetected } from './tool-verdict.js';

/** The input from which an answer is made. */
export interface VerdictInput {
  readonly request: ScanRequest;
  readonly result: ScanResult;
  readonly profile: ResolvedProfile | undefined;
  readonly detections: Detections;
  readonly ids: CorrelationIds;
  readonly scanId: string;
  readonly reportId: string;
  readonly masking: MaskOptions;
  /** The fault that makes the answer incomplete. */
  readonly incomplete: Incomplete | undefined;
}

/** Writes a scanner's result as the service would answer. */
export function toScanResponse(input: VerdictInput): ScanResponse {
  const { request, result, profile, detections } = input;
  const masking = (profile?.maskInline ?? true) ? input.masking : undefined;
  const promptMask = maskSide(request.prompt, 'prompt', result, detections.prompt, masking);
  const responseMask = maskSide(request.response, 'response', result, detections.response, masking);
  const profileName = profile?.name ?? result.profileName;
  const profileId = profile?.id ?? result.profileId ?? request.profileId;
  const verdict = judgement(input);
  return {
    ...(result.source !== undefined && { source: result.source }),
    report_id: input.reportId,
    scan_id: input.scanId,
    ...input.ids,
    ...(profileId !== undefined && { profile_id: profileId }),
    profile_name: profileName,
    ...verdict,
    prompt_detected: wireFlags(detections.prompt),
    response_detected: wireFlags(detections.response),
    tool_detected: toToolDetected(request, result, detections.tool, {
      masking,
      blocked: verdict.action === 'block',
    }),
    ...detailsOf(input),
    ...(promptMask !== undefined && { prompt_masked_data: promptMask }),
    ...(responseMask !== undefined && { response_masked_data: responseMask }),
  };
}

/** Makes the answer for a failed scan in a batch. A row of a batch cannot be a 503. */
export function toErrorResponse(
  input: Pick<VerdictInput, 'request' | 'result' | 'profile' | 'ids' | 'scanId' | 'reportId'>,
): ScanResponse {
  const { request, result, profile, ids, scanId, reportId } = input;
  return {
    report_id: reportId,
    scan_id: scanId,
    ...ids,
    ...(request.profileId !== undefined && { profile_id: request.profileId }),
    profile_name: profile?.name ?? result.profileName,
    category: 'error',
    action: 'allow',
    timeout: false,
    error: true,
    errors: [],
    prompt_detected: {},
    response_detected: {},
    tool_detected: {},
  };
}

/** Returns the scanner's details on the side that fired. */
function detailsOf({ request, result: { details } }: VerdictInput): Partial<ScanResponse> {
  if (details === undefined) return {};
  const side = request.response === undefined ? 'prompt_detection_details' : 'response_detection_details';
  return {
    [side]: {
      ...(details.topics && { topic_guardrails_details: { blocked_topics: [...details.topics] } }),
      ...(details.toxicCategories && {
        toxic_content_details: { toxic_categories: [...details.toxicCategories] },
      }),
    },
  };
}

type Judgement = Pick<ScanResponse, 'category' | 'action' | 'timeout' | 'error' | 'errors'>;

function judgement(input: VerdictInput): Judgement {
  const completeness = completenessOf(input);
  const fired = Object.values(input.detections)
    .flat()
    .filter((detection) => detection.fired);
  if (input.profile === undefined) return { ...faceValue(input.result, fired), ...completeness };

  // A scanner that blocks without a flag gives no detector to configure, so its action stands.
  const unexplained = input.result.action === 'block' && !firedAnything(input.result);
  const malicious = fired.length > 0 || unexplained;
  const blocked = unexplained || fired.some((detection) => detection.effect === 'block');
  const timedOut = completeness.timeout === true && input.profile.timeoutAction === 'block';
  return {
    category: malicious ? 'malicious' : timedOut ? 'timeout' : 'benign',
    action: blocked || timedOut ? 'block' : 'allow',
    ...completeness,
  };
}

/** Returns the category and action from which `judge` derives the result's own action and severity. */
function faceValue(result: ScanResult, fired: readonly Detection[]): Pick<Judgement, 'category' | 'action'> {
  const action = result.action === 'warn' ? 'alert' : result.action;
  return { action, category: faceCategory(result, fired) };
}

/** Categories of a result that are the scanner's own words and not detectors. */
const SPOKEN = ['malicious', 'suspicious', 'timeout', 'error'];

function faceCategory(result: ScanResult, fired: readonly Detection[]): string {
  if (fired.length === 0) {
    return SPOKEN.find((category) => result.categories.includes(category)) ?? 'benign';
  }
  if (result.action === 'block' || result.severity === 'CRITICAL') return 'malicious';
  if (result.severity !== 'HIGH') return 'benign';
  return fired.every(({ flag }) => flag === 'dlp') ? 'malicious' : 'suspicious';
}

function completenessOf({
  request,
  result,
  detections,
  incomplete,
}: VerdictInput): Pick<Judgement, 'timeout' | 'error' | 'errors'> {
  if (incomplete !== undefined) return incompleteFields(incomplete);
  if (result.degraded !== true) return { timeout: false, error: false, errors: [] };
  // A result does not say which detector gave no answer, so one that did not fire is named for each side.
  const sides = sidesOf(request);
  const errors = (['prompt', 'response'] as const).flatMap((side): ContentError[] => {
    const silent = detections[side].find(({ fired }) => !fired);
    return sides.has(side) ? [{ content_type: side, feature: silent?.flag ?? 'dlp', status: 'timeout' }] : [];
  });
  return { timeout: true, error: false, errors };
}

function firedAnything({ promptDetected, responseDetected, toolDetected }: ScanResult): boolean {
  return [promptDetected, responseDetected, toolDetected ?? {}].some((detected) =>
    Object.values(detected).some((value) => value === true || (Array.isArray(value) && value.length > 0)),
  );
}

function maskSide(
  text: string | undefined,
  side: 'prompt' | 'response',
  result: ScanResult,
  detections: readonly Detection[],
  masking: MaskOptions | undefined,
): MaskedData | undefined {
  const fired = detections.some((detection) => detection.flag === 'dlp' && detection.fired);
  if (text === undefined || masking === undefined || !fired) return undefined;
  return maskedData(text, sensitiveLocations(text, result.spans ?? [], side, masking.offsetUnit), masking);
}
