import { describe, expect, it } from 'vitest';
import type { RawVerdict } from '../../src/scan/index.js';
import { CARD, call, INJECTION, judged, PATHS, scanBody, scripted, start, sync } from './support.js';

const PROFILE_ID = '20d7a48a-3036-4d1b-9eaf-a3c5e168343b';

describe('profiles', () => {
  const profiles = [
    {
      name: 'strict',
      id: PROFILE_ID,
      detectors: { injection: 'block', dlp: 'block', toxic_content: 'block' },
      maskInline: true,
    },
    { name: 'log', detectors: { injection: 'allow', dlp: 'allow' } },
    { name: 'mixed', detectors: { injection: 'block', dlp: 'off', agent: 'off' } },
    { name: 'slow', timeoutAction: 'block' },
    { name: 'open' },
  ] as const;
  const scan = async (name: string, content: object) =>
    sync(await start({ profiles }), content, { ai_profile: { profile_name: name } });

  it('show the flags they list, on the sides these run on', async () => {
    const body = await scan('strict', { prompt: INJECTION, response: 'ok' });
    expect(body).toMatchObject({
      action: 'block',
      category: 'malicious',
      profile_id: PROFILE_ID,
      profile_name: 'strict',
    });
    expect(body.prompt_detected).toEqual({ injection: true, dlp: false, toxic_content: false });
    expect(body.response_detected).toEqual({ dlp: false, toxic_content: false });
  });

  it('are malicious and allow when what fired only logs', async () => {
    expect(await scan('log', { prompt: `${INJECTION} ${CARD}` })).toMatchObject({
      action: 'allow',
      category: 'malicious',
    });
  });

  it('ignore and hide what is off', async () => {
    const body = await scan('mixed', { prompt: CARD });
    expect(body).toMatchObject({
      action: 'allow',
      category: 'benign',
      prompt_detected: { injection: false },
    });
    expect(body.prompt_detected).not.toHaveProperty('dlp');
    expect(body).not.toHaveProperty('prompt_masked_data');
  });

  it('block on what they do not list', async () => {
    const body = await scan('open', { prompt: INJECTION });
    expect(body).toMatchObject({
      action: 'block',
      category: 'malicious',
      prompt_detected: { injection: true },
    });
    expect(Object.keys(body.prompt_detected ?? {})).toEqual(['injection']);
  });

  it('mask only when they say so', async () => {
    expect(await scan('strict', { prompt: CARD })).toHaveProperty('prompt_masked_data');
    expect(await scan('log', { prompt: CARD })).not.toHaveProperty('prompt_masked_data');
  });

  it('are found by id before name', async () => {
    const server = await start({ profiles });
    const ai_profile = { profile_id: PROFILE_ID.toUpperCase(), profile_name: 'log' };
    expect(await sync(server, { prompt: 'x' }, { ai_profile })).toMatchObject({ profile_name: 'strict' });
  });

  it.each([
    { profile_name: 'nobody' },
    { profile_id: '00000000-0000-4000-8000-000000000000', profile_name: 'log' },
  ])('that are unknown give 400: %j', async (ai_profile) => {
    const reply = await call(await start({ profiles }), PATHS.sync, {
      body: scanBody({ prompt: 'x' }, { ai_profile }),
    });
    expect(reply).toMatchObject({
      status: 400,
      body: { error: { message: 'AI profile is not known to this server' } },
    });
  });

  it('decide what a timeout does', async () => {
    const nothing = { injection: false, dlp: false, urlCats: false };
    const raw: RawVerdict = {
      action: 'allow',
      category: 'benign',
      incomplete: true,
      promptDetected: nothing,
      responseDetected: nothing,
    };
    const server = await start({ profiles, scanner: scripted(() => judged(raw)) });
    const ask = (profile_name: string) => sync(server, { prompt: 'x' }, { ai_profile: { profile_name } });
    expect(await ask('slow')).toMatchObject({ action: 'block', category: 'timeout', timeout: true });
    expect(await ask('open')).toMatchObject({ action: 'allow', category: 'benign', timeout: true });
  });

  it('let a block without a reason stand', async () => {
    const server = await start({
      profiles,
      scanner: scripted(() => ({ action: 'block', severity: 'CRITICAL', categories: ['unspecified'] })),
    });
    expect(await sync(server, { prompt: 'x' }, { ai_profile: { profile_name: 'log' } })).toMatchObject({
      action: 'block',
    });
  });
});
