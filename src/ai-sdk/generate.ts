import {
  type Draft,
  type Guardrail,
  joinSegments,
  parseableText,
  put,
  restoreSegments,
  runningOn,
  type Segment,
  type Thread,
  writableText,
} from '../guard/index.js';
import { type CallContext, judgeAll } from './checks.js';
import { type CallParams, type GenerateResult, type Part, recordOf, stringOf } from './parts.js';
import { type PartText, readResultPart } from './result-text.js';
import { withResults } from './results.js';

/** A result that segments write to. */
type ResultDraft = Draft & { content: (Draft & Part)[] };

/**
 * Scans a generated result: its words together with the prompt, each tool call's input and each provider tool's
 * output as a tool event. The result is returned as it came unless the policy redacts, but for what the checks said, which
 * travels in its `providerMetadata`.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function checkResult(
  guardrail: Guardrail,
  result: GenerateResult,
  context: CallContext,
): Promise<GenerateResult> {
  const copy: ResultDraft = {
    ...result,
    content: result.content.map((part) => ({ ...part })),
  };
  const parts = copy.content.map(readResultPart);
  const said = parts.filter((part) => part.kind === 'answer');
  const answer = [...answerSegments(said), ...parseableText(writableText(copy, 'structuredOutputText'))];
  const tools = parts.filter((part) => part.kind !== 'answer');
  const { rewritten, verdicts } = await judgeAll([
    {
      segments: answer,
      enforce: (text, threads) => guardrail.enforceResponse(text, { ...context, threads }),
    },
    ...tools.map((part) => ({
      segments: part.segments,
      enforce: (_: string, threads: readonly Thread[]) =>
        guardrail.enforceTool(toolCheck(part), { ...context, threads }),
    })),
  ]);
  const all = [...(context.verdicts ?? []), ...verdicts];
  if (!restored(guardrail, copy, context) && !rewritten) {
    if (all.length === 0) return result;
    return { ...result, providerMetadata: withResults(result['providerMetadata'], all) };
  }
  // The provider's raw answer says it all once more, and its metadata may: log probabilities, grounding, traces.
  if (result.response !== undefined) put(copy, 'response', { ...result.response, body: undefined });
  // Only the word of a guard further inside holds no content.
  const { guardrail: inner } = recordOf(result, 'providerMetadata') ?? {};
  put(copy, 'providerMetadata', withResults({ guardrail: inner }, all));
  return { ...copy, content: copy.content };
}

/** Puts back what the vault holds in words and tool inputs, which alone are the application's to use. */
function restored(guardrail: Guardrail, copy: ResultDraft, context: CallContext): boolean {
  if (!guardrail.restores) return false;
  // Read again: what was redacted stands in the copy.
  const segments = copy.content
    .map(readResultPart)
    .filter((part) => part.kind === 'toolInput' || (part.kind === 'answer' && part.words === true))
    .map((part) => part.segments);
  const structured = parseableText(writableText(copy, 'structuredOutputText'));
  return [...segments, structured].map((own) => restoreSegments(guardrail, own, context)).includes(true);
}

/**
 * Whether a text may stand in for the answer of a call. Where the application parses the answer as JSON, or waits for a
 * tool call that it forced, prose would only fail later and elsewhere: there a refusal throws.
 */
export function canReplace(params: CallParams): boolean {
  const format = stringOf(recordOf(params, 'responseFormat'), 'type');
  const choice = stringOf(recordOf(params, 'toolChoice'), 'type');
  return format !== 'json' && choice !== 'required' && choice !== 'tool';
}

/** Part of an answer; where `words` is set, its first segment is text that runs on from block to block. */
interface AnswerPart {
  readonly words?: boolean;
  readonly thought?: boolean;
  readonly segments: readonly Segment[];
}

/**
 * The segments of an answer as they are judged. The SDK gives the text of all blocks as one, without a break, and the
 * reasoning too, so each comes together and runs on: what the end of a block cuts in two is whole here.
 */
function answerSegments(parts: readonly AnswerPart[]): Segment[] {
  const spoken = parts.flatMap(({ words, segments }) => (words === true ? segments.slice(0, 1) : []));
  return [
    ...runningOn(spoken),
    ...runningOn(
      parts.flatMap(({ thought, segments }) => (thought === true ? segments : [])),
      'thoughts',
    ),
    ...parts.flatMap(({ words, thought, segments }) =>
      words === true ? segments.slice(1) : thought === true ? [] : segments,
    ),
  ];
}

/** The tool event of a part. */
export function toolCheck(part: Exclude<PartText, { kind: 'answer' }>): {
  name: string;
  input?: string;
  output?: string;
} {
  const text = joinSegments(part.segments);
  return part.kind === 'toolInput'
    ? { name: part.toolName, input: text }
    : { name: part.toolName, output: text };
}
