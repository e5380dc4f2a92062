import type { ImageModelV4 } from '@ai-sdk/provider';
import * as ai7 from 'ai';
import * as mock7 from 'ai/test';
import * as ai5 from 'ai5';
import * as mock5 from 'ai5/test';
import * as ai6 from 'ai6';
import * as mock6 from 'ai6/test';
import { createGuardrail } from 'airs-guardrails';
import {
  type GuardrailDataParts,
  type GuardrailMessageMetadata,
  guardEmbeddingModel,
  guardImageModel,
  guardMessages,
  guardModel,
  guardrailErrorMessage,
  guardrailMessageMetadata,
  guardrailToolApproval,
  guardTools,
  withGuardrailMetadata,
} from 'airs-guardrails/ai-sdk';
import { expectTypeOf, it } from 'vitest';

const guardrail = createGuardrail({ policy: 'strict' });

it('guards the models of every major, with no cast', () => {
  ai5.streamText({ model: guardModel(new mock5.MockLanguageModelV2()), prompt: 'hi' });
  ai6.streamText({ model: guardModel(new mock6.MockLanguageModelV3(), guardrail), prompt: 'hi' });
  ai7.streamText({ model: guardModel(new mock7.MockLanguageModelV4(), { policy: 'redact' }), prompt: 'hi' });
  new ai7.ToolLoopAgent({ model: guardModel(new mock7.MockLanguageModelV3(), guardrail) });
  void ai5.embed({ model: guardEmbeddingModel(new mock5.MockEmbeddingModelV2<string>()), value: 'hi' });
  void ai6.embed({ model: guardEmbeddingModel(new mock6.MockEmbeddingModelV3()), value: 'hi' });
  void ai7.embed({ model: guardEmbeddingModel(new mock7.MockEmbeddingModelV4()), value: 'hi' });
  void ai5.experimental_generateImage({ model: guardImageModel(new mock5.MockImageModelV2()), prompt: 'hi' });
  void ai6.generateImage({ model: guardImageModel(new mock6.MockImageModelV3()), prompt: 'hi' });
  // The mock of ai 7 itself does not fit where optional properties are exact.
  expectTypeOf(guardImageModel<ImageModelV4>).returns.toExtend<ai7.ImageModel>();
});

it('refuses a model id, which is no model', () => {
  // @ts-expect-error a string is resolved by the SDK
  guardModel('openai/gpt-5');
});

it('keeps the types of tools and messages', async () => {
  const lookup = ai7.tool({
    inputSchema: ai7.jsonSchema<{ q: string }>({}),
    execute: async ({ q }) => q.length,
  });
  const tools = guardTools({ lookup }, guardrail);
  expectTypeOf(tools).toEqualTypeOf<{ lookup: typeof lookup }>();
  expectTypeOf(await guardMessages([] as ai7.UIMessage[], guardrail)).toEqualTypeOf<ai7.UIMessage[]>();
  expectTypeOf(await guardMessages([] as ai6.ModelMessage[], guardrail)).toEqualTypeOf<ai6.ModelMessage[]>();
  const model = guardModel(new mock7.MockLanguageModelV4());
  const common = { model, tools, prompt: 'hi' } as const;
  ai7.streamText({ ...common, toolApproval: guardrailToolApproval(guardrail) });
  ai7.streamText({ ...common, toolApproval: guardrailToolApproval(guardrail, { lookup: 'user-approval' }) });
  ai7.streamText({
    ...common,
    toolApproval: guardrailToolApproval(guardrail, ({ toolCall }) =>
      toolCall.toolName === 'lookup' ? 'approved' : { type: 'denied', reason: 'no' },
    ),
  });
  const own: ai7.GenericToolApprovalFunction<typeof tools, never, unknown> = () => 'approved';
  ai7.streamText({ ...common, toolApproval: guardrailToolApproval(guardrail, own) });
  // @ts-expect-error no such status
  guardrailToolApproval(guardrail, { lookup: 'maybe' });
});

it('fits the UI streams of every major', () => {
  const ui = { messageMetadata: guardrailMessageMetadata, onError: guardrailErrorMessage };
  ai5.streamText({ model: new mock5.MockLanguageModelV2(), prompt: 'hi' }).toUIMessageStreamResponse(ui);
  ai6.streamText({ model: new mock6.MockLanguageModelV3(), prompt: 'hi' }).toUIMessageStreamResponse(ui);
  ai7.streamText({ model: new mock7.MockLanguageModelV4(), prompt: 'hi' }).toUIMessageStreamResponse(ui);
});

it('types what a page knows of a message', () => {
  type Message = ai7.UIMessage<GuardrailMessageMetadata, GuardrailDataParts>;
  expectTypeOf<NonNullable<Message['metadata']>['guardrail']>().not.toBeAny();
  const result = withGuardrailMetadata(
    ai7.streamText({ model: guardModel(new mock7.MockLanguageModelV4()), prompt: 'hi' }),
  );
  expectTypeOf(result.toUIMessageStreamResponse<Message>()).toEqualTypeOf<Response>();
  ai6
    .streamText({ model: guardModel(new mock6.MockLanguageModelV3()), prompt: 'hi' })
    .toUIMessageStream<ai6.UIMessage<GuardrailMessageMetadata, GuardrailDataParts>>({
      messageMetadata: guardrailMessageMetadata,
    });
});
