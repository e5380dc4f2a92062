import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { localScanner } from '../../src/local/index.js';
import { KEY, start, TOKEN } from './support.js';

// Requests of @cdot65/prisma-airs-sdk 0.34.0 as they were recorded from the wire.
const SAMPLES = fileURLToPath(new URL('../fixtures/wire/', import.meta.url));

const SampleSchema = z.object({
  request: z.object({
    method: z.string(),
    rawUrl: z.string(),
    rawHeaders: z.array(z.tuple([z.string(), z.string()])),
    bodyBase64: z.string(),
  }),
});

/** Sends a recorded request byte for byte; only the port in `host` and the end of the connection are ours. */
async function replay(port: number, file: string): Promise<{ status: number; body: unknown }> {
  const { request } = SampleSchema.parse(JSON.parse(readFileSync(SAMPLES + file, 'utf8')));
  const headers = request.rawHeaders.map(([name, value]) => {
    if (name.toLowerCase() === 'host') return `${name}: 127.0.0.1:${port}`;
    return name.toLowerCase() === 'connection' ? `${name}: close` : `${name}: ${value}`;
  });
  const head = [`${request.method} ${request.rawUrl} HTTP/1.1`, ...headers, '', ''].join('\r\n');
  const answer = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head);
      socket.write(Buffer.from(request.bodyBase64, 'base64'));
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.on('error', reject);
  });
  const [answerHead = '', text = ''] = answer.split('\r\n\r\n');
  return { status: Number(answerHead.split(' ')[1]), body: JSON.parse(text) };
}

describe('recorded requests', () => {
  const server = () => start({ apiKeys: [KEY], apiTokens: [TOKEN] });

  it('sync-apikey.json: signed, non-ASCII, every field', async () => {
    // Its social security number is one of documentation.
    const scanner = localScanner({ documentationSamples: true });
    const { port } = await start({ apiKeys: [KEY], apiTokens: [TOKEN], scanner });
    const { status, body } = await replay(port, 'sync-apikey.json');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      action: 'block',
      category: 'malicious',
      profile_name: 'my-profile',
      session_id: 'session-456',
      tr_id: 'session-456',
      prompt_detected: { dlp: true, malicious_code: true },
      tool_detected: {
        verdict: 'benign',
        metadata: { server_name: 'my-server', tool_invoked: 'get_file' },
      },
      prompt_masked_data: {
        data: 'Ignore previous — “日本” 😀 SSN XXXXXXXXXXX',
        pattern_detections: [
          { pattern: 'National Id - US Social Security Number - SSN', locations: [[30, 41]] },
        ],
      },
    });
  });

  it.each(['sync-apikey-minimal.json', 'sync-bearer.json', 'sync-both.json'])('%s', async (file) => {
    expect(await replay((await server()).port, file)).toMatchObject({
      status: 200,
      body: { action: 'allow', category: 'benign', response_detected: {}, tool_detected: {} },
    });
  });

  it('async-batch.json', async () => {
    expect(await replay((await server()).port, 'async-batch.json')).toMatchObject({
      status: 200,
      body: { received: expect.stringMatching(/\.\d{9}Z$/), report_id: expect.stringMatching(/^R/) },
    });
  });

  it.each(['results-by-scan-ids.json', 'reports-by-report-ids.json'])('%s', async (file) => {
    expect(await replay((await server()).port, file)).toEqual({ status: 200, body: [] });
  });

  it('a signed request is refused when one byte of the body changes', async () => {
    const { request } = SampleSchema.parse(JSON.parse(readFileSync(`${SAMPLES}sync-apikey.json`, 'utf8')));
    const body = Buffer.from(request.bodyBase64, 'base64')
      .toString('utf8')
      .replace('hello', 'hallo')
      .replace('ctx', 'cty');
    const headers = Object.fromEntries(
      request.rawHeaders.filter(([name]) => /^(?:x-pan-token|x-payload-hash|content-type)$/i.test(name)),
    );
    const { url } = await server();
    const response = await fetch(url + request.rawUrl, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toEqual([
      403,
      { error: { message: 'Payload hash mismatch' } },
    ]);
  });
});
