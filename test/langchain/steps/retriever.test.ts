import { AsyncLocalStorage } from 'node:async_hooks';
import type * as retrievers1 from '@langchain/core/retrievers';
import { AsyncLocalStorageProviderSingleton } from '@langchain/core/singletons';
import { GuardrailConfigError, GuardrailScanError, GuardrailViolationError } from 'airs-guardrails';
import { guardRetriever } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CARD, cardScanner, frozen } from '../../ai-sdk/card.js';
import { eventsOf, KITS, recorder } from '../guarded-support.js';
import { printed, rejection } from '../support.js';

// As langgraph does; both versions of LangChain share it.
AsyncLocalStorageProviderSingleton.initializeGlobalInstance(new AsyncLocalStorage());

describe.each(KITS)('guardRetriever on core $version', ({ documents, retrievers, runnables }) => {
  /** A store that hands out its own documents, as those in memory do. */
  function store(...texts: readonly string[]) {
    const own = texts.map(
      (pageContent, index) =>
        new documents.Document({ pageContent, metadata: { source: `doc ${index}` }, id: `${index}` }),
    );
    const queries: unknown[] = [];
    class Store extends retrievers.BaseRetriever {
      override lc_namespace = ['test'];
      override async _getRelevantDocuments(query: string) {
        queries.push(query);
        return own;
      }
    }
    return { retriever: new Store(), own, queries, Store };
  }

  it('judges query and documents, and leaves what is in order as it is', async () => {
    const { retriever, own, queries, Store } = store('sun', 'rain');
    const scanner = cardScanner();
    const guarded = guardRetriever(retriever, { scanner });
    expect(guarded).toBeInstanceOf(Store);
    const found = await guarded.invoke('weather?', { configurable: { thread_id: 't' } });
    expect(found).toHaveLength(2);
    for (const [index, document] of found.entries()) expect(document).toBe(own[index]);
    expect(queries).toEqual(['weather?']);
    expect(scanner.requests).toMatchObject([
      { prompt: 'weather?', sessionId: 't' },
      { sessionId: 't', toolEvent: { metadata: { server_name: 'retriever', tool_invoked: 'Store' } } },
      { toolEvent: { output: expect.stringContaining('rain') } },
    ]);
    expect(scanner.requests).toHaveLength(3);
  });

  it('redacts copies, and the query that the store gets', async () => {
    const { retriever, own, queries } = store('sun', `is ${CARD}`);
    own[0]?.metadata && Object.assign(own[0].metadata, { deep: [{ note: CARD }] });
    frozen(own);
    const { handler, seen } = recorder();
    const guarded = guardRetriever(retriever, { scanner: cardScanner(), policy: 'redact' });
    const found = await guarded.invoke(`who has ${CARD}`, { callbacks: [handler] });
    expect(found).toMatchObject([
      { pageContent: 'sun', metadata: { source: 'doc 0', deep: [{ note: '[CREDIT_CARD]' }] }, id: '0' },
      { pageContent: 'is [CREDIT_CARD]', metadata: { source: 'doc 1' }, id: '1' },
    ]);
    for (const document of found) expect(document).toBeInstanceOf(documents.Document);
    expect(queries).toEqual(['who has [CREDIT_CARD]']);
    expect(eventsOf(seen)).toEqual(['handleRetrieverStart', 'handleRetrieverEnd']);
    expect(printed([found, seen])).not.toContain(CARD);
    expect(own[1]?.pageContent).toContain(CARD);
  });

  it('leaves a refused document out, or throws', async () => {
    const { retriever, own } = store('sun', CARD, 'rain');
    const { handler, seen } = recorder();
    const kept = await guardRetriever(retriever, { scanner: cardScanner() }).invoke('q', {
      callbacks: [handler],
    });
    expect(kept).toEqual([own[0], own[2]]);
    const strict = guardRetriever(retriever, { scanner: cardScanner(), onBlocked: 'throw' });
    const error = await rejection(strict.invoke('q', { callbacks: [handler] }));
    expect(error).toBeInstanceOf(GuardrailViolationError);
    expect(printed([kept, error, seen])).not.toContain(CARD);
    const scanner = fakeScanner({
      verdicts: ({ toolEvent }) =>
        toolEvent?.output?.includes('rain') ? Promise.reject(new Error('down')) : {},
    });
    expect(await guardRetriever(retriever, { scanner }).invoke('q')).toEqual([own[0], own[1]]);
    const failing = guardRetriever(retriever, { scanner, onBlocked: 'throw' });
    expect(await rejection(failing.invoke('q'))).toBeInstanceOf(GuardrailScanError);
  });

  it('refuses a query before the store is asked', async () => {
    const { retriever, queries } = store('sun');
    const { handler, seen } = recorder();
    const guarded = guardRetriever(retriever, { scanner: cardScanner() });
    const error = await rejection(guarded.invoke(CARD, { callbacks: [handler] }));
    expect(error).toBeInstanceOf(GuardrailViolationError);
    expect([queries, seen]).toEqual([[], []]);
    const scanner = cardScanner();
    await guardRetriever(retriever, { scanner, query: false }).invoke(CARD);
    expect(queries).toEqual([CARD]);
    expect(scanner.requests.every(({ prompt }) => prompt === undefined)).toBe(true);
  });

  it('judges eight documents at a time, and begins no other after a refusal', async () => {
    const texts = Array.from({ length: 30 }, (_, index) => (index === 8 ? CARD : `text ${index}`));
    let running = 0;
    let most = 0;
    const scanner = fakeScanner({
      verdicts: async ({ toolEvent }) => {
        if (toolEvent === undefined) return {};
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return toolEvent.output?.includes(CARD) ? { action: 'block', toolDetected: { dlp: true } } : {};
      },
    });
    expect(await guardRetriever(store(...texts).retriever, { scanner }).invoke('q')).toHaveLength(29);
    expect(most).toBe(8);
    const asked = scanner.requests.length;
    await rejection(guardRetriever(store(...texts).retriever, { scanner, onBlocked: 'throw' }).invoke('q'));
    expect(scanner.requests.length - asked).toBeLessThan(30);
  });

  it('stays guarded whatever is made of it', async () => {
    const { retriever } = store(`is ${CARD}`);
    const scanner = cardScanner();
    const guarded = guardRetriever(retriever, { scanner, policy: 'redact' });
    const schema = z.string();
    const ways: Record<string, () => unknown> = {
      batch: () => guarded.batch(['q']),
      pipe: () => guarded.pipe((found: unknown) => found).invoke('q'),
      withConfig: () => guarded.withConfig({ tags: ['x'] }).invoke('q'),
      withRetry: () => guarded.withRetry().invoke('q'),
      asTool: () => guarded.asTool({ name: 'find', description: 'd', schema }).invoke('q'),
      core: () => guarded._getRelevantDocuments('q'),
      sequence: () => runnables.RunnableSequence.from([() => 'q', guarded]).invoke('q'),
      legacy: () => {
        const legacy: unknown = Reflect.get(guarded, 'getRelevantDocuments');
        return typeof legacy === 'function' ? legacy.call(guarded, 'q') : guarded.invoke('q');
      },
      events: async () => {
        const events = [];
        for await (const event of guarded.streamEvents('q', { version: 'v2' })) events.push(event);
        return events;
      },
    };
    for (const [way, run] of Object.entries(ways)) {
      const text = printed(await run());
      expect(text, way).toContain('is [CREDIT_CARD]');
      expect(text, way).not.toContain(CARD);
    }
  });

  it.each(['its run', 'nothing'])(
    'keeps from callbacks what a retriever inside gives that is handed %s',
    async (way) => {
      const { retriever: inner } = store(`is ${CARD}`);
      class Composite extends retrievers.BaseRetriever {
        override lc_namespace = ['test'];
        override async _getRelevantDocuments(
          query: string,
          runManager?: Parameters<retrievers1.BaseRetriever['_getRelevantDocuments']>[1],
        ) {
          await runManager?.handleText(`about ${CARD}`);
          const callbacks = runManager?.getChild('inner');
          return inner.invoke(query, way === 'nothing' || callbacks === undefined ? {} : { callbacks });
        }
      }
      const { handler, seen } = recorder();
      const guarded = guardRetriever(new Composite(), { scanner: cardScanner(), policy: 'redact' });
      // A config that is not handed on comes from the run around it.
      const outer = runnables.RunnableLambda.from(async (query: string) => guarded.invoke(query));
      const found = await outer.invoke('q', { callbacks: [handler] });
      const direct = await guarded.invoke('q', { callbacks: [handler] });
      expect(printed([found, direct])).toContain('is [CREDIT_CARD]');
      const own = ['handleRetrieverStart', 'handleRetrieverEnd'];
      expect(eventsOf(seen)).toEqual(['handleChainStart', ...own, 'handleChainEnd', ...own]);
      expect(printed([found, direct, seen])).not.toContain(CARD);
    },
  );

  it('ends with the abort of the call, as an abort', async () => {
    const controller = new AbortController();
    const reason = new Error('stop it');
    const scanner = fakeScanner({
      verdicts: ({ toolEvent }) => {
        if (toolEvent === undefined) return {};
        controller.abort(reason);
        return new Promise(() => undefined);
      },
    });
    const guarded = guardRetriever(store('a').retriever, { scanner });
    expect(await rejection(guarded.invoke('q', { signal: controller.signal }))).toBe(reason);
  });

  it('refuses what is no retriever, and options that are none', () => {
    const { retriever } = store();
    const scanner = cardScanner();
    expect(() => guardRetriever({}, { scanner })).toThrow(GuardrailConfigError);
    expect(() => guardRetriever(retriever, { scanner, onBlocked: 'hide' as never })).toThrow(/onBlocked/);
    expect(() => guardRetriever(retriever, { scanner, query: 1 as never })).toThrow(/query/);
    expect(() => guardRetriever(retriever, { scanner, queri: true } as never)).toThrow(/queri/);
  });
});
