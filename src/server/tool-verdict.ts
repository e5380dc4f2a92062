import type { ToolDetectionEntry, WireToolDetected } from '../airs/schemas/response.js';
import {
  type DetectedSpan,
  printable,
  type ScanRequest,
  type ScanResult,
  type ToolEvent,
} from '../scan/index.js';
import { type Detection, wireFlags } from './detections.js';
import { type MaskOptions, maskedData, sensitiveLocations } from './masked-data.js';

/** Input or output of a tool event. */
export type ToolSide = 'input' | 'output';

const FIELDS = { input: 'toolInput', output: 'toolOutput' } as const;

/** Which parts a tool event has. */
export function directionsOf(request: ScanRequest): ToolSide[] {
  const directions: readonly ToolSide[] = ['input', 'output'];
  return directions.filter((direction) => request.toolEvent?.[direction] !== undefined);
}

/** Where a tool event comes from, as far as it may be shown: the client wrote it, or a model. */
export function shownMetadata({ metadata }: ToolEvent): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, printable(value)]));
}

/**
 * The detectors of one direction. A result has one flag for both; spans tell them apart, and a flag without spans
 * counts for the output, or for the input where there is no output.
 */
export function directed(
  detections: readonly Detection[],
  direction: ToolSide,
  request: ScanRequest,
  spans: readonly DetectedSpan[],
): Detection[] {
  const unlocated: ToolSide = request.toolEvent?.output === undefined ? 'input' : 'output';
  return detections.map((detection) => {
    const fields = spans
      .filter((span) => detection.spanDetectors.includes(span.detector))
      .map((span) => span.field)
      .filter((field) => field === FIELDS.input || field === FIELDS.output);
    const here = fields.length === 0 ? direction === unlocated : fields.includes(FIELDS[direction]);
    return { ...detection, fired: detection.fired && here };
  });
}

/** `tool_detected` of an answer; `{}` when no tool event was sent and nothing fired on one. */
export function toToolDetected(
  request: ScanRequest,
  result: ScanResult,
  detections: readonly Detection[],
  masking: MaskOptions | undefined,
): WireToolDetected {
  const event = request.toolEvent;
  if (event === undefined && !detections.some((detection) => detection.fired)) return {};
  const spans = result.spans ?? [];
  const threats = [...(result.toolDetected?.threats ?? [])];
  const side = (direction: ToolSide): { detection_entries?: ToolDetectionEntry[] } => {
    const text = event?.[direction];
    if (text === undefined) return {};
    const here = directed(detections, direction, request, spans);
    const masked =
      masking && here.some(({ flag, fired }) => flag === 'dlp' && fired)
        ? maskedData(text, sensitiveLocations(text, spans, FIELDS[direction], masking.offsetUnit), masking)
        : undefined;
    return {
      detection_entries: [
        {
          ...(event?.metadata.tool_invoked !== undefined && {
            tool_invoked: printable(event.metadata.tool_invoked),
          }),
          detections: wireFlags(here),
          threats: here.some(({ fired }) => fired) ? threats : [],
          ...(masked !== undefined && { masked_data: masked }),
        },
      ],
    };
  };
  return {
    verdict: detections.some(({ fired }) => fired) ? 'malicious' : 'benign',
    ...(event !== undefined && { metadata: shownMetadata(event) }),
    summary: { detections: wireFlags(detections), threats },
    input_detected: side('input'),
    output_detected: side('output'),
  };
}
