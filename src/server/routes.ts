/** The four operations of the Scan API. */
export const ENDPOINTS = ['sync', 'async', 'results', 'reports'] as const;

/** One operation of the Scan API. */
export type Endpoint = (typeof ENDPOINTS)[number];

interface Route {
  readonly endpoint: Endpoint;
  readonly method: 'GET' | 'POST';
}

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ['/v1/scan/sync/request', { endpoint: 'sync', method: 'POST' }],
  ['/v1/scan/async/request', { endpoint: 'async', method: 'POST' }],
  ['/v1/scan/results', { endpoint: 'results', method: 'GET' }],
  ['/v1/scan/reports', { endpoint: 'reports', method: 'GET' }],
]);

/** A request target: its path, its decoded query, and the route of the path. */
export interface Target {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly route: Route | undefined;
}

/** Reads a request target (`/path?query`). */
export function readTarget(target: string): Target {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return {
    path,
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    route: ROUTES.get(path),
  };
}
