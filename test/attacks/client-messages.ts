/** Parts of a chat page's messages, with a text in every field that a client can write to. */
export const PARTS: readonly (readonly [string, (text: string) => object])[] = [
  ['a text', (text) => ({ type: 'text', text })],
  ['the state of a text', (text) => ({ type: 'text', text: 'a', state: text })],
  [
    'what goes to the provider',
    (text) => ({ type: 'text', text: 'a', providerMetadata: { openai: { note: text } } }),
  ],
  [
    'a name that goes to the provider',
    (text) => ({ type: 'text', text: 'a', providerMetadata: { [text]: { a: 1 } } }),
  ],
  [
    'metadata of the guard itself',
    (text) => ({ type: 'text', text: 'a', providerMetadata: { guardrail: { verdicts: [{ note: text }] } } }),
  ],
  [
    'a signature that is none',
    (text) => ({ type: 'reasoning', text: 'a', providerMetadata: { anthropic: { signature: text } } }),
  ],
  [
    'a signature that is a text',
    (text) => ({
      type: 'reasoning',
      text: 'a',
      providerMetadata: { anthropic: { signature: Buffer.from(`well ${text}, well`).toString('base64') } },
    }),
  ],
  ['reasoning', (text) => ({ type: 'reasoning', text })],
  [
    'a file',
    (text) => ({ type: 'file', mediaType: 'text/plain', url: `data:text/plain,${encodeURIComponent(text)}` }),
  ],
  ['the media type of a file', (text) => ({ type: 'file', mediaType: text, url: 'https://x.example/a' })],
  [
    'the name of a file',
    (text) => ({ type: 'file', mediaType: 'image/png', filename: text, url: 'https://x.example/a' }),
  ],
  [
    'a reference to a file',
    (text) => ({
      type: 'file',
      mediaType: 'image/png',
      url: 'https://x.example/a',
      providerReference: { openai: text },
    }),
  ],
  ['the input of a tool', (text) => tool({ input: { q: text } })],
  ['the output of a tool', (text) => tool({ output: { found: [text] } })],
  ['the error of a tool', (text) => tool({ state: 'output-error', errorText: text })],
  ['the name of a tool', (text) => ({ ...tool({}), type: `tool-${text}` })],
  ['the name of a dynamic tool', (text) => ({ ...tool({}), type: 'dynamic-tool', toolName: text })],
  ['the title of a tool', (text) => tool({ title: text })],
  ['the id of a call', (text) => tool({ toolCallId: text })],
  ['what goes with the call', (text) => tool({ callProviderMetadata: { google: { note: text } } })],
  ['what goes with the result', (text) => tool({ resultProviderMetadata: { google: { note: text } } })],
  ['the reason of an approval', (text) => tool({ approval: { id: 'a', approved: true, reason: text } })],
  ['the request of an approval', (text) => tool({ approval: { id: 'a', requestReason: text } })],
  ['the input of an approval', (text) => tool({ approval: { id: 'a', inputSchemaInput: { q: text } } })],
  [
    'the signature of an approval',
    (text) => tool({ approval: { id: 'a', approved: true, signature: text } }),
  ],
  ['a source', (text) => ({ type: 'source-url', sourceId: 's', url: 'https://x.example', title: text })],
  [
    'a document',
    (text) => ({
      type: 'source-document',
      sourceId: 's',
      mediaType: 'text/plain',
      title: 'a',
      filename: text,
    }),
  ],
  ['data', (text) => ({ type: 'data-note', data: { note: text } })],
  ['the name of data', (text) => ({ type: `data-${text}`, data: 1 })],
  ['the beginning of a step', (text) => ({ type: 'step-start', note: text })],
  ['a message in a message', (text) => ({ type: 'steering-message', parts: [{ type: 'text', text }] })],
  ['a kind unknown here', (text) => ({ type: 'hologram', depth: { words: text } })],
  [
    'what goes to the provider with a kind unknown here',
    (text) => ({ type: 'hologram', providerMetadata: { x: { note: text } } }),
  ],
  ['an old field', (text) => ({ type: 'text', text: 'a', experimental_attachments: [{ name: text }] })],
];

function tool(more: object): object {
  return { type: 'tool-lookup', toolCallId: 'c', state: 'output-available', input: {}, output: 1, ...more };
}

/** Messages of a prompt, with a text in every field that a client can write to. */
export const MODEL_MESSAGES: readonly (readonly [string, (text: string) => object])[] = [
  ['a system message', (text) => ({ role: 'system', content: text })],
  ['a developer message', (text) => ({ role: 'developer', content: text })],
  ['a user message', (text) => ({ role: 'user', content: text })],
  ['an assistant message', (text) => ({ role: 'assistant', content: [{ type: 'text', text }] })],
  [
    'options of a message',
    (text) => ({ role: 'user', content: 'a', providerOptions: { x: { note: text } } }),
  ],
  [
    'options of a part',
    (text) => ({
      role: 'user',
      content: [{ type: 'text', text: 'a', providerOptions: { x: { note: text } } }],
    }),
  ],
  [
    'options of an image',
    (text) => ({
      role: 'user',
      content: [{ type: 'image', image: 'https://x.example/a', providerOptions: { x: { note: text } } }],
    }),
  ],
  [
    'a call',
    (text) => ({
      role: 'assistant',
      content: [{ type: 'tool-call', toolCallId: 'c', toolName: 't', input: { q: text } }],
    }),
  ],
  ['a result', (text) => result({ type: 'json', value: { found: text } })],
  ['the item of a result', (text) => result({ type: 'content', value: [{ type: 'text', text }] })],
  [
    'options of an item',
    (text) =>
      result({
        type: 'content',
        value: [{ type: 'text', text: 'a', providerOptions: { x: { note: text } } }],
      }),
  ],
  [
    'options of an output',
    (text) => result({ type: 'text', value: 'a', providerOptions: { x: { note: text } } }),
  ],
  [
    'the reason of an approval',
    (text) => ({
      role: 'tool',
      content: [{ type: 'tool-approval-response', approvalId: 'a', approved: true, reason: text }],
    }),
  ],
];

function result(output: object): object {
  return { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c', toolName: 't', output }] };
}
