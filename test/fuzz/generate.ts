import { versions } from '../ai-sdk/versions.js';
import { contentParts, ending, type PartSource, streamParts } from './ai-sdk-parts.js';
import { promptMessages, uiMessages } from './ai-sdk-prompts.js';
import type { Area, FuzzCase, Subject } from './case.js';
import { AREAS } from './case.js';
import { answerChunks, answerFields, chatMessages } from './chat-messages.js';
import { createRandom, type Random } from './random.js';
import { CANARY, createTexts, cut, SECRETS, type Texts } from './texts.js';

const SCANNERS = ['canary', 'canary', 'secrets', 'secrets', 'allow'] as const;

/** The case of a seed, of one area or of any. */
export function caseOf(seed: number, only?: Area): FuzzCase {
  const random = createRandom(seed);
  const area = only ?? random.pick(['ai-sdk', 'ai-sdk', 'langchain', 'langchain', 'text', 'tools']);
  const version = random.int(area === 'langchain' ? 2 : 3);
  const scanner = random.pick<FuzzCase['scanner']>(SCANNERS);
  const needle = scanner === 'secrets' ? random.pick(SECRETS) : CANARY;
  const texts = createTexts(random, needle, random.pick([0, 0.05, 0.15, 0.4]));
  return {
    version,
    scanner,
    policy: random.pick(['redact', 'redact', 'strict']),
    delays: random.some(6, () => random.int(4)),
    stream: streamOptions(random),
    needle,
    subject: subjectOf(area, { random, texts, version }),
  };
}

/** The area that a text of the command line names. */
export function areaNamed(name: string | undefined): Area | undefined {
  return AREAS.find((area) => area === name);
}

function streamOptions(random: Random): Record<string, unknown> {
  return {
    ...(random.chance(0.15) && { mode: 'buffer' }),
    ...(random.chance(0.5) && { finalScan: random.pick(['full', 'tail', 'off']) }),
    ...(random.chance(0.3) && { minWindow: random.pick([1, 4, 64, 1_000]) }),
    ...(random.chance(0.2) && { maxWindow: random.pick([1_000, 2_000]) }),
    ...(random.chance(0.2) && { contextChars: random.pick([0, 32, 200]) }),
  };
}

interface SubjectSource {
  readonly random: Random;
  readonly texts: Texts;
  readonly version: number;
}

function subjectOf(area: Area, { random, texts, version }: SubjectSource): Subject {
  const { finish } = versions[version] ?? {};
  const source = (isValid: boolean): PartSource => ({ random, texts, spec: version + 2, isValid });
  const kind = random.int(10);
  switch (area) {
    case 'ai-sdk': {
      if (kind < 3) return { kind: 'generate', parts: contentParts(source(false)) };
      if (kind === 3) return { kind: 'prompt', messages: promptMessages(source(false)) };
      if (kind === 4) return { kind: 'ui-messages', messages: uiMessages(source(false)) };
      const isValid = kind === 5;
      const own = source(isValid);
      const end = finish?.() ?? { type: 'finish' };
      return { kind: isValid ? 'ui-stream' : 'stream', parts: [...streamParts(own), ...ending(own, end)] };
    }
    case 'langchain': {
      if (kind < 5) return { kind: 'chat-stream', chunks: answerChunks({ random, texts }) };
      if (kind > 7) return { kind: 'chat-prompt', messages: chatMessages({ random, texts }) };
      const info = random.chance(0.2) ? { info: { [texts.name()]: texts.value() } } : {};
      return { kind: 'chat-invoke', answer: answerFields({ random, texts }), ...info };
    }
    case 'text': {
      if (kind < 7) return { kind: 'text-stream', pieces: cut(random, texts.any() + texts.any()) };
      return { kind: 'text-check', field: random.pick(['prompt', 'response', 'tool']), text: texts.any() };
    }
    default:
      return {
        kind: kind < 5 ? 'ai-tool' : 'chat-tool',
        input: { [texts.name()]: texts.value() },
        output: random.chance(0.5) ? texts.any() : texts.value(),
      };
  }
}
