import type { FailureKind } from '../../src/scan/index.js';
import { ALLOWED } from '../support/airs.js';
import {
  json,
  type Responder,
  redirect,
  reset,
  resetMidBody,
  silence,
  stall,
  text,
  trickle,
} from '../support/scripted-server.js';

/** What a service does, and what it means by the documentation. */
export interface Fault {
  readonly name: string;
  readonly responder: Responder;
  /** The class of the failed scan; `allow` and `block` for verdicts, `partial` for one that is not complete. */
  readonly means: FailureKind | 'allow' | 'block' | 'partial';
  /** Part of the matrix that runs with every test. */
  readonly always?: boolean;
}

const told = { error: { message: 'Rate limit exceeded', retry_after: { interval: 5, unit: 'minute' } } };
const blocked = {
  ...ALLOWED,
  action: 'block',
  category: 'malicious',
  prompt_detected: { injection: true },
  response_detected: { toxic_content: true },
  tool_detected: { verdict: 'malicious', flags: [] },
};

export const FAULTS: readonly Fault[] = [
  { name: 'none', responder: json(200, ALLOWED), means: 'allow', always: true },
  { name: 'trickled answer', responder: trickle(JSON.stringify(ALLOWED)), means: 'allow' },
  { name: 'block', responder: json(200, blocked), means: 'block', always: true },
  {
    name: 'detector timed out',
    responder: json(200, { ...ALLOWED, timeout: true }),
    means: 'partial',
    always: true,
  },
  { name: 'detector failed', responder: json(200, { ...ALLOWED, error: true }), means: 'partial' },
  { name: 'no answer', responder: silence, means: 'outage', always: true },
  { name: 'half an answer', responder: stall, means: 'outage' },
  { name: 'reset', responder: reset, means: 'outage', always: true },
  { name: 'reset in the body', responder: resetMidBody, means: 'outage' },
  { name: '500', responder: json(500, {}), means: 'outage' },
  { name: '502 in HTML', responder: text(502, '<html>Bad gateway</html>'), means: 'outage' },
  { name: '503', responder: json(503, {}), means: 'outage', always: true },
  { name: '503, wait 1 h', responder: json(503, {}, { 'retry-after': '3600' }), means: 'outage' },
  { name: '504', responder: text(504, ''), means: 'outage' },
  { name: '429, wait 5 min', responder: json(429, told), means: 'outage', always: true },
  { name: '429, wait 0', responder: text(429, '', { 'retry-after': '0' }), means: 'outage' },
  { name: '400', responder: json(400, { error: { message: 'bad' } }), means: 'refused' },
  { name: '401', responder: json(401, {}), means: 'refused', always: true },
  { name: '403', responder: json(403, { error: { message: 'Invalid API Key' } }), means: 'refused' },
  { name: '404', responder: text(404, ''), means: 'refused' },
  { name: '413', responder: json(413, {}), means: 'content', always: true },
  { name: 'no JSON', responder: text(200, 'ok'), means: 'response', always: true },
  { name: 'empty body', responder: text(200, ''), means: 'response' },
  { name: 'another API', responder: json(200, { status: 'allow' }), means: 'block' },
  { name: 'wrong types', responder: json(200, { ...ALLOWED, action: 1 }), means: 'response' },
  { name: 'no action', responder: json(200, { ...ALLOWED, action: undefined }), means: 'block' },
  { name: 'an action of its own', responder: json(200, { ...ALLOWED, action: 'maybe' }), means: 'block' },
  { name: 'redirect', responder: redirect(302, 'http://127.0.0.1:9/'), means: 'response' },
];
