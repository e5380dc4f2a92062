import type { BaseMessage } from '@langchain/core/messages';
import { createGuardrail } from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { type Chunk, chunked, LANGCHAINS } from '../attacks/heard.js';
import { builtAt } from '../support/built-at.js';
import type { HookField, HookPlace } from './hook-types.js';
import { drain } from './support.js';

/** Runs what has a value in a field through a guard, in every way of its place; gives all that the scanner saw, way by way. */
export async function scannedOf(
  { place, core, path }: HookField,
  value: unknown,
): Promise<readonly string[]> {
  const kit = LANGCHAINS.find(({ version }) => version.startsWith(core));
  if (kit === undefined) throw new RangeError(`No version ${core}`);
  const { messages } = kit;
  const built = builtAt(path, value);
  const answered = (chunk: Chunk, isStream: boolean) => async (): Promise<string> => {
    const { guardrail, seen } = listening();
    const guarded = guardChatModel(chunked(kit, [chunk]).model, guardrail);
    await (isStream ? drain(guarded.stream('hi')) : guarded.invoke('hi'));
    return seen();
  };
  const prompted = (made: object) => async (): Promise<string> => {
    const { guardrail, seen } = listening();
    const guarded = guardChatModel(chunked(kit, [{ content: 'fine' }]).model, guardrail);
    await guarded.invoke([new messages.HumanMessage('hi'), made] as never);
    return seen();
  };
  const said = (message: BaseMessage) => async (): Promise<string> => {
    const { guardrail, seen } = listening();
    class Saying extends kit.chatModels.BaseChatModel {
      override _llmType(): string {
        return 'saying';
      }
      override async _generate() {
        return { generations: [{ text: '', message }] };
      }
    }
    await guardChatModel(new Saying({}), guardrail).invoke('hi');
    return seen();
  };
  const both = (chunk: Chunk) => [answered(chunk, false), answered(chunk, true)];
  const ways: Record<HookPlace, () => (() => Promise<string>)[]> = {
    block: () => {
      const content = [built] as never;
      return [
        ...both({ content }),
        prompted(new messages.HumanMessage({ content })),
        prompted(new messages.AIMessage({ content })),
      ];
    },
    answer: () => {
      const fields = { content: '', ...built };
      // A chunk makes its calls of pieces, and leaves out what failed.
      const isWhole = path.startsWith('.invalid_tool_calls');
      const message = isWhole ? new messages.AIMessage(fields) : new messages.AIMessageChunk(fields);
      return [...(isWhole ? [said(message)] : both(fields)), prompted(message)];
    },
    result: () => [
      prompted(new messages.ToolMessage({ content: 'ok', tool_call_id: 'c', ...built } as never)),
    ],
    generation: () => {
      const { text, generationInfo } = built;
      return both({
        content: 'fine',
        ...(text !== undefined && { text: text as string }),
        info: generationInfo as never,
      });
    },
  };
  return Promise.all(ways[place]().map((way) => way()));
}

function listening() {
  const scanner = fakeScanner();
  const guardrail = createGuardrail({ scanner, policy: 'strict', onWarning: () => undefined });
  return { guardrail, seen: () => scanner.requests.flatMap(textsIn).join('\n') };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
