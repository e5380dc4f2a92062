import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import {
  fieldTexts,
  type Guardrail,
  GuardrailConfigError,
  type GuardrailVerdict,
  verdictOf,
} from '../guard/index.js';
import { type CallParams, isObject, recordOf, stringOf } from './parts.js';
import { type CallContext, contextOf } from './prompt.js';
import { withMembers } from './proxy-members.js';
import { refuseStream } from './speech.js';
import { withResults, withVerdicts } from './verdicts.js';

/** A transcription model of AI SDK 5, 6 or 7, with the members that the guard needs. */
export interface AnyTranscriptionModel {
  readonly modelId: string;
  doGenerate(options: never): PromiseLike<unknown>;
}

type TranscriptionParams = Pick<CallParams, 'providerOptions' | 'abortSignal'>;
type Generate = (params: TranscriptionParams) => PromiseLike<unknown>;

/**
 * Guards a transcription model. The transcript is scanned as an answer before the application gets it. If the policy
 * redacts, the text is rewritten, and segments, words and the provider's own record are removed, because they repeat
 * it. The audio is not examined. Streams of transcripts are refused.
 * @param options a guardrail, or the options of one
 * @throws GuardrailConfigError for an option that is not valid, or no transcription model. `doGenerate` throws
 * `GuardrailViolationError`, `GuardrailScanError` or the abort reason.
 * @example
 * const { text } = await transcribe({ model: guardTranscriptionModel(openai.transcription('whisper-1'), guardrail), audio });
 */
export function guardTranscriptionModel<Model extends AnyTranscriptionModel>(
  model: Model,
  options: Guardrail | CreateGuardrailOptions = {},
): Model {
  if (typeof model?.doGenerate !== 'function') {
    throw new GuardrailConfigError('model', 'must be a transcription model');
  }
  const guardrail = guardrailOf(options);
  const bare = model as unknown as { doGenerate: Generate; doGenerateFromUrl?: Generate };
  const guarded =
    (generate: Generate): Generate =>
    async (params) =>
      enforceTranscript(guardrail, await generate(params), contextOf(params, model));
  const { doGenerateFromUrl } = bare;
  return withMembers(model, {
    doGenerate: guarded((params) => bare.doGenerate(params)),
    ...(doGenerateFromUrl !== undefined && {
      doGenerateFromUrl: guarded((params) => doGenerateFromUrl.call(model, params)),
    }),
    ...('doStream' in model && { doStream: refuseStream }),
  });
}

/** Judges a transcript in all the ways in which its parts are read. */
async function enforceTranscript(
  guardrail: Guardrail,
  result: unknown,
  context: CallContext,
): Promise<unknown> {
  if (!isObject(result)) return result;
  const text = stringOf(result, 'text') ?? '';
  const record = [result['providerMetadata'], recordOf(result, 'response')?.['body']];
  const beside = [
    ...['segments', 'words'].flatMap((field) => [joined(result[field], ''), joined(result[field], ' ')]),
    fieldTexts(record).join('\n'),
  ];
  const [decision, ...others] = await Promise.all(
    [...new Set([text, ...beside])].map((own) => guardrail.enforceResponse(own, context)),
  );
  const decisions = decision === undefined ? others : [decision, ...others];
  const verdicts: GuardrailVerdict[] = decisions.filter((own) => own.text !== '').map(verdictOf);
  if (decisions.every(({ outcome }) => outcome !== 'redact')) return withVerdicts(result, verdicts);
  const { body: _, ...response } = recordOf(result, 'response') ?? {};
  return {
    ...result,
    text: decision?.text ?? '',
    segments: [],
    ...('words' in result && { words: [] }),
    response,
    providerMetadata: withResults(undefined, verdicts),
  };
}

/** Joins the texts of a list of segments or words. */
function joined(list: unknown, joiner: string): string {
  if (!Array.isArray(list)) return '';
  return list.map((item: unknown) => stringOf(item, 'text') ?? '').join(joiner);
}
