import { describe, expect, it } from 'vitest';
import { localScanner } from '../../../src/local/index.js';
import type { ScanRequest } from '../../../src/scan/index.js';
import { EVERYDAY, EVERYDAY_OUTPUTS, KNOWN_MISTAKEN, KNOWN_MISTAKEN_OUTPUTS } from './everyday.js';

const scanner = localScanner();

/** A text as what a tool answers. */
function outputOf(text: string): ScanRequest {
  const metadata = { ecosystem: 'mcp', method: 'tools/call', server_name: 'server', tool_invoked: 'tool' };
  return { toolEvent: { metadata, output: text } };
}

/** The texts that the engine does not simply allow, with what it says of each. */
async function alarms(texts: readonly string[], requestOf: (text: string) => ScanRequest): Promise<string[]> {
  const scans = texts.map(async (text) => {
    const { action, categories, scores } = await scanner.scan(requestOf(text));
    return action === 'allow' ? [] : [`${scores?.injection?.toFixed(2)} ${categories.join()} ${text}`];
  });
  return (await Promise.all(scans)).flat();
}

describe('everyday texts raise no alarm', () => {
  it.each(Object.entries(EVERYDAY))('in %s', async (_language, texts) => {
    expect(await alarms(texts, (prompt) => ({ prompt }))).toEqual([]);
  });

  it('in what tools bring', async () => {
    expect(await alarms(EVERYDAY_OUTPUTS, outputOf)).toEqual([]);
  });

  it('where detectors are known to raise one', async () => {
    expect(await alarms(KNOWN_MISTAKEN, (prompt) => ({ prompt }))).toEqual([]);
    expect(await alarms(KNOWN_MISTAKEN_OUTPUTS, outputOf)).toEqual([]);
  });

  it('in twenty languages and more', () => {
    expect(Object.keys(EVERYDAY).length).toBeGreaterThanOrEqual(20);
    expect(Object.values(EVERYDAY).flat().length + EVERYDAY_OUTPUTS.length).toBeGreaterThanOrEqual(150);
  });
});
