import type { CheckContext, Conversation, Decision, Guardrail } from '../../guard/index.js';
import { NOTHING_DETECTED } from '../../scan/index.js';
import { restoreValue } from '../content/value-draft.js';
import { field, isMethod } from '../fields.js';
import { guardCalls } from '../steps/guard-calls.js';
import { isRunnable } from '../steps/guard-steps.js';
import { guardTool, isPair, isParts, judgedResult, type Thrown, working } from '../steps/tool.js';

/** How the tool of one call is run. */
export interface ToolRun {
  readonly name: string;
  readonly context: CheckContext;
  /** What the tool gives in place of throwing this; nothing where it is to be thrown. */
  instead(error: unknown): object | undefined;
  /** What is to be thrown in place of what the tool threw. */
  readonly thrown: Thrown;
}

/**
 * The tool of a call whose input has passed, which gives only what has passed too: so nobody hears of anything else, no
 * callback and no event of a stream. What is refused is replaced and not thrown, as LangChain's typed streams leave the
 * errors of tools unhandled. Nothing for a tool of another kind.
 */
export function guardRun(guardrail: Guardrail, tool: unknown, run: ToolRun): object | undefined {
  if (typeof tool !== 'object' || tool === null) return undefined;
  const asThread = { ...guardrail, enforceTool: enforceAsThread(guardrail) };
  // What `asTool` makes runs as a chain, the errors of which LangChain does handle.
  if (isRunnable(tool) && field(tool, 'bound') !== undefined && field(tool, 'schema') !== undefined)
    return guardTool(tool, asThread);
  if (!isMethod(field(tool, '_call'))) return undefined;
  const { name, context, thrown } = run;
  const withArtifact = isPair(tool);
  const replaced = (error: unknown): unknown => {
    const message = run.instead(error);
    if (message === undefined) throw error;
    return withArtifact ? [message, undefined] : message;
  };
  return guardCalls(tool, {
    entries: [],
    cores: ['_call'],
    judgeInput: async (args) => ({ args, context }),
    async run(work, [input, ...rest]) {
      const original = guardrail.restores
        ? restoreValue(input, (text) => guardrail.restore(text, context))
        : input;
      const judged = async (): Promise<unknown> => {
        const made = await working(() => work(original, ...rest), thrown);
        const result = judgedResult(asThread, name, made, context, withArtifact, thrown);
        return isParts(result) ? partsOr(result, replaced) : result;
      };
      return judged().catch(replaced);
    },
  });
}

async function* partsOr(
  parts: AsyncGenerator<unknown, unknown>,
  replaced: (error: unknown) => unknown,
): AsyncGenerator<unknown, unknown> {
  try {
    return yield* parts;
  } catch (error) {
    return replaced(error);
  }
}

/** What is said of an output that has passed before. */
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

/** Judges an output as it will stand in the thread: there it is not judged once more. An input has passed. */
function enforceAsThread(guardrail: Guardrail): Guardrail['enforceTool'] {
  return async ({ name, output = '' }, context) => {
    const said = (text: string): Conversation => {
      // Written to by whoever asked.
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
