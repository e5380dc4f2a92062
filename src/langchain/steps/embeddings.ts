import { type CheckContext, type Guardrail, GuardrailConfigError } from '../../guard/index.js';
import { judgeValue } from '../content/judge-value.js';
import { configContext } from '../context/run-config.js';
import { field, isMethod } from '../fields.js';
import { type GuardOptions, resolveGuard } from '../options.js';
import { guardCalls } from './guard-calls.js';
import { inParallel } from './in-parallel.js';

/** An embedding model of any version of LangChain, with the members that the guard needs. */
export interface AnyEmbeddings {
  embedQuery(text: never): PromiseLike<unknown>;
  embedDocuments(texts: never): PromiseLike<unknown>;
}

/**
 * Guards an embedding model of LangChain. Every text is judged as a prompt; equal texts of one call are judged once.
 * Nothing is sent before all texts have passed. A policy that redacts rewrites the texts that are sent. Methods other
 * than `embedQuery` and `embedDocuments` are not guarded.
 * @param options a guardrail, or the options of one
 * @returns the same kind of model, of the same class
 * @throws GuardrailConfigError for an option that is not valid, or for a value that is not an embedding model. The
 * methods throw GuardrailViolationError, GuardrailScanError or the abort reason.
 * @example
 * const embeddings = guardEmbeddings(new OpenAIEmbeddings(), { scanner: localScanner(), policy: 'redact' });
 * const store = await MemoryVectorStore.fromTexts(texts, {}, embeddings);
 */
export function guardEmbeddings<Model extends AnyEmbeddings>(
  embeddings: Model,
  options: GuardOptions<object> = {},
): Model {
  if (!['embedQuery', 'embedDocuments'].every((name) => isMethod(field(embeddings, name))))
    throw new GuardrailConfigError('embeddings', 'must be an embedding model of LangChain');
  const { guardrail } = resolveGuard(options, []);
  return guardCalls(embeddings, {
    entries: [],
    cores: ['embedQuery', 'embedDocuments'],
    judgeInput: async (args) => ({ args, context: {} }),
    async run(work, [given, ...rest]) {
      const judged = Array.isArray(given)
        ? await judgeTexts(guardrail, given)
        : (await judgeTexts(guardrail, [given]))[0];
      return work(judged, ...rest);
    },
  });
}

/** Judges texts. Equal texts are judged once. */
async function judgeTexts(guardrail: Guardrail, texts: readonly unknown[]): Promise<readonly unknown[]> {
  const context: CheckContext = configContext(undefined);
  const distinct = [...new Set(texts)];
  const judged = await inParallel(distinct, (text) =>
    judgeValue(text, (said, threads) => guardrail.enforcePrompt(said, { ...context, threads })),
  );
  const known = new Map(distinct.map((text, index) => [text, judged[index]]));
  return texts.map((text) => known.get(text));
}
