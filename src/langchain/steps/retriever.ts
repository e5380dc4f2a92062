import type { CreateGuardrailOptions } from '../../defaults.js';
import {
  applyRedactions,
  type CheckContext,
  type Guardrail,
  GuardrailConfigError,
  passageOf,
  refusalOf,
} from '../../guard/index.js';
import { isGuardrailError } from '../../scan/index.js';
import { judgeValue } from '../content/judge-value.js';
import { draftValue } from '../content/value-draft.js';
import { rememberDocument } from '../context/retrieved-documents.js';
import { configContext, isolated } from '../context/run-config.js';
import { withoutHandlers } from '../context/run-handlers.js';
import { field, isMethod } from '../fields.js';
import { type GuardOptions, resolveBoolean, resolveGuard } from '../options.js';
import { guardCalls } from './guard-calls.js';
import { inParallel } from './in-parallel.js';

/** Options of `guardRetriever` in addition to those of a guardrail. */
interface RetrieverOptions {
  /** Whether a refused document is left out or makes the call throw. @default 'drop' */
  readonly onBlocked?: 'drop' | 'throw';
  /** Whether the query is judged, as a prompt. @default true */
  readonly query?: boolean;
}

/**
 * Options of `guardRetriever`: a guardrail, the options of one, or a guardrail in `guardrail` with options beside it.
 */
export type GuardRetrieverOptions =
  | Guardrail
  | (CreateGuardrailOptions & RetrieverOptions)
  | ({ readonly guardrail: Guardrail } & RetrieverOptions);

/**
 * Guards a retriever. The query is judged as a prompt before it reaches the store. Each document is judged as the
 * answer of a tool, with its text, its metadata and its id. Redacted documents are copies; those of the store stay as
 * they are.
 *
 * A refused document is left out, and so is one whose scan failed under a policy that fails closed. With `onBlocked:
 * 'throw'` the call throws instead. A refused query always throws. Callbacks see the judged query and the judged
 * documents, and nothing of other retrievers and models that the retriever calls.
 *
 * If the prompt of a guarded model holds documents that have passed, the answer is judged with them as grounding
 * context.
 *
 * Calls of the vector store itself, such as `similaritySearch`, are not calls of the retriever and are not guarded.
 * @returns the same kind of retriever, of the same class
 * @throws GuardrailConfigError for an option that is not valid, or for a value that is not a retriever
 * @example
 * const retriever = guardRetriever(store.asRetriever(), { scanner: localScanner(), policy: 'strict' });
 * const documents = await retriever.invoke('refund policy');
 */
export function guardRetriever<Retriever extends object>(
  retriever: Retriever,
  options: GuardRetrieverOptions = {},
): Retriever {
  if (!['_getRelevantDocuments', 'invoke'].every((name) => isMethod(field(retriever, name))))
    throw new GuardrailConfigError('retriever', 'must be a retriever of LangChain');
  const { guardrail, own } = resolveGuard<RetrieverOptions>(
    options satisfies GuardOptions<RetrieverOptions>,
    ['onBlocked', 'query'],
  );
  const { onBlocked = 'drop' } = own;
  if (onBlocked !== 'drop' && onBlocked !== 'throw')
    throw new GuardrailConfigError('onBlocked', 'must be one of drop, throw');
  const judgesQuery = resolveBoolean('query', own.query, true);
  const name = nameOf(retriever);

  const judgeQuery = async (query: unknown, context: CheckContext): Promise<unknown> =>
    judgesQuery
      ? judgeValue(query, (text, threads) => guardrail.enforcePrompt(text, { ...context, threads }))
      : query;

  const judgeDocument = async (document: unknown, context: CheckContext): Promise<readonly unknown[]> => {
    const { segments, build } = draftValue(document);
    const { text: output, threads } = passageOf(segments);
    const check = { name, server: 'retriever', output };
    try {
      const decision = await guardrail.checkTool(check, { ...context, threads });
      if (decision.outcome === 'block') throw refusalOf(decision);
      if (decision.outcome === 'redact') applyRedactions(segments, decision);
      return [build()];
    } catch (error) {
      // An abort or an invalid option says nothing about the document.
      if (onBlocked === 'throw' || !isGuardrailError(error) || error.code === 'ERR_GUARDRAIL_CONFIG')
        throw error;
      return [];
    }
  };

  return guardCalls(retriever, {
    entries: ['invoke', 'getRelevantDocuments'],
    cores: ['_getRelevantDocuments'],
    async judgeInput([query, config, ...rest]) {
      const context = configContext(config, field(config, 'runId'));
      return { args: [await judgeQuery(query, context), config, ...rest], context };
    },
    async run(work, [query, runManager, ...rest], judged) {
      const context = judged ?? configContext(undefined);
      const asked = judged === undefined ? await judgeQuery(query, context) : query;
      // The calls of the retriever must not report unjudged content.
      const documents = await isolated(() => work(asked, withoutHandlers(runManager), ...rest));
      if (!Array.isArray(documents)) throw new GuardrailConfigError('retriever', 'must return a list');
      const kept = await inParallel(documents, (document) => judgeDocument(document, context));
      const passed = kept.flat();
      // An answer from these documents is judged with them beside it.
      for (const document of passed) rememberDocument(document);
      return passed;
    },
  });
}

function nameOf(retriever: object): string {
  const getName = field(retriever, 'getName');
  const name = isMethod(getName) ? Reflect.apply(getName, retriever, []) : undefined;
  return typeof name === 'string' && name !== '' ? name : 'retriever';
}
