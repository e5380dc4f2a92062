import { describe, expect, it } from 'vitest';
import { canReplace } from '../../src/ai-sdk/result.js';
import { blockedResult } from '../../src/ai-sdk/spec-versions.js';
import { versions } from './versions.js';

describe.each(versions)('a replaced answer on $name', (version) => {
  const { sdk, spec } = version;
  const answering = (result: object) => {
    const { model } = version.scripted({});
    model.doGenerate = async () => result;
    return model;
  };

  it('ends the call as any other: with a text, a reason and a usage in the shape of its version', async () => {
    const model = answering(blockedResult(spec, 'I cannot say that.'));
    const result = await sdk.generateText({ model, prompt: 'hi' });
    expect([result.text, result.finishReason]).toEqual(['I cannot say that.', 'content-filter']);
    expect(result.usage).toMatchObject({ inputTokens: undefined, outputTokens: undefined });
    expect(result.usage.totalTokens ?? 0).toBe(0);
    expect(result.warnings ?? []).toEqual([]);
    if (spec !== 'v2') expect(result.rawFinishReason).toBe('airs-guardrails');
  });

  it('keeps what the model used, and nothing else of its answer', async () => {
    const answered = {
      usage: version.usage,
      content: [{ type: 'text', text: 'secret' }],
      response: { body: 'secret' },
    };
    const replaced = blockedResult(spec, '', answered);
    expect(JSON.stringify(replaced)).not.toContain('secret');
    const result = await sdk.generateText({ model: answering(replaced), prompt: 'hi' });
    expect([result.text, result.usage.inputTokens, result.usage.outputTokens]).toEqual(['', 3, 5]);
  });

  it('would break what parses or waits for it, which the call says', async () => {
    const asked: Parameters<typeof canReplace>[0][] = [];
    const { model } = version.scripted({});
    model.doGenerate = async (params: (typeof asked)[number]) => {
      asked.push(params);
      return { ...blockedResult(spec, '{"a":1}'), finishReason: version.finish()['finishReason'] };
    };
    const schema = sdk.jsonSchema({ type: 'object', properties: { a: { type: 'number' } } });
    await sdk.generateObject({ model, schema, prompt: 'hi' });
    const tools = { lookup: sdk.tool({ inputSchema: schema }) };
    for (const toolChoice of ['auto', 'none', 'required', { type: 'tool', toolName: 'lookup' }])
      await sdk.generateText({ model, tools, toolChoice, prompt: 'hi' }).catch(() => undefined);
    await sdk.generateText({ model, prompt: 'hi' });
    expect(asked.map(canReplace)).toEqual([false, true, true, false, false, true]);
  });
});
