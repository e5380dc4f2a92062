import type { CreateGuardrailOptions } from '../../defaults.js';
import {
  type CheckContext,
  evaluateThrown,
  type Guardrail,
  GuardrailConfigError,
  type ToolCheck,
} from '../../guard/index.js';
import { judgeDraft, judgeValue, restoreValue } from '../content/judge-value.js';
import { draftItems, draftValue, type ValueDraft } from '../content/value-draft.js';
import { configContext } from '../context/run-config.js';
import { field, isMethod } from '../fields.js';
import { type GuardOptions, resolveGuard } from '../options.js';
import { type CallHooks, guardCalls } from './guard-calls.js';
import { guardSteps, isRunnable } from './guard-steps.js';

/** How much of the earlier parts is read together with a text part, in UTF-16 code units. */
const PART_CONTEXT = 500;

/** Options of `guardTool` in addition to those of a guardrail. */
interface ToolOptions {
  /** The MCP server that offers the tool, or any other label for its origin, as scans report it. @default 'tools' */
  readonly server?: string;
}

/** Options of `guardTool`: a guardrail, the options of one, or a guardrail in `guardrail` with options beside it. */
export type GuardToolOptions =
  | Guardrail
  | (CreateGuardrailOptions & ToolOptions)
  | ({ readonly guardrail: Guardrail } & ToolOptions);

/** The tool of a check. */
export type ToolName = Pick<ToolCheck, 'name' | 'server'>;

/**
 * Guards a tool wherever it is run: `invoke`, `call`, `ToolNode`, agents, `asTool`. Its input is judged before it runs,
 * and its result before anybody sees it, both as tool events. Callbacks see only judged content.
 *
 * A policy that redacts rewrites inside the values. Results may be texts, content blocks, messages, artifacts, and
 * commands of LangGraph. If a tool returns parts (`async *`), each part is judged. Under the redaction style `vault`
 * the tool gets the originals. A value that is more than plain data (getters, `toJSON`, objects of a class that
 * LangChain does not know) is passed on as the data that was judged.
 *
 * A refusal throws `GuardrailViolationError` or `GuardrailScanError`, which hold no content. Agents turn it into a tool
 * message. In LangChain 1.5 any error of a tool ends in an unhandled rejection if an agent's events of `version: 'v3'`
 * are read. Use `guardrailAgentMiddleware` there, which throws none. An error of a tool is judged as its output,
 * including fields and causes. It is thrown unchanged or, if the policy redacts, as an error of the same name with the
 * redacted words.
 *
 * Callbacks see the runs inside a tool, such as a model that it calls, unjudged: guard those too. The scans carry the
 * id of the tool call as `trId` and `thread_id` as the session, unless the guardrail's `metadata` sets others.
 * @param tool a structured tool, a result of `runnable.asTool()`, or any object with a name and `invoke`
 * @param options a guardrail, or the options of one, with the server that offers the tool
 * @returns the same kind of tool, of the same class
 * @throws GuardrailConfigError for an option that is not valid, or for a value that is not a tool
 * @example
 * const search = guardTool(tool(find, { name: 'search', schema }), { scanner: localScanner(), policy: 'strict' });
 */
export function guardTool<Tool extends object>(tool: Tool, options: GuardToolOptions = {}): Tool {
  const name = field(tool, 'name');
  if (typeof name !== 'string' || name === '' || !isMethod(field(tool, 'invoke')))
    throw new GuardrailConfigError('tool', 'must be a tool of LangChain, with a name and invoke');
  const { guardrail, own } = resolveGuard<ToolOptions>(options satisfies GuardOptions<ToolOptions>, [
    'server',
  ]);
  const { server } = own;
  if (server !== undefined && (typeof server !== 'string' || server === ''))
    throw new GuardrailConfigError('server', 'must be a text that is not empty');
  const about: ToolName = { name, ...(server !== undefined && { server }) };
  if (isMethod(field(tool, '_call'))) return guardCalls(tool, structured(guardrail, about, tool));
  if (!isRunnable(tool)) return guardCalls(tool, plain(guardrail, about));
  if (field(tool, 'bound') === undefined || field(tool, 'schema') === undefined)
    throw new GuardrailConfigError('tool', 'is a runnable: make it a tool with asTool, or use guardRunnable');
  return guardSteps(tool, guardrail, {
    contextOf: contextOfCall,
    input: (input, context) => judgeArguments(guardrail, about, input, context),
    open: (input, context) => restored(guardrail, input, context),
    thrown: (error, context) => thrownBy(guardrail, about, error, context),
    output: (output, context) => judgeOutput(guardrail, about, output, context),
  });
}

/** Returns the hooks for tools of LangChain's own classes. */
function structured(guardrail: Guardrail, about: ToolName, tool: object): CallHooks {
  return {
    entries: ['invoke', 'call'],
    // `func` is a core as well, because copies of a tool keep it.
    cores: ['_call', 'func'],
    async judgeInput([input, config, ...rest]) {
      const context = contextOfCall(input, config);
      const judged = await judgeArguments(guardrail, about, input, context);
      return { args: [judged, judged === input ? config : withArguments(config, judged), ...rest], context };
    },
    async run(work, [input, manager, config, ...rest], judged) {
      const context = judged ?? contextOfCall(input, config);
      const given = judged === undefined ? await judgeArguments(guardrail, about, input, context) : input;
      const opened = restored(guardrail, given, context);
      const thrown: Thrown = (error) => thrownBy(guardrail, about, error, context);
      const result = await runJudged(() => work(opened, manager, config, ...rest), thrown);
      return judgedResult(guardrail, about, result, context, isPair(tool), thrown);
    },
  };
}

/** Returns the hooks for objects with a name and `invoke`. */
function plain(guardrail: Guardrail, about: ToolName): CallHooks {
  return {
    entries: [],
    cores: ['invoke'],
    judgeInput: async (args) => ({ args, context: {} }),
    async run(work, [input, config, ...rest]) {
      const context = contextOfCall(input, config);
      const judged = await judgeArguments(guardrail, about, input, context);
      const opened = restored(guardrail, judged, context);
      const thrown: Thrown = (error) => thrownBy(guardrail, about, error, context);
      const result = await runJudged(() => work(opened, config, ...rest), thrown);
      return judgedResult(guardrail, about, result, context, false, thrown);
    },
  };
}

function contextOfCall(input: unknown, config: unknown): CheckContext {
  const ids = [
    isToolCall(input) ? field(input, 'id') : undefined,
    field(field(config, 'toolCall'), 'id'),
    field(config, 'toolCallId'),
  ];
  return configContext(
    config,
    ids.find((id) => typeof id === 'string' && id !== ''),
  );
}

/** Judges a tool call, or its arguments, as the input of the tool. */
async function judgeArguments(
  guardrail: Guardrail,
  about: ToolName,
  input: unknown,
  context: CheckContext,
): Promise<unknown> {
  const isCall = isToolCall(input);
  const given = isCall ? field(input, 'args') : input;
  const judged = await judgeValue(given, (text, threads) =>
    guardrail.enforceTool({ ...about, input: text }, { ...context, threads }),
  );
  if (judged === given) return input;
  return isCall ? { ...input, args: judged } : judged;
}

/** Returns the config of a call with the judged arguments. The config repeats the arguments. */
function withArguments(config: unknown, judged: unknown): unknown {
  const call = field(config, 'toolCall');
  if (typeof config !== 'object' || typeof call !== 'object' || call === null) return config;
  return {
    ...config,
    toolCall: { ...call, args: isToolCall(judged) ? field(judged, 'args') : judged },
  };
}

/** Tells whether a tool returns a pair: a part for the model, and a part for the application alone. */
export function isPair(tool: object): boolean {
  return field(tool, 'responseFormat') === 'content_and_artifact';
}

/** Returns the error to throw in place of a tool's error. */
export type Thrown = (error: unknown) => Promise<unknown>;

/** Does the work of a tool. An error is judged before it is thrown. */
export async function runJudged<Result>(
  work: () => Result | PromiseLike<Result>,
  thrown: Thrown,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw await thrown(error);
  }
}

async function thrownBy(
  guardrail: Guardrail,
  about: ToolName,
  error: unknown,
  context: CheckContext,
): Promise<unknown> {
  // Interrupts and commands of LangGraph are not failures.
  if (isBubbling(error)) return error;
  return (await evaluateThrown(guardrail, error, about, context)).error;
}

/** Tells whether a thrown value is a signal to a graph of LangGraph, such as an interrupt. */
export function isBubbling(error: unknown): boolean {
  return field(error, 'is_bubble_up') === true;
}

/** Judges the result of a tool. Returns a promise of it, or its parts as they come. */
export function judgedResult(
  guardrail: Guardrail,
  about: ToolName,
  result: unknown,
  context: CheckContext,
  isPair: boolean,
  thrown: Thrown,
): Promise<unknown> | AsyncGenerator<unknown, unknown> {
  return isParts(result)
    ? judgedParts(guardrail, about, partsOf(result, thrown), context, isPair)
    : judgeResult(guardrail, about, result, context, isPair);
}

function judgeResult(
  guardrail: Guardrail,
  about: ToolName,
  result: unknown,
  context: CheckContext,
  isPair = false,
): Promise<unknown> {
  const draft = isPair && Array.isArray(result) ? draftItems(result) : draftValue(result);
  return judgeOutput(guardrail, about, draft, context);
}

function judgeOutput(
  guardrail: Guardrail,
  about: ToolName,
  draft: ValueDraft,
  context: CheckContext,
): Promise<unknown> {
  return judgeDraft(draft, (text, threads) =>
    guardrail.enforceTool({ ...about, output: text }, { ...context, threads }),
  );
}

/** Judges the parts of a result, each before it is released, and the final value of the tool. */
export async function* judgedParts(
  guardrail: Guardrail,
  about: ToolName,
  parts: AsyncIterator<unknown>,
  context: CheckContext,
  isPair: boolean,
): AsyncGenerator<unknown, unknown> {
  let before = '';
  try {
    for (;;) {
      const { done, value } = await parts.next();
      if (done) return await judgeResult(guardrail, about, value, context, isPair);
      const { segments, build } = draftValue(value);
      // A finding may be cut in two by the end of a part. The earlier parts have left and cannot be rewritten.
      const isText = typeof value === 'string' && before !== '';
      const read = isText
        ? [{ text: before }, ...segments.map((segment) => ({ ...segment, continues: true }))]
        : segments;
      const part = await judgeOutput(guardrail, about, { segments: read, build }, context);
      if (typeof part === 'string') before = (before + part).slice(-PART_CONTEXT);
      yield part;
    }
  } finally {
    await parts.return?.();
  }
}

/** Returns the parts of a result. An error between them is judged before it is thrown. */
function partsOf(parts: AsyncIterator<unknown>, thrown: Thrown): AsyncIterator<unknown> {
  return {
    next: () => runJudged(() => parts.next(), thrown),
    return: async () => (await parts.return?.()) ?? { done: true, value: undefined },
  };
}

function restored(guardrail: Guardrail, input: unknown, context: CheckContext): unknown {
  return guardrail.restores ? restoreValue(input, (text) => guardrail.restore(text, context)) : input;
}

function isToolCall(input: unknown): input is object {
  return field(input, 'type') === 'tool_call';
}

/** Tells whether a result comes in parts. */
export function isParts(value: unknown): value is AsyncIterator<unknown> {
  return typeof field(value, 'next') === 'function';
}
