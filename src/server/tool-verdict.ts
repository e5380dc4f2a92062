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

/** The threat that the service reports for every blocked tool event, whatever fired (reported live, 2026-08). */
const BLOCKED_THREAT = 'context poisoning';

/** The input or the output of a tool event. */
export type ToolSide = 'input' | 'output';

const FIELDS = { input: 'toolInput', output: 'toolOutput' } as const;

/** Returns the parts that a tool event has. */
export function directionsOf(request: ScanRequest): ToolSide[] {
  const directions: readonly ToolSide[] = ['input', 'output'];
  return directions.filter((direction) => request.toolEvent?.[direction] !== undefined);
}

/** Returns the origin of a tool event in a form that may be shown. The client or a model wrote it. */
export function shownMetadata({ metadata }: ToolEvent): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, printable(value)]));
}

/**
 * Returns the detectors of one direction. A result has one flag for both directions. Spans tell them apart; a flag
 * without spans counts for the output, or for the input if there is no output.
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

/** Makes the `tool_detected` of an answer. It is `{}` if no tool event was sent and no detector fired on one. */
export function toToolDetected(
  request: ScanRequest,
  result: ScanResult,
  detections: readonly Detection[],
  { masking, blocked }: { readonly masking: MaskOptions | undefined; readonly blocked: boolean },
): WireToolDetected {
  const event = request.toolEvent;
  const spans = result.spans ?? [];
  const fired = detections.some((detection) => detection.fired);
  if (event === undefined && !fired) return {};
  const said = result.toolDetected?.threats ?? [];
  const threats = [...new Set([...said, ...(blocked && fired ? [BLOCKED_THREAT] : [])])];
  const side = (direction: ToolSide): { detection_entries?: ToolDetectionEntry[] } => {
    // An event with only one side is answered with both.
    if (event === undefined) return {};
    const text = event[direction] ?? '';
    const here = directed(detections, direction, request, spans);
    const masked =
      masking && here.some(({ flag, fired }) => flag === 'dlp' && fired)
        ? maskedData(text, sensitiveLocations(text, spans, FIELDS[direction], masking.offsetUnit), masking)
        : undefined;
    return {
      detection_entries: [
        {
          ...(event.metadata.tool_invoked !== undefined && {
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
    verdict: fired ? 'malicious' : 'benign',
    ...(event !== undefined && { metadata: shownMetadata(event) }),
    summary: { detections: wireFlags(detections), threats },
    input_detected: side('input'),
    output_detected: side('output'),
  };
}
