import { createGuardrail, type ScanRequest } from 'airs-guardrails';
import { localScanner, urlCategories } from 'airs-guardrails/local';
import { describe, expect, test } from 'vitest';

const HOST = 'evil-site.example';

function setUp() {
  const scanned: ScanRequest[] = [];
  const engine = localScanner({ urls: urlCategories({ block: [HOST] }) });
  const guardrail = createGuardrail({
    scanner: {
      name: 'counting',
      scan(request, options) {
        scanned.push(request);
        return engine.scan(request, options);
      },
    },
    policy: {
      prompt: { dlp: 'redact' },
      response: { dlp: 'redact', urlCats: 'block' },
      tool: { dlp: 'redact', urlCats: 'block' },
      redaction: { style: 'vault' },
    },
  });
  return { guardrail, scanned };
}

describe('what a vault puts back', () => {
  test('is judged too, as it may be dangerous as well as sensitive', async () => {
    const { guardrail } = setUp();
    const page = await guardrail.checkTool({ name: 'read', output: `Write to bob@${HOST} for help.` });
    const placeholder = page.redactions[0]?.placeholder ?? '';
    expect(page.text).toContain(placeholder);
    for (const address of [placeholder, `bob@${HOST}`]) {
      const input = JSON.stringify({ url: `http://${address}/payload` });
      const call = await guardrail.checkTool({ name: 'fetch', input });
      expect([call.outcome, call.text]).toEqual(['block', '']);
    }
    const answer = await guardrail.checkResponse(`Go to http://${placeholder}/payload now`);
    expect(answer.outcome).toBe('block');
  });

  test('is no finding by being sensitive, and costs a scan only where something was put back', async () => {
    const { guardrail, scanned } = setUp();
    const prompt = await guardrail.checkPrompt('Mail jane@example.com');
    const placeholder = prompt.redactions[0]?.placeholder ?? '';
    scanned.length = 0;
    const call = await guardrail.checkTool({ name: 'mail', input: JSON.stringify({ to: placeholder }) });
    expect([call.outcome, call.text]).toEqual(['allow', '{"to":"jane@example.com"}']);
    expect(scanned).toHaveLength(2);
    await guardrail.checkTool({ name: 'mail', input: '{"to":"nobody"}' });
    expect(scanned).toHaveLength(3);
  });
});
