import type {
  LanguageModelV2Middleware,
  LanguageModelV3Middleware,
  LanguageModelV4Middleware,
} from '@ai-sdk/provider';
import * as ai7 from 'ai';
import * as mock7 from 'ai/test';
import * as ai5 from 'ai5';
import * as mock5 from 'ai5/test';
import * as ai6 from 'ai6';
import * as mock6 from 'ai6/test';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { expectTypeOf, it } from 'vitest';

it('is a middleware of every major, with no cast', () => {
  const middleware = guardrailMiddleware({ policy: 'strict' });
  ai5.wrapLanguageModel({ model: new mock5.MockLanguageModelV2(), middleware });
  ai6.wrapLanguageModel({ model: new mock6.MockLanguageModelV3(), middleware });
  ai7.wrapLanguageModel({ model: new mock7.MockLanguageModelV4(), middleware });
  ai7.wrapLanguageModel({ model: new mock7.MockLanguageModelV4(), middleware: [middleware, middleware] });
  ai5.wrapProvider({ provider: ai5.customProvider({}), languageModelMiddleware: middleware });
  ai6.wrapProvider({ provider: ai6.customProvider({}), languageModelMiddleware: middleware });
  ai7.createProviderRegistry({ mock: ai7.customProvider({}) }, { languageModelMiddleware: middleware });
  expectTypeOf(middleware).toExtend<LanguageModelV3Middleware>();
  expectTypeOf(middleware).toExtend<LanguageModelV4Middleware>();
  expectTypeOf(middleware).toExtend<LanguageModelV2Middleware>();
});

it('refuses options that do not exist', () => {
  // @ts-expect-error no such preset
  guardrailMiddleware({ policy: 'lenient' });
  // @ts-expect-error no such detector on responses
  guardrailMiddleware({ policy: { response: { injection: 'block' } } });
});
