import type { TextClassificationOutput } from '@huggingface/transformers';
import {
  type ClassifierAnswer,
  type ClassifierFlag,
  type ClassifierScannerOptions,
  type ContentScanner,
  classifierScanner,
  type PromptDetected,
  type ResponseDetected,
  type ToolDetected,
} from 'airs-guardrails';
import { expectTypeOf, test } from 'vitest';

type Flags = Exclude<keyof PromptDetected | keyof ResponseDetected | keyof ToolDetected, 'other' | 'threats'>;

test('classifierScanner takes what classifiers give, and labels of known detectors alone', () => {
  expectTypeOf<ClassifierFlag>().toEqualTypeOf<Flags>();
  expectTypeOf(classifierScanner).returns.toEqualTypeOf<ContentScanner>();
  expectTypeOf<TextClassificationOutput | TextClassificationOutput[]>().toExtend<
    readonly ClassifierAnswer[]
  >();
  expectTypeOf<{ label: string; score: number }[][]>().toExtend<readonly ClassifierAnswer[]>();
  expectTypeOf<string>().not.toExtend<ClassifierAnswer>();
  expectTypeOf<{ injections: 'injections' }>().not.toExtend<ClassifierScannerOptions['labels']>();
});
