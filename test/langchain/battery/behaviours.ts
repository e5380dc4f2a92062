import type { Answer } from './answer.js';
import type { ChatModel, Kit } from './kit.js';
import type { ModelRow, Trait } from './models.js';

/** A text in the pieces in which a stream brings it. */
export type Pieces = readonly string[];

/** What a behaviour is run with. */
export interface RunOptions {
  readonly kit: Kit;
  /** Guarded or not. */
  readonly model: ChatModel;
  /** Of every call: callbacks and the thread. */
  readonly config: object;
  /** What the user says. */
  readonly prompt: string;
}

/** One way to use a model. */
export interface Behaviour {
  readonly name: string;
  /** What the model must be able to. */
  readonly traits?: readonly Trait[];
  readonly versions?: readonly Kit['version'][];
  /** Whether a model can be used in this way. */
  readonly fits?: (row: ModelRow) => boolean;
  /** The model's answers, with a text somewhere in them. */
  answers(pieces: Pieces): readonly Answer[];
  /** Everything that the consumer gets. What it got before an error is in `partial`. */
  run(options: RunOptions, partial: unknown[]): Promise<unknown>;
  /** What a refusal leads to. @default 'throws' */
  readonly refused?: 'throws' | 'resolves';
}

const say = (text: Pieces): Answer[] => [{ text }];
const jsonString = (pieces: Pieces): string[] => pieces.map((piece) => JSON.stringify(piece).slice(1, -1));
const callOf = (name: string, pieces: Pieces): Answer[] => [
  { calls: [{ name, args: ['{"q": "', ...jsonString(pieces), '"}'] }] },
];

/** Some can be awaited as well, for all of it at once. */
function isIterable(source: unknown): source is AsyncIterable<unknown> {
  return typeof source === 'object' && source !== null && Symbol.asyncIterator in source;
}

/** All of an iterable; what came before an error is kept. */
export async function collect(source: unknown, into: unknown[]): Promise<unknown[]> {
  for await (const item of isIterable(source) ? source : ((await source) as AsyncIterable<unknown>))
    into.push(item);
  return into;
}

const TOOL = {
  type: 'function' as const,
  function: {
    name: 'lookup',
    description: 'Looks something up',
    parameters: { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] },
  },
};
const SCHEMA = {
  title: 'extract',
  description: 'What was found',
  type: 'object',
  properties: { q: { type: 'string' } },
  required: ['q'],
  additionalProperties: false,
};

const bound = (model: ChatModel): ChatModel => model.bindTools?.([TOOL]) as unknown as ChatModel;
const structured = (model: ChatModel, method: string, includeRaw: boolean): ChatModel =>
  model.withStructuredOutput(SCHEMA, {
    name: 'extract',
    method,
    includeRaw,
  } as never) as unknown as ChatModel;

const turn = (text: string) => ({ messages: [{ role: 'user', content: text }] });

/** An agent's answers: it looks something up, then says a text. */
const lookingUp = (pieces: Pieces): Answer[] => [
  { text: ['Let me see. '], calls: [{ name: 'lookup', args: ['{"q":', '"weather"}'] }] },
  { text: pieces },
];

const isAgentModel = ({ name }: ModelRow): boolean => !name.startsWith('Fake');

const agentRuns: readonly [name: string, run: Behaviour['run'], versions?: Behaviour['versions']][] = [
  [
    'invoke',
    async ({ kit, model, config, prompt }) => kit.agent(model, () => 'sunny').invoke(turn(prompt), config),
  ],
  ...['messages', 'updates', 'values'].map((streamMode): [string, Behaviour['run']] => [
    `stream ${streamMode}`,
    ({ kit, model, config, prompt }, partial) =>
      collect(kit.agent(model, () => 'sunny').stream(turn(prompt), { ...config, streamMode }), partial),
  ]),
  [
    'streamEvents v2',
    ({ kit, model, config, prompt }, partial) =>
      collect(
        kit.agent(model, () => 'sunny').streamEvents(turn(prompt), { ...config, version: 'v2' }),
        partial,
      ),
  ],
  [
    'streamEvents v3',
    async ({ kit, model, config, prompt }, partial) => {
      const run = (await kit
        .agent(model, () => 'sunny')
        .streamEvents(turn(prompt), { ...config, version: 'v3' })) as {
        readonly messages: AsyncIterable<AsyncIterable<unknown>>;
        readonly output: Promise<unknown>;
      };
      const output = Promise.resolve(run.output);
      output.catch(() => undefined);
      for await (const message of run.messages) await collect(message, partial);
      return [partial, await output];
    },
    ['1.2.13'],
  ],
  [
    'two turns of a thread',
    async ({ kit, model, config, prompt }, partial) => {
      const agent = kit.agent(model, () => 'sunny');
      partial.push(await agent.invoke(turn(prompt), config));
      partial.push(await agent.invoke(turn('And tomorrow?'), config));
      return partial;
    },
  ],
];

export const BEHAVIOURS: readonly Behaviour[] = [
  { name: 'invoke', answers: say, run: ({ model, config, prompt }) => model.invoke(prompt, config) },
  {
    name: 'stream',
    answers: say,
    run: ({ model, config, prompt }, partial) => collect(model.stream(prompt, config), partial),
  },
  ...(['v1', 'v2'] as const).map(
    (version): Behaviour => ({
      name: `streamEvents ${version}`,
      answers: say,
      run: ({ model, config, prompt }, partial) =>
        collect(model.streamEvents(prompt, { ...config, version }), partial),
    }),
  ),
  {
    name: 'streamEvents default',
    versions: ['1.2.13'],
    // Without a stream of its own a model has no such events.
    fits: ({ name }) => name !== 'fakeModel',
    answers: say,
    async run({ model, config, prompt }, partial) {
      const stream = model.streamEvents(prompt, config as never) as unknown as PromiseLike<unknown>;
      await collect(stream, partial);
      return [partial, await stream];
    },
  },
  {
    name: 'streamLog',
    answers: say,
    run: ({ model, config, prompt }, partial) => collect(model.streamLog(prompt, config), partial),
  },
  {
    name: 'batch',
    answers: say,
    run: ({ model, config, prompt }) => model.batch([prompt, `${prompt} Again.`], config),
  },
  {
    name: 'batch with returnExceptions',
    answers: say,
    refused: 'resolves',
    run: ({ model, config, prompt }) => model.batch([prompt], config, { returnExceptions: true }),
  },
  {
    name: 'withRetry',
    answers: say,
    run: ({ model, config, prompt }) => model.withRetry({ stopAfterAttempt: 1 }).invoke(prompt, config),
  },
  {
    name: 'withFallbacks',
    answers: say,
    refused: 'resolves',
    run({ kit, model, config, prompt }) {
      const other = new kit.testing.FakeListChatModel({ responses: ['fallback'] });
      return model.withFallbacks([other]).invoke(prompt, config);
    },
  },
  {
    name: 'pipe',
    answers: say,
    run: ({ kit, model, config, prompt }, partial) =>
      collect(model.pipe(new kit.parsers.StringOutputParser()).stream(prompt, config), partial),
  },
  {
    name: 'withConfig',
    answers: say,
    run: ({ model, config, prompt }) =>
      (model.withConfig({ tags: ['own'] }) as unknown as ChatModel).invoke(prompt, config),
  },
  {
    name: 'bindTools invoke',
    traits: ['calls'],
    answers: (pieces) => callOf('lookup', pieces),
    run: ({ model, config, prompt }) => bound(model).invoke(prompt, config),
  },
  {
    name: 'bindTools stream',
    traits: ['calls'],
    answers: (pieces) => callOf('lookup', pieces),
    run: ({ model, config, prompt }, partial) => collect(bound(model).stream(prompt, config), partial),
  },
  {
    name: 'bindTools streamEvents v2',
    traits: ['calls'],
    answers: (pieces) => callOf('lookup', pieces),
    run: ({ model, config, prompt }, partial) =>
      collect(bound(model).streamEvents(prompt, { ...config, version: 'v2' }), partial),
  },
  {
    name: 'bound streamEvents default',
    traits: ['calls'],
    versions: ['1.2.13'],
    // The events of the second have no calls.
    fits: ({ name }) => name !== 'fakeModel' && name !== 'FakeStreamingChatModel',
    answers: (pieces) => callOf('lookup', pieces),
    async run({ model, config, prompt }, partial) {
      const stream = bound(model).streamEvents(prompt, config as never) as unknown as PromiseLike<unknown>;
      await collect(stream, partial);
      return [partial, await stream];
    },
  },
  ...[false, true].flatMap((includeRaw): Behaviour[] => {
    const raw = includeRaw ? ' with the raw answer' : '';
    return [
      {
        name: `structured output by a call${raw}`,
        traits: ['structured'],
        answers: (pieces) => callOf('extract', pieces),
        run: ({ model, config, prompt }) =>
          structured(model, 'functionCalling', includeRaw).invoke(prompt, config),
      },
      {
        name: `structured output by a call${raw}, streaming`,
        traits: ['structured'],
        // Others do not have it: without a guard it is an error.
        fits: ({ name }) => !/Anthropic|anthropic|Responses/.test(name),
        answers: (pieces) => callOf('extract', pieces),
        run: ({ model, config, prompt }, partial) =>
          collect(structured(model, 'functionCalling', includeRaw).stream(prompt, config), partial),
      },
      {
        name: `structured output by a schema${raw}`,
        traits: ['json'],
        answers: (pieces) => [{ text: ['{"q": "', ...jsonString(pieces), '"}'] }],
        run: ({ model, config, prompt }) =>
          structured(model, 'jsonSchema', includeRaw).invoke(prompt, config),
      },
    ];
  }),
  ...agentRuns.map(
    ([name, run, versions]): Behaviour => ({
      name: `agent ${name}`,
      traits: ['calls'],
      ...(versions && { versions }),
      fits: isAgentModel,
      answers: lookingUp,
      run,
    }),
  ),
  {
    name: 'agent whose tool gets it',
    traits: ['calls'],
    fits: isAgentModel,
    answers: (pieces) => [...callOf('lookup', pieces), { text: ['Done.'] }],
    async run({ kit, model, config, prompt }, partial) {
      const agent = kit.agent(model, (q) => {
        partial.push(q);
        return 'sunny';
      });
      return [partial, await agent.invoke(turn(prompt), config)];
    },
  },
];
