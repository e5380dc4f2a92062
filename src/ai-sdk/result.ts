import {
  type Draft,
  fieldTexts,
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
import { type CallParams, type GenerateResult, type Part, recordOf, stringOf } from './parts.js';
import { type CallContext, isOffered, judgeAll } from './prompt.js';
import { type PartText, readResultPart } from './result-text.js';
import { nameSegment } from './tool-parts.js';
import { withoutOwnResults, withResults, withVerdicts } from './verdicts.js';

/** A result that segments write to. */
type ResultDraft = Draft & { content: (Draft & Part)[] };

/**
 * Scans a generated result: its words together with the prompt, and each tool call's input and each provider tool's
 * output as a tool event. The result is returned unchanged unless the policy redacts. Only the verdicts are added to
 * its `providerMetadata`.
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
  const words = [...answerSegments(said), ...parseableText(writableText(copy, 'structuredOutputText'))];
  const tools = parts.filter((part) => part.kind !== 'answer').map((part) => withName(part, context));
  const known = (): ReadonlySet<string> =>
    new Set([...words, ...tools.flatMap(({ segments }) => segments)].map(({ text }) => text));
  const answer = [...words, ...resultBeside(copy, known)];
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
  if (!restored(guardrail, copy, context) && !rewritten) return withVerdicts(result, all);
  // The provider's raw answer repeats everything, and its metadata may: log probabilities, grounding, traces.
  if (result.response !== undefined) put(copy, 'response', { ...result.response, body: undefined });
  // Only the verdicts of an inner guard are free of content.
  const { guardrail: inner } = recordOf(result, 'providerMetadata') ?? {};
  put(copy, 'providerMetadata', withResults({ guardrail: inner }, all));
  return { ...copy, content: copy.content };
}

/**
 * Returns the text of a result outside its content. It is removed together with everything that may quote the answer.
 */
function resultBeside(copy: ResultDraft, known: () => ReadonlySet<string>): Segment[] {
  const body = recordOf(copy, 'response')?.['body'];
  const own = withoutOwnResults(copy);
  // The fields that identify the call stay.
  const names = fieldTexts(copy['response'], { read: RESPONSE_FIELDS }).join('\n');
  const named = names === '' ? [] : [{ text: names }];
  const said = [...fieldTexts(own, { read: RESULT_FIELDS }), ...fieldTexts(body)];
  if (said.length === 0) return named;
  // The texts are read again, without those that are judged as content.
  const judged = known();
  const texts = [
    ...fieldTexts(own, { read: RESULT_FIELDS, known: judged }),
    ...fieldTexts(body, { known: judged }),
  ];
  // A rewrite also removes the body and the provider's metadata.
  const write = (): boolean => {
    for (const name of Object.keys(copy)) if (!RESULT_STRUCTURE.has(name)) delete copy[name];
    put(copy, 'warnings', []);
    for (const name of ['finishReason', 'usage']) {
      const own = recordOf(copy, name);
      if (own !== undefined) put(copy, name, { ...own, raw: undefined });
    }
    return true;
  };
  return [...(texts.length === 0 ? [] : [{ text: texts.join('\n'), write }]), ...named];
}

/** Fields of a result that stay when the fields outside its content are removed. */
const RESULT_STRUCTURE: ReadonlySet<string> = new Set([
  'content',
  'structuredOutputText',
  'finishReason',
  'usage',
  'warnings',
  'request',
  'response',
  'providerMetadata',
]);

/**
 * Fields of a result that are read elsewhere, or that are the exchange with the provider: its headers, and the request.
 */
const RESULT_FIELDS: ReadonlySet<string> = new Set([
  'content',
  'structuredOutputText',
  'request',
  'response',
]);

/** Fields of a response that are read elsewhere, or that are the exchange with the provider. */
const RESPONSE_FIELDS: ReadonlySet<string> = new Set(['body', 'headers']);

/**
 * Adds the tool's name to a call or a result if the application offers no tool of that name. The model wrote such a
 * name.
 */
function withName<Own extends Exclude<PartText, { kind: 'answer' }>>(part: Own, context: CallContext): Own {
  if (isOffered(context, part.toolName)) return part;
  return { ...part, segments: [...part.segments, nameSegment(part.toolName)] };
}

/** Puts originals back into words and tool inputs. Only these are for the application. */
function restored(guardrail: Guardrail, copy: ResultDraft, context: CallContext): boolean {
  if (!guardrail.restores) return false;
  // The parts are read again, because the copy now holds the redacted text.
  const segments = copy.content
    .map(readResultPart)
    .filter((part) => part.kind === 'toolInput' || (part.kind === 'answer' && part.words === true))
    .map((part) => part.segments);
  const structured = parseableText(writableText(copy, 'structuredOutputText'));
  return [...segments, structured].map((own) => restoreSegments(guardrail, own, context)).includes(true);
}

/**
 * Tells whether a text may replace the answer of a call. If the application parses the answer as JSON, or waits for a
 * tool call that it forced, prose would only fail later and elsewhere. In those cases a refusal throws.
 */
export function canReplace(params: CallParams): boolean {
  const format = stringOf(recordOf(params, 'responseFormat'), 'type');
  const choice = stringOf(recordOf(params, 'toolChoice'), 'type');
  return format !== 'json' && choice !== 'required' && choice !== 'tool';
}

/** A part of an answer. With `words` or `thought`, its first segment is read on from block to block. */
interface AnswerPart {
  readonly words?: boolean;
  readonly thought?: boolean;
  readonly segments: readonly Segment[];
}

/**
 * Returns the segments of an answer in the order in which they are judged. The SDK joins the text of all blocks without
 * a break, and the reasoning too. So each of them is joined here, and text cut by the end of a block is scanned as a
 * whole.
 */
function answerSegments(parts: readonly AnswerPart[]): Segment[] {
  const spoken = parts.flatMap(({ words, segments }) => (words === true ? segments.slice(0, 1) : []));
  return [
    ...runningOn(spoken),
    ...runningOn(
      parts.flatMap(({ thought, segments }) => (thought === true ? segments.slice(0, 1) : [])),
      'thoughts',
    ),
    ...parts.flatMap(({ words, thought, segments }) =>
      words === true || thought === true ? segments.slice(1) : segments,
    ),
  ];
}

/** Returns the tool event of a part. */
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
