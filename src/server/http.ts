import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './answer.js';
import type { ParsedFault } from './faults.js';

/** Bytes that are still read from a client after its request was refused, so that it gets to read the answer. */
const DISCARDED_BYTES = 64 * 1024 * 1024;

/** Reads the body. Returns undefined as soon as the body is known to be longer than `limit`. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      request.off('data', onData);
      request.pause();
      resolve(undefined);
    };
    request.on('data', onData);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The client has gone')));
  });
}

/** Reads the rest of a request without keeping it, and cuts the connection of a client that does not stop. */
export function discardRest(request: IncomingMessage): void {
  if (request.complete) return;
  let left = DISCARDED_BYTES;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.resume();
}

/** How an answer is sent: the part of a fault that concerns delivery. */
export type Delivery = Pick<ParsedFault, 'headers' | 'resetAfterHeaders' | 'trickle'>;

/** Sends an answer: whole, in pieces, or only the first half. */
export async function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<void> {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const payload = Buffer.from(text ?? '');
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': payload.length,
    ...answer.headers,
    ...delivery.headers,
  });
  if (delivery.resetAfterHeaders === true) {
    const half = payload.subarray(0, Math.floor(payload.length / 2));
    // The half is handed to the kernel before the cut, so the client sees it.
    await new Promise<void>((resolve) => {
      response.write(half, () => resolve());
    });
    response.destroy();
    return;
  }
  if (delivery.trickle !== undefined) {
    const { bytesPerChunk, delayMs } = delivery.trickle;
    for (let start = 0; start < payload.length; start += bytesPerChunk) {
      response.write(payload.subarray(start, start + bytesPerChunk));
      await pause(delayMs, undefined, { signal });
    }
    response.end();
    return;
  }
  response.end(payload);
}
