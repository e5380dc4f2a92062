import { Document } from '@langchain/core/documents';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { FakeListChatModel, FakeRetriever } from '@langchain/core/utils/testing';
import { createGuardrail, type ScanRequest } from 'airs-guardrails';
import { guardModel } from 'airs-guardrails/ai-sdk';
import { guardChatModel, guardRetriever, guardRunnable } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { textBlock, versions } from '../ai-sdk/versions.js';

const contexts = (requests: readonly ScanRequest[]) =>
  requests.flatMap(({ response, context }) => (response === undefined ? [] : [context]));
const drain = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of stream);
};

describe.each(versions)('the grounding context of a call on $name', (version) => {
  it('goes with the answer, whole and streamed, and with nothing else', async () => {
    const content = [{ type: 'text', text: 'The shop opens at nine.' }];
    const scripted = version.scripted({
      content,
      stream: [...textBlock('1', 'It opens at nine.'), version.finish()],
    });
    const scanner = fakeScanner();
    const model = guardModel(scripted.model, { scanner });
    const prompt = [{ role: 'user', content: [{ type: 'text', text: 'When?' }] }];
    const providerOptions = { guardrail: { context: 'Opening hours: 9 to 5.' } };
    await model.doGenerate({ prompt, providerOptions });
    const { stream } = await model.doStream({ prompt, providerOptions });
    await drain(stream);
    expect(contexts(scanner.requests)[0]).toBe('Opening hours: 9 to 5.');
    // The last scan of a stream is the one with the prompt.
    expect(contexts(scanner.requests).at(-1)).toBe('Opening hours: 9 to 5.');
    const asked = scanner.requests.filter(({ response }) => response === undefined);
    expect(asked.map(({ context }) => context)).toEqual(asked.map(() => undefined));
  });
});

describe('the grounding context of a run of LangChain', () => {
  const HOURS = 'The shop is open from nine to five, and closed on Sundays.';
  const RULES = 'Refunds are given within thirty days, with the receipt.';
  const format = (documents: readonly Document[]) =>
    documents.map(({ pageContent }) => pageContent).join('\n');

  function chainOf(documents: readonly string[], scanner = fakeScanner()) {
    const guardrail = createGuardrail({ scanner });
    const output = documents.map((pageContent) => new Document({ pageContent }));
    const retriever = guardRetriever(new FakeRetriever({ output }), guardrail);
    const model = guardChatModel(new FakeListChatModel({ responses: ['At nine.'] }), guardrail);
    const chain = RunnableSequence.from([
      { context: retriever.pipe(new RunnableLambda({ func: format })), question: new RunnablePassthrough() },
      ChatPromptTemplate.fromMessages([
        ['system', 'Answer from this: {context}'],
        ['human', '{question}'],
      ]),
      model,
      new StringOutputParser(),
    ]);
    return { chain, scanner, model };
  }

  it('is what the call says', async () => {
    const { model, scanner } = chainOf([]);
    const configurable = { guardrail: { context: 'Opening hours: 9 to 5.' } };
    await model.invoke('When?', { configurable });
    await drain(await model.stream('When?', { configurable }));
    expect(contexts(scanner.requests)).toContain('Opening hours: 9 to 5.');
    expect(contexts(scanner.requests)[0]).toBe('Opening hours: 9 to 5.');
    expect(contexts(scanner.requests).at(-1)).toBe('Opening hours: 9 to 5.');
    const own = fakeScanner();
    const runnable = guardRunnable(new RunnableLambda({ func: () => 'At nine.' }), { scanner: own });
    await runnable.invoke('When?', { configurable });
    expect(contexts(own.requests)).toEqual(['Opening hours: 9 to 5.']);
  });

  it('is the documents of a guarded retriever in it, and not those of another run', async () => {
    const { chain, scanner, model } = chainOf([HOURS, RULES]);
    expect(await chain.invoke('When?')).toBe('At nine.');
    expect(contexts(scanner.requests)).toEqual([`${HOURS}\n\n${RULES}`]);
    await drain(await chain.stream('When?'));
    expect(contexts(scanner.requests).at(-1)).toBe(`${HOURS}\n\n${RULES}`);
    await model.invoke('Something else?');
    expect(contexts(scanner.requests).at(-1)).toBeUndefined();
    // What the call says wins.
    const configurable = { guardrail: { context: 'Mine.' } };
    await chain.invoke('When?', { configurable });
    expect(contexts(scanner.requests).at(-1)).toBe('Mine.');
  });

  it('leaves out what was refused', async () => {
    const scanner = fakeScanner({
      verdicts: ({ toolEvent }) =>
        toolEvent?.output?.includes('thirty') ? { action: 'block', toolDetected: { injection: true } } : {},
    });
    const { chain } = chainOf([RULES, HOURS], scanner);
    await chain.invoke('When?');
    expect(contexts(scanner.requests)).toEqual([HOURS]);
  });

  it('stays within what the service takes', async () => {
    const long = Array.from({ length: 5 }, (_, index) => `${index} `.repeat(20_000));
    const { chain, scanner } = chainOf(long);
    await chain.invoke('When?');
    const [context = ''] = contexts(scanner.requests);
    expect(context.length).toBeGreaterThan(40_000);
    expect(context.length).toBeLessThanOrEqual(100_000 + 10);
  });
});
