import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, CATEGORY_ALIASES, hasCategory, resolveCategory } from '../../src/scan/index.js';

describe('CATEGORIES', () => {
  it('is the documented order', () => {
    const documented = [
      'prompt_injection',
      'dlp_prompt',
      'url_filtering_prompt',
      'toxic_content_prompt',
      'malicious_code_prompt',
      'agent_threat_prompt',
      'topic_violation_prompt',
      'dlp_response',
      'url_filtering_response',
      'db_security_response',
      'toxic_content_response',
      'malicious_code_response',
      'agent_threat_response',
      'ungrounded_response',
      'topic_violation_response',
    ];
    expect(CATEGORIES.filter((name) => documented.includes(name))).toEqual(documented);
    const firstTool = CATEGORIES.findIndex((name) => name.startsWith('tool_'));
    expect(firstTool).toBeGreaterThan(CATEGORIES.indexOf('topic_violation_response'));
    expect(new Set(CATEGORIES).size).toBe(CATEGORIES.length);
  });
});

describe('hasCategory', () => {
  it.each([
    ['malicious_url', 'url_filtering_prompt'],
    ['malicious_url', 'url_filtering_response'],
    ['malicious_url', 'tool_url_filtering'],
    ['toxic_content', 'toxic_content_response'],
    ['toxicity', 'toxic_content_prompt'],
    ['db_security', 'db_security_response'],
    ['malicious_code', 'malicious_code_prompt'],
    ['agent_threat', 'agent_threat_response'],
    ['ungrounded', 'ungrounded_response'],
    ['grounding', 'ungrounded_response'],
    ['topic_violation', 'topic_violation_prompt'],
    ['custom_topic', 'topic_violation_response'],
    ['benign', 'safe'],
    ['scan-failure', 'api_error'],
    ['dlp', 'tool_dlp'],
    ['injection', 'tool_injection'],
    ['prompt_injection', 'prompt_injection'],
    ['partial_scan', 'partial_scan'],
  ])('%s finds %s', (alias, category) => {
    const spellings = [alias, alias.toUpperCase(), alias.replaceAll('_', '-'), ` ${alias} `];
    for (const name of spellings) {
      expect(hasCategory({ categories: ['agent_threat_other', category] }, name), name).toBe(true);
      expect(hasCategory({ categories: ['source_code_prompt'] }, name), name).toBe(false);
    }
  });

  it('does not take a part of a name or a property of objects for a category', () => {
    const result = { categories: ['url_filtering_prompt'] };
    for (const name of ['url', '', '__proto__', 'constructor', 'url_filtering_prompt_x']) {
      expect(hasCategory(result, name), name).toBe(false);
    }
  });

  it('resolves every alias to categories that exist, and no category is an alias', () => {
    for (const [alias, targets] of CATEGORY_ALIASES) {
      expect(CATEGORIES, alias).toEqual(expect.arrayContaining([...targets]));
      expect(CATEGORIES).not.toContain(alias);
    }
  });

  it('takes every other name as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,9}_[a-z]{1,9}$/), (name) => {
        fc.pre(!CATEGORY_ALIASES.has(name));
        expect(resolveCategory(name)).toEqual([name]);
        expect(hasCategory({ categories: [name] }, name.replaceAll('_', '-'))).toBe(true);
      }),
    );
  });
});
