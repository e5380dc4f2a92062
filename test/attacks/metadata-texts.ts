import type { AnyPart } from '../ai-sdk/versions.js';

/** Places inside a field, however deep. */
export const DEPTHS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['as it is', (text) => text],
  ['in a record', (text) => ({ openai: { note: text } })],
  ['in lists', (text) => ({ x: [[{ y: [text] }]] })],
  ['as a name', (text) => ({ x: { [text]: true } })],
  ['as an id', (text) => ({ x: { id: text } })],
  ['as a kind', (text) => ({ x: [{ type: text }] })],
  ['as a signature', (text) => ({ anthropic: { signature: text } })],
  ['as a reason', (text) => ({ x: { finishReason: text, stop_reason: text } })],
  ['as a time', (text) => ({ x: { timestamp: text, created: text } })],
  ['as a model', (text) => ({ x: { model: text } })],
  ['in a file of text', (text) => ({ mediaType: 'text/plain', data: Buffer.from(text).toString('base64') })],
  ['in a URL of data', (text) => ({ url: `data:text/plain;base64,${Buffer.from(text).toString('base64')}` })],
  ['beside an address', (text) => ({ href: 'https://ok.example', title: text })],
  ['in tokens', (text) => ({ logprobs: { content: [...text].map((token) => ({ token, logprob: -1 })) } })],
  ['in bytes', (text) => ({ x: new TextEncoder().encode(text) })],
];

/** Parts of an answer that a text rides in beside the words. */
export const CARRIERS: readonly (readonly [string, (value: unknown) => AnyPart])[] = [
  ['metadata of a source', (value) => ({ ...source, providerMetadata: value as never })],
  ['a field of a source', (value) => ({ ...source, snippet: value })],
  [
    'metadata of a document',
    (value) => ({
      type: 'source',
      sourceType: 'document',
      id: 's',
      mediaType: 'text/plain',
      title: 'notes',
      providerMetadata: { anthropic: { citedText: value } },
    }),
  ],
  [
    'metadata of a call',
    (value) => ({
      type: 'tool-call',
      toolCallId: 'c',
      toolName: 'confirm',
      input: '{}',
      providerMetadata: { x: value },
    }),
  ],
  [
    'the title of a call',
    (value) => ({ type: 'tool-call', toolCallId: 'c', toolName: 'confirm', input: '{}', title: value }),
  ],
  [
    'metadata of a file',
    (value) => ({
      type: 'file',
      mediaType: 'image/png',
      data: 'iVBORw0KGgo=',
      providerMetadata: { x: value },
    }),
  ],
  ['an own part', (value) => ({ type: 'custom', kind: 'x.note', providerMetadata: { x: value } })],
  ['a part of a kind unknown here', (value) => ({ type: 'hologram', depth: value })],
  [
    'an address in a part unknown here',
    (value) => ({ type: 'link', href: 'https://ok.example', body: value }),
  ],
  ['the id of a part unknown here', (value) => ({ type: 'hologram', id: value })],
  [
    'an approval',
    (value) => ({ type: 'tool-approval-request', approvalId: 'a', toolCallId: 'c', note: value }),
  ],
];

const source = { type: 'source', sourceType: 'url', id: 's', url: 'https://ok.example' } as const;

/** The same in a stream alone: parts of a block, of the call and of its end. */
export const STREAMED: readonly (readonly [string, (value: unknown) => readonly AnyPart[]])[] = [
  ['the start of a text', (value) => block({ providerMetadata: { x: value } })],
  ['a delta', (value) => block({}, { providerMetadata: { x: value } })],
  ['a field of a delta', (value) => block({}, { text: value })],
  ['the end of a text', (value) => block({}, {}, { providerMetadata: { openai: { annotations: [value] } } })],
  ['the end of a thought', (value) => block({}, {}, { providerMetadata: { x: value } }, 'reasoning')],
  [
    'the start of an input',
    (value) => [
      { type: 'tool-input-start', id: 'c', toolName: 'confirm', title: value },
      { type: 'tool-input-end', id: 'c' },
      { type: 'tool-call', toolCallId: 'c', toolName: 'confirm', input: '{}' },
    ],
  ],
  ['warnings', (value) => [{ type: 'stream-start', warnings: [{ type: 'other', message: value }] }]],
  ['the names of the answer', (value) => [{ type: 'response-metadata', id: 'r', note: value }]],
  ['a raw chunk', (value) => [{ type: 'raw', rawValue: { choices: [{ delta: { content: value } }] } }]],
];

function block(start: object, delta: object = {}, end: object = {}, kind = 'text'): AnyPart[] {
  return [
    { type: `${kind}-start`, id: '1', ...start },
    { type: `${kind}-delta`, id: '1', delta: 'fine', ...delta },
    { type: `${kind}-end`, id: '1', ...end },
  ];
}
