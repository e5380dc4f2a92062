import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Answer, COMPLETIONS, RESPONSES } from './answer.js';
import { ANTHROPIC } from './anthropic-wire.js';

/** A request that came to the provider. */
export interface ProviderRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Says what the next request is answered with. */
export type Script = (request: ProviderRequest, index: number) => Answer;

/** A provider of models on this machine. */
export interface Provider {
  readonly url: string;
  readonly requests: readonly ProviderRequest[];
  /** Events of streams written so far. */
  readonly written: number;
  /** Streams that the client left before they were over. */
  readonly left: number;
  /** Answers from now on. */
  play(script: Script | Answer, options?: { beforeEvent?: (index: number) => Promise<void> | void }): void;
  close(): Promise<void>;
}

const WIRES = [COMPLETIONS, RESPONSES, ANTHROPIC];

/** A provider that speaks OpenAI's chat completions and Responses and Anthropic's messages, whole and streaming. */
export async function startProvider(): Promise<Provider> {
  const requests: ProviderRequest[] = [];
  const counts = { written: 0, left: 0 };
  let script: Script = () => ({ text: ['fine'] });
  let beforeEvent: ((index: number) => Promise<void> | void) | undefined;

  const stream = async (
    response: ServerResponse,
    answer: Answer,
    wire: (typeof WIRES)[number],
  ): Promise<void> => {
    response.on('close', () => {
      if (!response.writableFinished) counts.left += 1;
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const pause = beforeEvent;
    for (const [index, { event, data }] of wire.stream(answer).entries()) {
      // Only where it does pause: each turn costs.
      if (pause !== undefined) await pause(index);
      if (response.destroyed) return;
      counts.written += 1;
      const json = typeof data === 'string' ? data : JSON.stringify(data);
      response.write(`${event === undefined ? '' : `event: ${event}\n`}data: ${json}\n\n`);
    }
    response.end();
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const body: Record<string, unknown> = JSON.parse(Buffer.concat(parts).toString());
    const path = request.url ?? '';
    const wire = WIRES.find((own) => path.endsWith(own.path));
    if (wire === undefined) {
      response.writeHead(404).end();
      return;
    }
    const asked = { path, body };
    requests.push(asked);
    const answer = script(asked, requests.length - 1);
    if (body['stream'] === true) return stream(response, answer, wire);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(wire.whole(answer)));
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get written() {
      return counts.written;
    },
    get left() {
      return counts.left;
    },
    play(next, options = {}) {
      script = typeof next === 'function' ? next : () => next;
      beforeEvent = options.beforeEvent;
      requests.length = 0;
      counts.written = 0;
      counts.left = 0;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
