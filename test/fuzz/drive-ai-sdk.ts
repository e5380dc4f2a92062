import { createGuardrail, type GuardrailEvent } from 'airs-guardrails';
import { type AnyLanguageModel, guardMessages, guardModel, guardTools } from 'airs-guardrails/ai-sdk';
import { consume, toolsOf } from '../ai-sdk/battery/consumer.js';
import { type AnyPart, versions } from '../ai-sdk/versions.js';
import type { AnyPrompt, FuzzCase, UiMessage } from './case.js';

/** What a guard is made with in a case. */
export type GuardOptions = Parameters<typeof createGuardrail>[0] & {
  readonly onEvent: (event: GuardrailEvent) => void;
};

/** What came of one run, before it is known whether it ended. */
export interface Gathered {
  readonly received: unknown[];
  readonly joined: string[];
  readonly errors: unknown[];
  /** What callbacks were told. */
  readonly heard: unknown[];
}

Reflect.set(globalThis, 'AI_SDK_LOG_WARNINGS', false);

/** An error of a provider, whose case is a text, is an `Error`. */
const alive = (part: AnyPart): AnyPart =>
  part.type === 'error' && typeof part['error'] === 'string'
    ? { ...part, error: new Error(part['error']) }
    : part;

function modelOf(
  version: number,
  answer: { readonly parts?: readonly AnyPart[]; readonly asked?: (prompt: unknown) => void },
): AnyLanguageModel {
  const { finish, spec = 'v3' } = versions[version] ?? {};
  const parts = (answer.parts ?? []).map(alive);
  const { type: _, ...end } = finish?.() ?? { type: 'finish' };
  return {
    specificationVersion: spec,
    provider: 'fuzz',
    modelId: 'fuzz-1',
    supportedUrls: {},
    async doGenerate({ prompt }: { prompt: unknown }) {
      answer.asked?.(prompt);
      return { content: parts.map((part) => ({ ...part })), warnings: [], ...end };
    },
    async doStream({ prompt }: { prompt: unknown }) {
      answer.asked?.(prompt);
      const rest = parts.map((part) => ({ ...part })).values();
      return {
        stream: new ReadableStream({
          pull(controller) {
            const next = rest.next();
            if (next.done) controller.close();
            else controller.enqueue(next.value);
          },
        }),
      };
    },
  } as unknown as AnyLanguageModel;
}

interface CallableModel {
  doStream(options: object): PromiseLike<{ readonly stream: ReadableStream<AnyPart> }>;
  doGenerate(options: object): PromiseLike<{ readonly content: readonly AnyPart[] }>;
}

const HELLO = [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }];

/** The texts of deltas as their readers put them together: in order of arrival, and block by block. */
export function deltasJoined(parts: readonly AnyPart[]): string[] {
  const joined = new Map<string, string>();
  for (const part of parts) {
    const piece = typeof part['delta'] === 'string' ? part['delta'] : '';
    const kind = part.type.replace(/-delta$/, '');
    const keys = [kind, `${kind} ${String(part['id'])}`];
    for (const key of piece === '' ? [] : keys) joined.set(key, (joined.get(key) ?? '') + piece);
    const raw = Object(part['rawValue']).choices?.[0]?.delta;
    if (typeof raw === 'string') joined.set('raw', (joined.get('raw') ?? '') + raw);
  }
  return [...joined.values()];
}

/** Texts side by side, as providers and SDKs join them: with nothing, or with a blank line. */
function sideBySide(parts: readonly AnyPart[]): string[] {
  const texts = (kind: string): string[] =>
    parts.filter(({ type }) => type === kind).map(({ text }) => (typeof text === 'string' ? text : ''));
  return [texts('text'), texts('reasoning')].flatMap((own) => [own.join(''), own.join('\n\n')]);
}

function promptJoined(prompt: readonly AnyPrompt[]): string[] {
  return prompt.flatMap(({ content }) => {
    if (typeof content === 'string') return [];
    const inner = content.map(({ output }) => Object(output).value).filter(Array.isArray);
    return [content, ...inner].flatMap((parts) => sideBySide(parts));
  });
}

/** Sends a case of the AI SDK through its guard; `isBare` leaves the guard out. */
export async function driveAiSdk(
  { version, subject }: FuzzCase,
  options: GuardOptions,
  { received, joined, errors }: Gathered,
  isBare = false,
): Promise<void> {
  const guarded = (model: AnyLanguageModel): CallableModel =>
    (isBare ? model : guardModel(model, options)) as unknown as CallableModel;
  switch (subject.kind) {
    case 'stream': {
      const { stream } = await guarded(modelOf(version, subject)).doStream({ prompt: HELLO });
      const parts: AnyPart[] = [];
      try {
        for await (const part of stream) parts.push(part);
      } finally {
        received.push(...parts);
        joined.push(...deltasJoined(parts));
        errors.push(...parts.filter(({ type }) => type === 'error').map(({ error }) => error));
      }
      return;
    }
    case 'generate': {
      const result = await guarded(modelOf(version, subject)).doGenerate({ prompt: HELLO });
      received.push(result);
      joined.push(...sideBySide(result.content));
      return;
    }
    case 'prompt': {
      const asked = (prompt: unknown): void => {
        received.push(prompt);
        joined.push(...promptJoined(prompt as AnyPrompt[]));
      };
      await guarded(modelOf(version, { asked })).doGenerate({ prompt: subject.messages });
      return;
    }
    case 'ui-messages': {
      const judged = isBare
        ? subject.messages
        : await guardMessages<UiMessage>(subject.messages, createGuardrail(options));
      received.push(...judged);
      joined.push(...judged.flatMap(({ parts }) => sideBySide(parts)));
      return;
    }
    case 'ui-stream': {
      const own = versions[version];
      if (own === undefined) return;
      const ran: unknown[] = [];
      const seen = await consume(own, guarded(modelOf(version, subject)), { tools: toolsOf(own, ran) });
      received.push(seen.full, seen.ui, seen.text, seen.told, seen.settled, ran);
      joined.push(...deltasJoined(seen.ui), seen.text.join(''));
      errors.push(...seen.full.filter(({ type }) => type === 'error').map(({ error }) => error));
      return;
    }
    default:
  }
}

/** Runs a tool of the AI SDK behind its guard. */
export async function driveAiTool(
  { subject }: FuzzCase,
  options: GuardOptions,
  { received }: Gathered,
  isBare: boolean,
): Promise<void> {
  if (subject.kind !== 'ai-tool') return;
  const execute = async (input: unknown): Promise<unknown> => {
    received.push(input);
    return subject.output;
  };
  const bare = { lookup: { execute } };
  const { lookup } = isBare ? bare : guardTools(bare, options);
  const call: (input: unknown, options: object) => Promise<unknown> = lookup.execute;
  received.push(await call(subject.input, { toolCallId: 'call_0', messages: [] }));
}

/** All of a stream of text behind a guard. */
export async function driveText(
  { subject }: FuzzCase,
  options: GuardOptions,
  { received, errors }: Gathered,
): Promise<void> {
  const guardrail = createGuardrail(options);
  if (subject.kind === 'text-stream') {
    const source = new ReadableStream<string>({
      start(controller) {
        for (const piece of subject.pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    const pieces: string[] = [];
    try {
      for await (const piece of source.pipeThrough(guardrail.responseStream())) pieces.push(piece);
    } finally {
      received.push(pieces.join(''));
    }
    return;
  }
  if (subject.kind !== 'text-check') return;
  const { field, text } = subject;
  const decision =
    field === 'tool'
      ? await guardrail.checkTool({ name: 'lookup', output: text })
      : field === 'prompt'
        ? await guardrail.checkPrompt(text)
        : await guardrail.checkResponse(text);
  if (decision.outcome === 'block') errors.push(new Error('refused'));
  else received.push(decision.text);
}
