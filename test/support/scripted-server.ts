import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it came over the wire. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly url: string;
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the server does with one request. */
export type Responder = (request: RecordedRequest, response: ServerResponse) => unknown;

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Connections that the client closed before the answer was complete. */
  readonly cutOff: number;
  /** Queues answers, one for each request. */
  script(...responders: Responder[]): void;
  /** Answers every request for which nothing is queued. */
  otherwise(responder: Responder): void;
  /** Resolves when so many requests have come in. */
  received(count: number): Promise<void>;
  /** Resolves when the client has closed so many connections before its answer was complete. */
  clientLeft(count: number): Promise<void>;
}

/** A loopback server that answers by script and records what it got; closed when the test ends. */
export async function scriptedServer(...responders: Responder[]): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = [];
  const queue = [...responders];
  let fallback: Responder = text(599, 'nothing scripted for this request');
  let cutOff = 0;
  const watchers = new Set<() => void>();
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        watchers.delete(check);
        resolve();
      };
      watchers.add(check);
      check();
    });
  const changed = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.on('close', () => {
      if (!response.writableFinished) cutOff++;
      changed();
    });
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const { rawHeaders } = message;
    const pairs = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
    );
    const request: RecordedRequest = {
      method: message.method ?? '',
      url: message.url ?? '',
      rawHeaders: pairs,
      headers: Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value])),
      body: Buffer.concat(chunks),
    };
    requests.push(request);
    const answering = (queue.shift() ?? fallback)(request, response);
    changed();
    await answering;
  };
  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get cutOff() {
      return cutOff;
    },
    script: (...more) => queue.push(...more),
    otherwise: (responder) => {
      fallback = responder;
    },
    received: (count) => until(() => requests.length >= count),
    clientLeft: (count) => until(() => cutOff >= count),
  };
}

/** An answer with a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Responder {
  return text(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}

/** An answer with any body. */
export function text(status: number, body: string, headers: Record<string, string> = {}): Responder {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

/** Closes the connection without an answer. */
export const reset: Responder = (_request, response) => {
  response.socket?.resetAndDestroy();
};

/** Closes the connection in the middle of the body. */
export const resetMidBody: Responder = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"action":"allow",', () => response.socket?.resetAndDestroy());
};

/** Never answers. */
export const silence: Responder = () => undefined;

/** Sends headers and the beginning of a body, then nothing more. */
export const stall: Responder = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"action":');
};

/** Sends the body in small pieces, one in each turn of the event loop. */
export function trickle(body: string, pieceBytes = 7): Responder {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const bytes = Buffer.from(body);
    const send = (start: number): void => {
      if (start >= bytes.length) response.end();
      else
        response.write(bytes.subarray(start, start + pieceBytes), () =>
          setImmediate(send, start + pieceBytes),
        );
    };
    send(0);
  };
}

/** A redirect to another place. */
export function redirect(status: number, location: string): Responder {
  return text(status, '', { location });
}

/** A body of so many bytes. */
export function huge(bytes: number): Responder {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const piece = Buffer.alloc(1024 * 1024, ' ');
    let left = bytes;
    const send = (): void => {
      if (response.destroyed) return;
      if (left <= 0) {
        response.end('{}');
        return;
      }
      const part = piece.subarray(0, Math.min(left, piece.length));
      left -= part.length;
      response.write(part, send);
    };
    send();
  };
}
