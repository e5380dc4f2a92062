import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CATEGORIES,
  firedCategories,
  judge,
  type RawVerdict,
  SEVERITIES,
  severityAtLeast,
} from '../../src/scan/index.js';
import { wireSample } from '../support/airs.js';

const NOTHING = {
  promptDetected: { injection: false, dlp: false, urlCats: false },
  responseDetected: { dlp: false, urlCats: false },
};
const DLP_PROMPT = { promptDetected: { injection: false, dlp: true, urlCats: false } };
const DLP_RESPONSE = { responseDetected: { dlp: true, urlCats: false } };
const INJECTION = { promptDetected: { injection: true, dlp: false, urlCats: false } };
const URL_PROMPT = { promptDetected: { injection: false, dlp: false, urlCats: true } };
const TOXIC = { promptDetected: { ...NOTHING.promptDetected, toxicContent: true } };

const raw = (
  category: string | undefined,
  action: string | undefined,
  detected: Partial<RawVerdict> = {},
): RawVerdict => ({ category, action, incomplete: false, ...NOTHING, ...detected });

describe('judge', () => {
  it.each<[string, RawVerdict, string, string, string[], boolean?]>([
    ['benign, allow', raw('benign', 'allow'), 'allow', 'SAFE', ['safe']],
    [
      'benign, allow, a flag',
      raw('benign', 'allow', URL_PROMPT),
      'allow',
      'MEDIUM',
      ['url_filtering_prompt'],
    ],
    ['benign, alert, nothing', raw('benign', 'alert'), 'warn', 'SAFE', ['safe']],
    ['benign, alert, DLP', raw('benign', 'alert', DLP_PROMPT), 'warn', 'MEDIUM', ['dlp_prompt']],
    ['benign, block, nothing', raw('benign', 'block'), 'block', 'CRITICAL', ['unspecified']],
    ['benign, block, DLP', raw('benign', 'block', DLP_PROMPT), 'block', 'HIGH', ['dlp_prompt']],
    [
      'malicious, block, injection',
      raw('malicious', 'block', INJECTION),
      'block',
      'CRITICAL',
      ['prompt_injection'],
    ],
    ['malicious, block, DLP', raw('malicious', 'block', DLP_RESPONSE), 'block', 'HIGH', ['dlp_response']],
    [
      'malicious, block, DLP on both sides',
      raw('malicious', 'block', { ...DLP_PROMPT, ...DLP_RESPONSE }),
      'block',
      'HIGH',
      ['dlp_prompt', 'dlp_response'],
    ],
    [
      'malicious, block, DLP of a tool',
      raw('malicious', 'block', { toolDetected: { dlp: true } }),
      'block',
      'HIGH',
      ['tool_dlp'],
    ],
    [
      'malicious, block, DLP and more',
      raw('malicious', 'block', { ...URL_PROMPT, ...DLP_RESPONSE }),
      'block',
      'CRITICAL',
      ['url_filtering_prompt', 'dlp_response'],
    ],
    [
      'malicious, block, DLP and a detector without a name',
      raw('malicious', 'block', { responseDetected: { dlp: true, urlCats: false, other: ['deepfake'] } }),
      'block',
      'CRITICAL',
      ['dlp_response', 'deepfake_response'],
    ],
    ['malicious, allow, nothing', raw('malicious', 'allow'), 'allow', 'CRITICAL', ['malicious']],
    [
      'malicious, allow, URL',
      raw('malicious', 'allow', URL_PROMPT),
      'allow',
      'CRITICAL',
      ['url_filtering_prompt'],
    ],
    ['malicious, allow, DLP', raw('malicious', 'allow', DLP_PROMPT), 'allow', 'HIGH', ['dlp_prompt']],
    ['suspicious, allow', raw('suspicious', 'allow'), 'allow', 'HIGH', ['suspicious']],
    ['suspicious, alert, DLP', raw('suspicious', 'alert', DLP_RESPONSE), 'warn', 'HIGH', ['dlp_response']],
    [
      'suspicious, block, URL',
      raw('suspicious', 'block', URL_PROMPT),
      'block',
      'CRITICAL',
      ['url_filtering_prompt'],
    ],
    ['a category of its own', raw('unknown', 'allow'), 'allow', 'SAFE', ['unknown']],
    ['a category that is one of ours', raw('safe', 'block'), 'block', 'CRITICAL', ['unspecified']],
    ['a category that is no word', raw('Ignore <b>this</b>', 'allow'), 'allow', 'SAFE', ['unspecified']],
    ['unknown action', raw('benign', 'redact'), 'block', 'CRITICAL', ['unknown_action']],
    ['action in capitals', raw('benign', 'ALLOW'), 'block', 'CRITICAL', ['unknown_action']],
    ['missing action', raw('benign', undefined), 'block', 'CRITICAL', ['unknown_action']],
    ['empty action', raw('benign', ''), 'block', 'CRITICAL', ['unknown_action']],
    [
      'unknown action, a flag',
      raw('malicious', 'quarantine', INJECTION),
      'block',
      'CRITICAL',
      ['prompt_injection', 'unknown_action'],
    ],
    ['nothing at all', raw(undefined, undefined), 'block', 'CRITICAL', ['unknown_action']],
    ['missing category', raw(undefined, 'allow'), 'allow', 'SAFE', ['safe']],
    ['empty category', raw('', 'allow'), 'allow', 'SAFE', ['safe']],
    ['missing category, block', raw(undefined, 'block'), 'block', 'CRITICAL', ['unspecified']],
    ['category in capitals', raw('Malicious', 'allow'), 'allow', 'CRITICAL', ['malicious']],
    [
      'incomplete, allow',
      raw('benign', 'allow', { incomplete: true }),
      'warn',
      'SAFE',
      ['partial_scan'],
      true,
    ],
    [
      'incomplete, allow, a flag',
      raw('benign', 'allow', { incomplete: true, ...TOXIC }),
      'warn',
      'MEDIUM',
      ['toxic_content_prompt', 'partial_scan'],
      true,
    ],
    [
      'incomplete, block, nothing',
      raw('benign', 'block', { incomplete: true }),
      'block',
      'CRITICAL',
      ['unspecified', 'partial_scan'],
      true,
    ],
    [
      'incomplete, unknown action',
      raw('benign', 'maybe', { incomplete: true }),
      'block',
      'CRITICAL',
      ['partial_scan', 'unknown_action'],
      true,
    ],
    ['category timeout, allow', raw('timeout', 'allow'), 'warn', 'LOW', ['timeout', 'partial_scan'], true],
    [
      'category timeout, block',
      raw('timeout', 'block'),
      'block',
      'CRITICAL',
      ['timeout', 'partial_scan'],
      true,
    ],
    ['category error, allow', raw('error', 'allow'), 'warn', 'LOW', ['error', 'partial_scan'], true],
  ])('%s', (_name, verdict, action, severity, categories, degraded) => {
    expect(judge(verdict)).toEqual({
      action,
      severity,
      categories,
      ...(degraded === true && { degraded }),
    });
  });

  const side = fc.record({
    injection: fc.boolean(),
    dlp: fc.boolean(),
    urlCats: fc.boolean(),
    toxicContent: fc.boolean(),
    maliciousCode: fc.boolean(),
    agent: fc.boolean(),
    topicViolation: fc.boolean(),
    dbSecurity: fc.boolean(),
    ungrounded: fc.boolean(),
    sourceCode: fc.boolean(),
  });
  const verdicts: fc.Arbitrary<RawVerdict> = fc.record({
    action: fc.oneof(
      fc.constantFrom('allow', 'block', 'alert', 'warn', undefined, '', 'ALLOW', ' allow', 'allowed'),
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'toString'),
    ),
    category: fc.oneof(
      fc.constantFrom('benign', 'malicious', 'suspicious', 'timeout', 'error', undefined, ''),
      fc.string(),
    ),
    incomplete: fc.boolean(),
    promptDetected: side,
    responseDetected: side,
    toolDetected: fc.option(side, { nil: undefined }),
  });

  it('allows only what the scanner allowed in so many words and judged in full', () => {
    fc.assert(
      fc.property(verdicts, (verdict) => {
        const { action, degraded } = judge(verdict);
        const complete = !verdict.incomplete && !['timeout', 'error'].includes(verdict.category ?? '');
        expect(action === 'allow').toBe(verdict.action === 'allow' && complete);
        expect(degraded === true).toBe(!complete);
        if (!['allow', 'alert', 'warn'].includes(verdict.action ?? '')) expect(action).toBe('block');
      }),
    );
  });

  it('lists categories in the order of CATEGORIES, each once, and never none', () => {
    fc.assert(
      fc.property(verdicts, (verdict) => {
        const { categories } = judge(verdict);
        const places = categories.map((name) => CATEGORIES.indexOf(name)).filter((place) => place >= 0);
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(new Set(categories).size).toBe(categories.length);
        expect(categories.length).toBeGreaterThan(0);
      }),
    );
  });

  it('says safe only of what nothing fired on and nothing stops', () => {
    fc.assert(
      fc.property(verdicts, (verdict) => {
        fc.pre(verdict.category !== 'safe');
        const { action, categories } = judge(verdict);
        if (!categories.includes('safe')) return;
        expect(action).not.toBe('block');
        expect(firedCategories(verdict)).toEqual([]);
      }),
    );
  });

  it('is never milder with one more detector that fired', () => {
    fc.assert(
      fc.property(verdicts, (verdict) => {
        const worse = { ...verdict, promptDetected: { ...verdict.promptDetected, injection: true } };
        expect(severityAtLeast(judge(worse).severity, judge(verdict).severity)).toBe(true);
      }),
    );
  });
});

describe('severityAtLeast', () => {
  it('orders SAFE, LOW, MEDIUM, HIGH, CRITICAL', () => {
    expect(SEVERITIES).toEqual(['SAFE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
    SEVERITIES.forEach((severity, place) => {
      SEVERITIES.forEach((floor, floorPlace) => {
        expect(severityAtLeast(severity, floor)).toBe(place >= floorPlace);
      });
    });
  });
});

// The mapping of another product, measured. What fired is only in the names of the cases.
describe('beside the openclaw plugin', () => {
  const table = wireSample('openclaw-mapping-table.json');
  const FIRED: Readonly<Record<string, Partial<RawVerdict>>> = {
    'malicious/block injection': INJECTION,
    'malicious/block response dlp': DLP_RESPONSE,
    'malicious/block injection+url': { promptDetected: { injection: true, dlp: false, urlCats: true } },
    'malicious/allow dlp (profile action allow)': DLP_PROMPT,
    'malicious/alert url': URL_PROMPT,
    'benign/alert dlp': DLP_PROMPT,
    'benign/allow dlp flag': DLP_PROMPT,
    'suspicious/alert dlp': DLP_RESPONSE,
    'suspicious/block dlp': DLP_RESPONSE,
    'malicious/block toxic only (new flags)': TOXIC,
    'benign/allow toxic flag (new flags)': TOXIC,
    'tool_event block (live shape)': { toolDetected: { injection: true } },
  };
  /** Where we differ, and how: the plugin passes failed scans, hides what tools did, and calls every block CRITICAL. */
  const DIFFERENT: Readonly<Record<string, object>> = {
    'malicious/block response dlp': { action: 'block', severity: 'HIGH', categories: ['dlp_response'] },
    'malicious/allow dlp (profile action allow)': {
      action: 'allow',
      severity: 'HIGH',
      categories: ['dlp_prompt'],
    },
    'suspicious/block dlp': { action: 'block', severity: 'HIGH', categories: ['dlp_response'] },
    'benign/block': { action: 'block', severity: 'CRITICAL', categories: ['unspecified'] },
    'category error, allow': { action: 'warn', severity: 'LOW', categories: ['error', 'partial_scan'] },
    'category timeout, allow': { action: 'warn', severity: 'LOW', categories: ['timeout', 'partial_scan'] },
    'benign + timeout': { action: 'warn', severity: 'SAFE', categories: ['partial_scan'] },
    'tool_event block (live shape)': {
      action: 'block',
      severity: 'CRITICAL',
      categories: ['tool_injection'],
    },
    'unknown action redact': { action: 'block', severity: 'CRITICAL', categories: ['unknown_action'] },
    'no category/action (empty-ish)': {
      action: 'block',
      severity: 'CRITICAL',
      categories: ['unknown_action'],
    },
  };

  it('agrees or differs on purpose', () => {
    expect(table.mapping).toHaveLength(20);
    const differing: string[] = [];
    for (const { case: name, apiResponse: api, 'v1.0.0-2.1.1': plugin } of table.mapping) {
      const { action, severity, categories } = judge({
        ...raw(api.category, api.action, FIRED[name]),
        incomplete: api.timeout || api.error,
      });
      const ours = { action, severity, categories };
      const theirs = { action: plugin.action, severity: plugin.severity, categories: plugin.categories };
      expect(ours, name).toEqual(DIFFERENT[name] ?? theirs);
      if (DIFFERENT[name] !== undefined) {
        expect(ours, `${name} is listed as different`).not.toEqual(theirs);
        differing.push(name);
      }
    }
    expect(differing.sort()).toEqual(Object.keys(DIFFERENT).sort());
  });
});
