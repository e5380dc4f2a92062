import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { callSafely } from '../scan/index.js';
import { errorAnswer } from './answer.js';
import { createFaultQueue, type Fault, FaultSchema, faultAnswer, type ParsedFault } from './faults.js';
import { discardRest, sendAnswer } from './http.js';
import { createOperations } from './operations.js';
import { type AirsServerOptions, parseOptions, resolveServerOptions } from './options.js';
import { answerRequest, type Pipeline } from './pipeline.js';
import { createRateLimit } from './rate-limit.js';
import { type Endpoint, readTarget } from './routes.js';

/** A running server. */
export interface AirsServer {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Ends all connections, waits and scans. */
  close(): Promise<void>;
  /** Adds a fault at the end of the queue. */
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** Returns the number of requests received so far, to one endpoint or to all (unknown paths included). */
  requestCount(endpoint?: Endpoint): number;
}

/** Headers of the API that an event may name. Other header names are the caller's own text. */
const NAMED_HEADERS = [
  'x-pan-token',
  'authorization',
  'x-payload-hash',
  'content-type',
  'user-agent',
  'service-name',
];

/**
 * Starts an HTTP server that speaks the AIRS Scan API.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an unknown or invalid option; the error of `listen`
 */
export async function createAirsServer(options: AirsServerOptions = {}): Promise<AirsServer> {
  const resolved = resolveServerOptions(options);
  const closing = new AbortController();
  // Every scan of a batch may listen. That is no leak, and Node would print a warning.
  setMaxListeners(0, closing.signal);
  const pipeline: Pipeline = {
    options: resolved,
    operations: createOperations(resolved, closing.signal),
    rateLimiter: createRateLimit(resolved),
  };
  const faults = createFaultQueue(resolved.faults);
  const counts = new Map<Endpoint | undefined, number>();

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    // Closing the server cuts every connection, so this covers that case too.
    response.once('close', () => gone.abort());
    const { signal } = gone;
    const target = readTarget(request.url ?? '/');
    const endpoint = target.route?.endpoint;
    counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);

    const fault: ParsedFault = faults.take(endpoint) ?? {};
    if (fault.delayMs !== undefined) await pause(fault.delayMs, undefined, { signal });
    if (fault.reset === true) {
      request.socket.destroy();
      return;
    }
    const real = (): ReturnType<typeof answerRequest> =>
      answerRequest(pipeline, request, target, fault.incomplete, signal);
    const answer = faultAnswer(fault) ?? (await real().catch(() => errorAnswer(500)));
    signal.throwIfAborted();
    const { mutate } = fault;
    const changed = mutate === undefined ? answer : { ...answer, body: mutate(answer.body) };
    const sent = sendAnswer(response, changed, fault, signal);
    discardRest(request);
    await sent;
  };

  const server = createServer((request, response) => {
    const startedAt = performance.now();
    const { path, route } = readTarget(request.url ?? '/');
    response.once('close', () => {
      const event = {
        method: request.method ?? '',
        path: route === undefined ? '' : path,
        endpoint: route?.endpoint,
        status: response.headersSent ? response.statusCode : 0,
        durationMs: performance.now() - startedAt,
        headersPresent: NAMED_HEADERS.filter((name) => request.headers[name] !== undefined),
      };
      // An error of the listener must not reach the client.
      callSafely(() => resolved.onRequest(event));
    });
    // Only two causes are left here: the client has disconnected, or the server is closing.
    serve(request, response).catch(() => response.destroy());
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(resolved.port, resolved.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : resolved.port;
  const host = resolved.host.includes(':') ? `[${resolved.host}]` : resolved.host;
  let closed: Promise<void> | undefined;

  return {
    url: `http://${host}:${port}`,
    port,
    close() {
      closed ??= new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closed;
    },
    addFault(fault) {
      faults.add(parseOptions(FaultSchema, fault, 'addFault'));
    },
    clearFaults() {
      faults.clear();
    },
    requestCount(endpoint) {
      if (endpoint !== undefined) return counts.get(endpoint) ?? 0;
      return [...counts.values()].reduce((sum, value) => sum + value, 0);
    },
  };
}
