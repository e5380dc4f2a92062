import type { AnyPart } from '../ai-sdk/versions.js';
import { attached, type PartSource } from './ai-sdk-parts.js';
import type { AnyPrompt, UiMessage } from './case.js';

/** A text cut in two parts anywhere, or whole. */
function textParts(source: PartSource, options: string): AnyPart[] {
  const { random, texts } = source;
  const text = texts.any();
  if (random.chance(0.6)) return [{ type: 'text', text, ...attached(source, options) }];
  const at = random.int(text.length + 1);
  return [text.slice(0, at), text.slice(at)].map((part) => ({ type: 'text', text: part }));
}

function filePart({ random, texts, spec }: PartSource): AnyPart {
  const text = texts.any();
  const bytes = Buffer.from(text).toString('base64');
  const mediaType = random.pick(['text/plain', 'application/json', 'text/csv']);
  const named = random.chance(0.3) ? { filename: texts.plain() } : {};
  if (spec < 4) return { type: 'file', mediaType, data: bytes, ...named };
  const data = random.chance(0.5) ? { type: 'data', data: bytes } : { type: 'text', text };
  return { type: 'file', mediaType, data, ...named };
}

/** The output of a tool, of every type. */
function output(source: PartSource): object {
  const { random, texts, spec } = source;
  const kind = random.int(spec > 2 ? 6 : 5);
  if (kind === 0) return { type: 'text', value: texts.any(), ...attached(source, 'providerOptions') };
  if (kind === 1) return { type: 'json', value: texts.value() };
  if (kind === 2) return { type: 'error-text', value: texts.any() };
  if (kind === 3) return { type: 'error-json', value: texts.value() };
  if (kind === 4) {
    const parts = textParts(source, 'providerOptions');
    return { type: 'content', value: random.chance(0.3) ? [...parts, ...parts.slice(0, 1)] : parts };
  }
  return { type: 'execution-denied', reason: texts.any() };
}

function toolResult(source: PartSource, toolCallId: string): AnyPart {
  const own = attached(source, 'providerOptions');
  return { type: 'tool-result', toolCallId, toolName: 'lookup', output: output(source), ...own };
}

function assistantPart(source: PartSource, index: number): AnyPart[] {
  const { random, texts } = source;
  const kind = random.int(5);
  const options = attached(source, 'providerOptions');
  if (kind === 0) return [{ type: 'reasoning', text: texts.any(), ...options }];
  if (kind === 1) {
    const toolCallId = `call_${index}`;
    const input = random.chance(0.8) ? { [texts.name()]: texts.value() } : texts.any();
    return [{ type: 'tool-call', toolCallId, toolName: 'lookup', input, ...options }];
  }
  if (kind === 2) return [toolResult(source, `call_${index}`)];
  return textParts(source, 'providerOptions');
}

/** A prompt as a model gets it. The system message at its head is the application's own, and is left alone. */
export function promptMessages(source: PartSource): AnyPrompt[] {
  const { random, texts } = source;
  const messages = random.some(4, (): AnyPrompt => {
    const own = attached(source, 'providerOptions');
    const kind = random.int(6);
    if (kind === 0) return { role: 'tool', content: [toolResult(source, 'call_0')], ...own };
    if (kind < 3)
      return { role: 'assistant', content: random.some(3, (i) => assistantPart(source, i)).flat(), ...own };
    const parts = [
      ...textParts(source, 'providerOptions'),
      ...(random.chance(0.3) ? [filePart(source)] : []),
      ...(random.chance(0.3) ? textParts(source, 'providerOptions') : []),
    ];
    return { role: 'user', content: parts, ...own };
  });
  const head: AnyPrompt[] = random.chance(0.3) ? [{ role: 'system', content: 'You are kind.' }] : [];
  const later: AnyPrompt[] = random.chance(0.1) ? [{ role: 'system', content: texts.any() }] : [];
  return [...head, { role: 'user', content: textParts(source, 'providerOptions') }, ...messages, ...later];
}

function uiTool(source: PartSource, index: number): AnyPart {
  const { random, texts } = source;
  const type = random.pick(['tool-lookup', 'dynamic-tool']);
  const base = {
    type,
    ...(type === 'dynamic-tool' && { toolName: 'lookup' }),
    toolCallId: `call_${index}`,
    input: { [texts.name()]: texts.value() },
    ...attached(source, 'callProviderMetadata'),
  };
  return random.chance(0.7)
    ? {
        ...base,
        state: 'output-available',
        output: texts.value(),
        ...attached(source, 'resultProviderMetadata'),
      }
    : { ...base, state: 'output-error', errorText: texts.any() };
}

function uiPart(source: PartSource, index: number): AnyPart[] {
  const { random, texts } = source;
  const kind = random.int(7);
  const own = attached(source);
  if (kind === 0) return [{ type: 'reasoning', text: texts.any(), ...own }];
  if (kind === 1) return [uiTool(source, index)];
  if (kind === 2) return [{ type: 'data-note', data: texts.value() }];
  if (kind === 3)
    return [
      { type: 'source-url', sourceId: 's1', url: 'https://example.com/', title: texts.plain(), ...own },
    ];
  if (kind === 4) {
    const url = `data:text/plain;base64,${Buffer.from(texts.any()).toString('base64')}`;
    return [{ type: 'file', mediaType: 'text/plain', url, ...own }];
  }
  return textParts(source, 'providerMetadata');
}

/** The messages of a chat as a browser sends them. */
export function uiMessages(source: PartSource): UiMessage[] {
  const { random } = source;
  return [0, ...random.some(3, (index) => index + 1)].map((index) => ({
    id: `m${index}`,
    role: random.pick(['user', 'user', 'assistant', 'system']),
    parts: random.some(4, (place) => uiPart(source, place)).flat(),
  }));
}
