import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';

/** What a model says in one turn, or what it fails with. */
export interface Script {
  readonly text?: string;
  readonly calls?: readonly {
    readonly id: string;
    readonly name: string;
    readonly args: Record<string, unknown>;
  }[];
  readonly error?: Error;
}

/** What all copies of a model know. */
interface Turns {
  readonly scripts: Script[];
  readonly prompts: BaseMessage[][];
  readonly bound: unknown[];
}

/** A model that answers as scripted, word by word where it streams, and remembers what it was sent. */
export class ScriptedModel extends BaseChatModel {
  readonly turns: Turns;

  constructor(scripts: readonly Script[]) {
    super({ maxRetries: 0 });
    this.turns = { scripts: [...scripts], prompts: [], bound: [] };
  }

  get prompts(): readonly BaseMessage[][] {
    return this.turns.prompts;
  }

  override _llmType(): string {
    return 'scripted';
  }

  override bindTools(tools: unknown[], kwargs?: object) {
    this.turns.bound.push(tools);
    return this.withConfig({ ...kwargs } as never);
  }

  private next(messages: BaseMessage[]): Script {
    this.turns.prompts.push(messages);
    const script = this.turns.scripts.shift() ?? { text: 'nothing left to say' };
    if (script.error !== undefined) throw script.error;
    return script;
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const { text = '', calls = [] } = this.next(messages);
    const tool_calls = calls.map((call) => ({ ...call, type: 'tool_call' as const }));
    return { generations: [{ text, message: new AIMessage({ content: text, tool_calls }) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { text = '', calls = [] } = this.next(messages);
    for (const piece of text.match(/\S+\s*/g) ?? ['']) {
      const message = new AIMessageChunk({ content: piece });
      yield new ChatGenerationChunk({ text: piece, message });
      await runManager?.handleLLMNewToken(piece);
    }
    for (const [index, { id, name, args }] of calls.entries()) {
      const json = JSON.stringify(args);
      const pieces = [json.slice(0, 9), json.slice(9)];
      for (const [place, piece] of pieces.entries()) {
        const chunk = {
          index,
          args: piece,
          type: 'tool_call_chunk' as const,
          ...(place === 0 && { id, name }),
        };
        const message = new AIMessageChunk({ content: '', tool_call_chunks: [chunk] });
        yield new ChatGenerationChunk({ text: '', message });
      }
    }
  }
}
