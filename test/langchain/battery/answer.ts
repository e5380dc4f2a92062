/** A call of a tool in an answer. */
export interface AnswerCall {
  readonly name: string;
  /** Its JSON, in the pieces in which a stream brings it. */
  readonly args: readonly string[];
}

/** What a provider answers, whatever it speaks. Texts are in the pieces in which a stream brings them. */
export interface Answer {
  readonly text?: readonly string[];
  readonly thoughts?: readonly string[];
  readonly refusal?: readonly string[];
  readonly calls?: readonly AnswerCall[];
  /** The text of a source that the answer cites. */
  readonly cites?: string;
  readonly logprobs?: boolean;
}

/** An event of a stream of events: its name where the provider names it, and its data. */
export interface WireEvent {
  readonly event?: string;
  readonly data: unknown;
}

/** How one kind of provider says an answer. */
export interface Wire {
  readonly path: string;
  whole(answer: Answer): unknown;
  stream(answer: Answer): readonly WireEvent[];
}

const joined = (pieces: readonly string[] = []): string => pieces.join('');

const callId = (index: number): string => `call_${index}`;

const completionUsage = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 };

const logprobsOf = (piece: string) => ({
  content: [{ token: piece, logprob: -0.1, bytes: [...new TextEncoder().encode(piece)], top_logprobs: [] }],
  refusal: null,
});

/** OpenAI's chat completions. */
export const COMPLETIONS: Wire = {
  path: '/chat/completions',
  whole({ text, thoughts, refusal, calls, logprobs }) {
    const message = {
      role: 'assistant',
      content: text === undefined ? null : joined(text),
      refusal: refusal === undefined ? null : joined(refusal),
      ...(thoughts && { reasoning_content: joined(thoughts) }),
      ...(calls && {
        tool_calls: calls.map(({ name, args }, index) => ({
          id: callId(index),
          type: 'function',
          function: { name, arguments: joined(args) },
        })),
      }),
    };
    return {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'gpt-test',
      system_fingerprint: 'fp_1',
      choices: [
        {
          index: 0,
          message,
          logprobs: logprobs ? logprobsOf(joined(text)) : null,
          finish_reason: calls ? 'tool_calls' : 'stop',
        },
      ],
      usage: completionUsage,
    };
  },
  stream({ text = [], thoughts = [], refusal = [], calls = [], logprobs }) {
    const chunk = (delta: object, finish: string | null = null, beside: object = {}): WireEvent => ({
      data: {
        id: 'chatcmpl-1',
        object: 'chat.completion.chunk',
        created: 1,
        model: 'gpt-test',
        system_fingerprint: 'fp_1',
        choices: [{ index: 0, delta, finish_reason: finish, logprobs: null, ...beside }],
      },
    });
    return [
      chunk({ role: 'assistant', content: '' }),
      ...thoughts.map((piece) => chunk({ reasoning_content: piece })),
      ...text.map((content) => chunk({ content }, null, logprobs ? { logprobs: logprobsOf(content) } : {})),
      ...refusal.map((piece) => chunk({ refusal: piece })),
      ...calls.flatMap(({ name, args }, index) => [
        chunk({
          tool_calls: [{ index, id: callId(index), type: 'function', function: { name, arguments: '' } }],
        }),
        ...args.map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
      ]),
      chunk({}, calls.length > 0 ? 'tool_calls' : 'stop'),
      {
        data: {
          id: 'chatcmpl-1',
          object: 'chat.completion.chunk',
          created: 1,
          model: 'gpt-test',
          system_fingerprint: 'fp_1',
          choices: [],
          usage: completionUsage,
        },
      },
      { data: '[DONE]' },
    ];
  },
};

const responseUsage = {
  input_tokens: 7,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 12,
};

const annotationOf = (quote: string) => ({
  type: 'url_citation',
  url: 'https://example.com/source',
  title: quote,
  start_index: 0,
  end_index: 1,
});

function responseItems({ text, thoughts, refusal, calls = [], cites }: Answer): Record<string, unknown>[] {
  const content = [
    ...(text === undefined
      ? []
      : [
          {
            type: 'output_text',
            text: joined(text),
            annotations: cites === undefined ? [] : [annotationOf(cites)],
          },
        ]),
    ...(refusal === undefined ? [] : [{ type: 'refusal', refusal: joined(refusal) }]),
  ];
  return [
    ...(thoughts === undefined
      ? []
      : [{ id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: joined(thoughts) }] }]),
    ...(content.length === 0
      ? []
      : [{ id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content }]),
    ...calls.map(({ name, args }, index) => ({
      id: `fc_${index}`,
      type: 'function_call',
      status: 'completed',
      call_id: callId(index),
      name,
      arguments: joined(args),
    })),
  ];
}

function responseOf(status: string, output: readonly unknown[]): object {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status,
    model: 'gpt-test',
    output,
    error: null,
    incomplete_details: null,
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
    text: { format: { type: 'text' } },
    metadata: {},
    ...(status === 'completed' && { usage: responseUsage }),
  };
}

/** An event of a response. */
interface TypedEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The events of one item of a response. */
function itemEvents(item: Record<string, unknown>, output_index: number, answer: Answer): TypedEvent[] {
  const at = { output_index, item_id: item['id'] };
  const part = { ...at, content_index: 0 };
  const { text, thoughts = [], refusal, calls = [], cites } = answer;
  if (item['type'] === 'reasoning') {
    const summary = { ...at, summary_index: 0 };
    const empty = { type: 'summary_text', text: '' };
    return [
      { type: 'response.output_item.added', output_index, item: { ...item, summary: [] } },
      { type: 'response.reasoning_summary_part.added', ...summary, part: empty },
      ...thoughts.map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...summary, delta })),
      { type: 'response.reasoning_summary_text.done', ...summary, text: joined(thoughts) },
      { type: 'response.output_item.done', output_index, item },
    ];
  }
  if (item['type'] === 'message') {
    return [
      {
        type: 'response.output_item.added',
        output_index,
        item: { ...item, status: 'in_progress', content: [] },
      },
      {
        type: 'response.content_part.added',
        ...part,
        part: { type: 'output_text', text: '', annotations: [] },
      },
      ...(text ?? []).map((delta) => ({ type: 'response.output_text.delta', ...part, delta, logprobs: [] })),
      ...(cites === undefined
        ? []
        : [
            {
              type: 'response.output_text.annotation.added',
              ...part,
              annotation_index: 0,
              annotation: annotationOf(cites),
            },
          ]),
      ...(text === undefined
        ? []
        : [{ type: 'response.output_text.done', ...part, text: joined(text), logprobs: [] }]),
      ...(refusal ?? []).map((delta) => ({ type: 'response.refusal.delta', ...part, delta })),
      ...(refusal === undefined
        ? []
        : [{ type: 'response.refusal.done', ...part, refusal: joined(refusal) }]),
      { type: 'response.output_item.done', output_index, item },
    ];
  }
  const { args = [] } = calls.find((_, index) => item['id'] === `fc_${index}`) ?? {};
  return [
    {
      type: 'response.output_item.added',
      output_index,
      item: { ...item, status: 'in_progress', arguments: '' },
    },
    ...args.map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
    { type: 'response.function_call_arguments.done', ...at, arguments: joined(args) },
    { type: 'response.output_item.done', output_index, item },
  ];
}

/** OpenAI's Responses. */
export const RESPONSES: Wire = {
  path: '/responses',
  whole: (answer) => ({
    ...responseOf('completed', responseItems(answer)),
    output_text: joined(answer.text),
  }),
  stream(answer) {
    const items = responseItems(answer);
    const events: TypedEvent[] = [
      { type: 'response.created', response: responseOf('in_progress', []) },
      ...items.flatMap((item, index) => itemEvents(item, index, answer)),
      { type: 'response.completed', response: responseOf('completed', items) },
    ];
    return events.map((event, sequence_number) => ({
      event: event.type,
      data: { ...event, sequence_number },
    }));
  },
};
