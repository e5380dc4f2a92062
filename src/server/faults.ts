import { z } from 'zod';
import type { ScanResponse } from '../airs/schemas/response.js';
import { type Answer, errorAnswer } from './answer.js';
import { ENDPOINTS, type Endpoint } from './routes.js';

/** Marks an answer as incomplete, because some detector gave no answer. Without a member, `timeout` is true. */
export interface Incomplete {
  readonly timeout?: boolean | undefined;
  readonly error?: boolean | undefined;
  readonly errors?:
    | readonly {
        readonly content_type: string;
        readonly feature: string;
        readonly status: string;
      }[]
    | undefined;
}

/** A fault that a request runs into. Members may be combined. */
export interface Fault {
  /** Limits the fault to requests to this endpoint. @default any */
  readonly endpoint?: Endpoint;
  /** How many requests the fault affects. @default 1 */
  readonly times?: number;
  /** Milliseconds to wait before anything else happens. */
  readonly delayMs?: number;
  /** Answers with this status. The body is the service's error body for the status, unless `body` is given. */
  readonly status?: number;
  /** Answers with this body. A string goes out as it is. */
  readonly body?: unknown;
  /** Adds headers to the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Cuts the connection without an answer. */
  readonly reset?: boolean;
  /** Cuts the connection after the headers and the first half of the body. */
  readonly resetAfterHeaders?: boolean;
  /** Answers 200 with JSON that ends too early. */
  readonly malformed?: boolean;
  /** Answers 307 to this location. */
  readonly redirect?: string;
  /** Sends the body in small pieces. */
  readonly trickle?: { readonly bytesPerChunk: number; readonly delayMs: number };
  /** Gives a real verdict, but an incomplete one. */
  readonly incomplete?: Incomplete;
  /** Changes the body of a real answer. */
  readonly mutate?: (body: unknown) => unknown;
}

const milliseconds = z
  .number()
  .min(0)
  .max(2 ** 31 - 1);

/** The schema of a fault. Unknown keys are refused. */
export const FaultSchema = z.strictObject({
  endpoint: z.enum(ENDPOINTS).optional(),
  times: z.union([z.int().min(1), z.literal(Number.POSITIVE_INFINITY)]).optional(),
  delayMs: milliseconds.optional(),
  status: z.int().min(200).max(599).optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  reset: z.boolean().optional(),
  resetAfterHeaders: z.boolean().optional(),
  malformed: z.boolean().optional(),
  redirect: z.string().optional(),
  trickle: z.strictObject({ bytesPerChunk: z.int().min(1), delayMs: milliseconds }).optional(),
  incomplete: z
    .strictObject({
      timeout: z.boolean().optional(),
      error: z.boolean().optional(),
      errors: z
        .array(z.strictObject({ content_type: z.string(), feature: z.string(), status: z.string() }))
        .optional(),
    })
    .optional(),
  mutate: z.custom<(body: unknown) => unknown>((value) => typeof value === 'function').optional(),
});

/** A fault that passed the schema. */
export type ParsedFault = z.output<typeof FaultSchema>;

/** Faults in the order in which they were added. */
export interface FaultQueue {
  add(fault: ParsedFault): void;
  clear(): void;
  /** Returns the first fault that fits the endpoint, and counts one use of it. */
  take(endpoint: Endpoint | undefined): ParsedFault | undefined;
}

/** Makes a queue of faults. The first fault that fits a request affects it. */
export function createFaultQueue(initial: readonly ParsedFault[]): FaultQueue {
  let entries: { fault: ParsedFault; left: number }[] = [];
  const add = (fault: ParsedFault): void => {
    entries.push({ fault, left: fault.times ?? 1 });
  };
  for (const fault of initial) add(fault);
  return {
    add,
    clear() {
      entries = [];
    },
    take(endpoint) {
      const entry = entries.find(({ fault }) => fault.endpoint === undefined || fault.endpoint === endpoint);
      if (entry === undefined) return undefined;
      entry.left -= 1;
      entries = entries.filter(({ left }) => left > 0);
      return entry.fault;
    },
  };
}

/** Returns the answer that a fault gives instead of the real one, if any. */
export function faultAnswer(fault: ParsedFault): Answer | undefined {
  if (fault.malformed === true) return { status: 200, body: '{"scan_id":"' };
  if (fault.redirect !== undefined) return { status: 307, body: '', headers: { location: fault.redirect } };
  if (fault.body !== undefined) return { status: fault.status ?? 200, body: fault.body };
  if (fault.status !== undefined) {
    return fault.status < 300 ? { status: fault.status, body: {} } : errorAnswer(fault.status);
  }
  return undefined;
}

/** Returns the fields of an incomplete answer. */
export function incompleteFields(incomplete: Incomplete): Pick<ScanResponse, 'timeout' | 'error' | 'errors'> {
  const { timeout, error, errors = [] } = incomplete;
  return { timeout: timeout ?? error === undefined, error: error ?? false, errors: [...errors] };
}
