import type { ResolvedServerOptions } from './options.js';
import type { Endpoint } from './routes.js';

/** Counts a request. Returns the milliseconds to wait if it exceeds the limit, else 0. */
export type RateLimiter = (endpoint: Endpoint) => number;

/** Makes a rate limiter with a sliding window over the accepted requests. */
export function createRateLimit({
  rateLimit,
  now,
}: Pick<ResolvedServerOptions, 'rateLimit' | 'now'>): RateLimiter {
  if (rateLimit === undefined) return () => 0;
  const { requests, perMs, endpoints } = rateLimit;
  let accepted: number[] = [];
  return (endpoint) => {
    if (endpoints !== undefined && !endpoints.includes(endpoint)) return 0;
    const time = now();
    accepted = accepted.filter((at) => at > time - perMs);
    const oldest = accepted[0];
    if (accepted.length >= requests && oldest !== undefined) return oldest + perMs - time;
    accepted.push(time);
    return 0;
  };
}
