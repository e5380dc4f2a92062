import type { CheckContext, Conversation, Decision, Guardrail } from '../../guard/index.js';
import { NOTHING_DETECTED } from '../../scan/index.js';
import { restoreValue } from '../content/judge-value.js';
import { field, isMethod } from '../fields.js';
import { guardCalls } from '../steps/guard-calls.js';
import { isRunnable } from '../steps/guard-steps.js';
import { guardTool, isPair, isParts, judgedResult, runJudged, type Thrown } from '../steps/tool.js';
import { quietRun } from './quiet-run.js';

/** How the tool of one call is run. */
export interface ToolRun {
  readonly name: string;
  readonly context: CheckContext;
  /** Returns the tool's result in place of an error; undefined if the error is to be thrown. */
  instead(error: unknown): object | undefined;
  /** Returns the error to throw in place of the tool's error. */
  readonly thrown: Thrown;
  /** Whether callbacks and streams do not see what runs inside the tool. */
  readonly hides: boolean;
}

/**
 * Guards the tool of a call whose input has passed. The tool returns only judged content, so callbacks and events of a
 * stream see nothing else. A refused result is replaced and not thrown, because LangChain's typed streams leave the
 * errors of tools unhandled. Returns undefined for a tool of another kind.
 */
export function guardRun(guardrail: Guardrail, tool: unknown, run: ToolRun): object | undefined {
  if (typeof tool !== 'object' || tool === null) return undefined;
  const asThread = { ...guardrail, enforceTool: enforceAsThread(guardrail) };
  // A tool made by `asTool` runs as a chain, and LangChain handles the errors of chains.
  if (isRunnable(tool) && field(tool, 'bound') !== undefined && field(tool, 'schema') !== undefined)
    return guardTool(tool, asThread);
  const { name, context, thrown } = run;
  const core = ['_call', 'invoke'].find((method) => isMethod(field(tool, method)));
  if (core === undefined) return undefined;
  const withArtifact = isPair(tool);
  const replaced = (error: unknown): unknown => {
    const message = run.instead(error);
    if (message === undefined) throw error;
    return withArtifact ? [message, undefined] : message;
  };
  return guardCalls(tool, {
    entries: [],
    cores: [core],
    judgeInput: async (args) => ({ args, context }),
    async run(work, [input, ...rest]) {
      const original = guardrail.restores
        ? restoreValue(input, (text) => guardrail.restore(text, context))
        : input;
      // A tool without a class of LangChain takes its config directly after the input.
      const [given, more] = core === '_call' ? [rest.slice(0, 2), rest.slice(2)] : [[undefined, rest[0]], []];
      const quiet = run.hides ? quietRun(guardrail, name, context, given) : undefined;
      const called = (manager: unknown, config: unknown): unknown =>
        core === '_call' ? work(original, manager, config, ...more) : work(original, config);
      const judged = async (): Promise<unknown> => {
        const made = await runJudged(
          () => quiet?.work(called) ?? Promise.resolve(called(given[0], given[1])),
          thrown,
        );
        if (core === 'invoke') return made;
        const result = judgedResult(asThread, { name }, made, context, withArtifact, thrown);
        return isParts(result) ? partsOr(result, replaced, quiet?.settled) : result;
      };
      try {
        const result = await judged();
        if (!isParts(result)) await quiet?.settled();
        return result;
      } catch (error) {
        await quiet?.settled();
        return replaced(error);
      }
    },
  });
}

async function* partsOr(
  parts: AsyncGenerator<unknown, unknown>,
  replaced: (error: unknown) => unknown,
  settled?: () => Promise<void>,
): AsyncGenerator<unknown, unknown> {
  try {
    return yield* parts;
  } catch (error) {
    return replaced(error);
  } finally {
    await settled?.();
  }
}

/** The decision about an output that has passed before. */
const PASSED: Decision = {
  direction: 'tool',
  outcome: 'allow',
  text: '',
  result: {
    action: 'allow',
    severity: 'SAFE',
    categories: ['safe'],
    scanId: '',
    reportId: '',
    profileName: '',
    ...NOTHING_DETECTED,
    latencyMs: 0,
  },
  redactions: [],
};

/**
 * Judges an output in the form in which it will stand in the thread, so that it is not judged there again. An input has
 * passed already.
 */
function enforceAsThread(guardrail: Guardrail): Guardrail['enforceTool'] {
  return async ({ name, output = '' }, context) => {
    const said = (text: string): Conversation => {
      // The caller writes the redacted text.
      const segments = [{ text, write: () => true }];
      return {
        roles: ['tool'],
        parts: [{ kind: 'toolOutput', role: 'tool', message: 0, toolName: name, segments }],
      };
    };
    const { decisions, rewritten, keep } = await guardrail.enforceConversation(said(output), context);
    if (rewritten) keep(said(decisions[0]?.text ?? ''));
    return decisions[0] ?? PASSED;
  };
}
