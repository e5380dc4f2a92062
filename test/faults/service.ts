import { ALLOWED } from '../support/airs.js';
import { json, type Responder, scriptedServer } from '../support/scripted-server.js';

/** A service that works for some requests and then has a fault. */
export interface FaultyService {
  readonly url: string;
  readonly requests: number;
  /** What it has let pass: prompts, answers and tool events, as they were sent. */
  readonly passed: readonly string[];
  /** Requests that are neither answered nor given up. */
  readonly open: number;
}

/** Starts a service that answers `before` requests with an allow, and all others with a fault. */
export async function faultyService(before: number, fault: Responder): Promise<FaultyService> {
  const server = await scriptedServer();
  const passed: string[] = [];
  let open = 0;
  server.otherwise((request, response) => {
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    if (server.requests.length > before) return fault(request, response);
    passed.push(String(request.body));
    return json(200, ALLOWED)(request, response);
  });
  return {
    url: server.url,
    passed,
    get requests() {
      return server.requests.length;
    },
    get open() {
      return open;
    },
  };
}
