import { describe, expect, it } from 'vitest';
import type { ScanRequest } from '../../src/scan/index.js';
import { CARD, INJECTION, judged, MALWARE_URL, scripted, start, sync, TOOL } from './support.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const PROFILE_ID = '20d7a48a-3036-4d1b-9eaf-a3c5e168343b';

describe('sync answer without profiles', () => {
  it('is complete for harmless content', async () => {
    const body = await sync(await start(), { prompt: 'hello' });
    expect(body).toEqual({
      source: 'local',
      scan_id: expect.stringMatching(UUID),
      report_id: `R${body.scan_id}`,
      transaction_id: expect.stringMatching(/^pan_/),
      session_id: expect.stringMatching(/^pan_/),
      tr_id: body.session_id,
      profile_name: 'my-profile',
      category: 'benign',
      action: 'allow',
      timeout: false,
      error: false,
      errors: [],
      prompt_detected: { injection: false, dlp: false, url_cats: false },
      response_detected: {},
      tool_detected: {},
    });
  });

  it('shows what fired on each side, and flags that are not shown by default only when they fire', async () => {
    const body = await sync(await start(), {
      prompt: INJECTION,
      response: MALWARE_URL,
      code_prompt: 'rm -rf /',
    });
    expect(body).toMatchObject({ action: 'block', category: 'malicious' });
    expect(body.prompt_detected).toEqual({
      injection: true,
      dlp: false,
      url_cats: false,
      malicious_code: true,
    });
    expect(body.response_detected).toEqual({ dlp: false, url_cats: true });
  });

  it('keeps findings without a flag of their own, also on sides that were not sent', async () => {
    const scanner = scripted(() =>
      judged({
        action: 'block',
        category: 'malicious',
        incomplete: false,
        promptDetected: { injection: false, dlp: false, urlCats: false, other: ['quantum', 'toxic_content'] },
        responseDetected: { dlp: false, urlCats: false, ungrounded: true },
      }),
    );
    const body = await sync(await start({ scanner }), { prompt: 'x' });
    expect(body.prompt_detected).toMatchObject({ quantum: true, toxic_content: true });
    expect(body.response_detected).toEqual({ ungrounded: true });
  });

  it('uses the ids of the scanner where it gives some', async () => {
    const own = scripted(() => ({ scanId: 'scan-1', reportId: 'report-1' }));
    expect(await sync(await start({ scanner: own }), { prompt: 'x' })).toMatchObject({
      scan_id: 'scan-1',
      report_id: 'report-1',
    });
    const none = await sync(await start({ scanner: scripted(() => ({})) }), { prompt: 'x' });
    expect(none.scan_id).toMatch(UUID);
    expect(none.report_id).toBe(`R${none.scan_id}`);
    expect(none).not.toHaveProperty('source');
  });

  it('echoes a profile id', async () => {
    const body = await sync(
      await start(),
      {},
      { contents: [{ prompt: 'x' }], ai_profile: { profile_id: PROFILE_ID } },
    );
    expect(body).toMatchObject({ profile_id: PROFILE_ID, profile_name: 'default' });
  });

  it('hands everything of the request to the scanner', async () => {
    const seen: ScanRequest[] = [];
    const scanner = scripted((request) => {
      seen.push(request);
      return {};
    });
    await sync(
      await start({ scanner }),
      {
        prompt: 'p',
        response: 'r',
        context: 'c',
        code_prompt: 'cp',
        code_response: 'cr',
        tool_event: { metadata: TOOL, input: 'i', output: 'o' },
      },
      {
        session_id: 's',
        transaction_id: 't',
        metadata: { app_name: 'a', app_user: 'u', ai_model: 'm', user_ip: '10.0.0.1' },
      },
    );
    expect(seen).toEqual([
      {
        prompt: 'p',
        response: 'r',
        context: 'c',
        codePrompt: 'cp',
        codeResponse: 'cr',
        toolEvent: { metadata: TOOL, input: 'i', output: 'o' },
        sessionId: 's',
        trId: 't',
        profileName: 'my-profile',
        appName: 'a',
        appUser: 'u',
        aiModel: 'm',
        userIp: '10.0.0.1',
      },
    ]);
  });

  it('says timeout for a degraded result', async () => {
    const nothing = { injection: false, dlp: false, urlCats: false };
    const scanner = scripted(() =>
      judged({
        action: 'allow',
        category: 'benign',
        incomplete: true,
        promptDetected: nothing,
        responseDetected: nothing,
      }),
    );
    expect(await sync(await start({ scanner }), { prompt: 'x', response: 'y' })).toMatchObject({
      timeout: true,
      error: false,
      errors: [
        { content_type: 'prompt', status: 'timeout' },
        { content_type: 'response', status: 'timeout' },
      ],
    });
  });
});

describe('correlation ids', () => {
  const minted = (id: string) => id.startsWith('pan_');
  it.each([
    [{}, minted, minted],
    [{ tr_id: 't' }, minted, 't'],
    [{ session_id: 's' }, minted, 's'],
    [{ transaction_id: 'x' }, 'x', minted],
    [{ tr_id: 't', session_id: 's' }, minted, 's'],
    [{ tr_id: 't', transaction_id: 'x' }, 'x', 't'],
    [{ session_id: 's', transaction_id: 'x' }, 'x', 's'],
    [{ tr_id: 't', session_id: 's', transaction_id: 'x' }, 'x', 's'],
    [{ tr_id: '', session_id: null, transaction_id: '' }, minted, minted],
  ])('of %j', async (sent, transaction, session) => {
    const body = await sync(await start(), { prompt: 'x' }, sent);
    expect(body.transaction_id).toSatisfy((id: string) =>
      typeof transaction === 'string' ? id === transaction : transaction(id),
    );
    expect(body.session_id).toSatisfy((id: string) =>
      typeof session === 'string' ? id === session : session(id),
    );
    expect(body.tr_id).toBe(body.session_id);
  });
});

describe('tool events', () => {
  it('come with a summary and one entry for each direction', async () => {
    const output = `card ${CARD}.`;
    const body = await sync(await start(), { tool_event: { metadata: TOOL, input: INJECTION, output } });
    expect(body).toMatchObject({
      action: 'block',
      category: 'malicious',
      prompt_detected: {},
      response_detected: {},
    });
    expect(body.tool_detected).toEqual({
      verdict: 'malicious',
      metadata: TOOL,
      summary: {
        detections: { injection: true, dlp: true, url_cats: false },
        threats: ['context poisoning'],
      },
      input_detected: {
        detection_entries: [
          {
            tool_invoked: 'read_file',
            detections: { injection: true, dlp: false, url_cats: false },
            threats: ['context poisoning'],
          },
        ],
      },
      output_detected: {
        detection_entries: [
          {
            tool_invoked: 'read_file',
            detections: { injection: false, dlp: true, url_cats: false },
            threats: ['context poisoning'],
            masked_data: {
              data: `card ${'X'.repeat(17)}`,
              pattern_detections: [{ pattern: 'Credit Card Number', locations: [[5, 21]] }],
            },
          },
        ],
      },
    });
  });

  it('name threats, and show both sides where one was sent', async () => {
    const body = await sync(await start(), { tool_event: { metadata: TOOL, output: INJECTION } });
    expect(body.tool_detected).toMatchObject({
      verdict: 'malicious',
      summary: { threats: ['context poisoning'] },
    });
    expect(body.tool_detected?.input_detected).toEqual({
      detection_entries: [
        {
          tool_invoked: 'read_file',
          detections: { injection: false, dlp: false, url_cats: false },
          threats: [],
        },
      ],
    });
  });

  it('with the input alone are answered with both sides', async () => {
    const body = await sync(await start(), { tool_event: { metadata: TOOL, input: `card ${CARD}` } });
    expect(body.tool_detected).toMatchObject({
      summary: { threats: ['context poisoning'] },
      input_detected: { detection_entries: [{ detections: { dlp: true }, threats: ['context poisoning'] }] },
      output_detected: { detection_entries: [{ detections: { dlp: false }, threats: [] }] },
    });
  });

  it.each(['tools/call', 'tools/list'])('take the method %s', async (method) => {
    const body = await sync(await start(), {
      tool_event: { metadata: { ...TOOL, method }, output: 'sunny' },
    });
    expect(body.action).toBe('allow');
  });

  it('are benign when nothing fired', async () => {
    const body = await sync(await start(), { tool_event: { metadata: TOOL, output: 'sunny' } });
    expect(body).toMatchObject({ action: 'allow', category: 'benign', tool_detected: { verdict: 'benign' } });
  });
});
