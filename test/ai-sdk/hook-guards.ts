import { createGuardrail } from 'airs-guardrails';
import { guardMessages, guardModel } from 'airs-guardrails/ai-sdk';
import { fakeScanner } from 'airs-guardrails/testing';
import { drain } from '../langchain/support.js';
import { builtAt } from '../support/built-at.js';
import type { HookField, HookPlace } from './hook-types.js';
import { type AnyPart, type Version, versions } from './versions.js';

const HI = { role: 'user', content: [{ type: 'text', text: 'hi' }] };

/** Runs what has a value in a field through a guard of its place; gives all that the scanner saw. */
export async function scannedOf({ place, spec, path }: HookField, value: unknown): Promise<string> {
  const version = versions.find((own) => own.spec === spec);
  if (version === undefined) throw new RangeError(`No version ${spec}`);
  const scanner = fakeScanner();
  const guardrail = createGuardrail({ scanner, policy: 'strict', onWarning: () => undefined });
  const built = builtAt(path, value);
  const run: Record<HookPlace, () => Promise<unknown>> = {
    content: () => asked(version, guardrail, { content: [built as AnyPart] }),
    result: () => asked(version, guardrail, { content: [], extra: built }),
    prompt: () => {
      const guarded = guardModel(version.scripted({ content: [] }).model, guardrail);
      return guarded.doGenerate({ prompt: [HI, { content: [], ...built }] });
    },
    stream: async () => {
      const finish = built['type'] === 'finish' ? [] : [version.finish()];
      const { model } = version.scripted({ stream: [built as AnyPart, ...finish] });
      return drain((await guardModel(model, guardrail).doStream({ prompt: [] })).stream);
    },
    messages: () => guardMessages([{ role: 'user', parts: [], ...built }], guardrail),
  };
  await run[place]();
  // As the scanner has it: what JSON in it spells with escapes is beside it.
  return scanner.requests.map((request) => textsIn(request).join('\n')).join('\n');
}

function asked(
  version: Version,
  guardrail: ReturnType<typeof createGuardrail>,
  script: Parameters<Version['scripted']>[0],
) {
  return guardModel(version.scripted(script).model, guardrail).doGenerate({ prompt: [] });
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
