import { readFile } from 'node:fs/promises';
import type { PolicyOptions, PolicyPreset } from '../index.js';
import { isRecord } from '../scan/index.js';
import { wrongUsage } from './exit-codes.js';

const PRESETS: readonly PolicyPreset[] = ['strict', 'balanced', 'redact', 'monitor'];

/**
 * Reads a policy from the command line: a preset, JSON of policy options, or a file with such JSON.
 * @throws CommandError if the value is none of these
 */
export async function readPolicy(given: string): Promise<PolicyOptions> {
  const preset = PRESETS.find((name) => name === given);
  if (preset !== undefined) return { preset };
  const text = given.trimStart().startsWith('{') ? given : await readPolicyFile(given);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrongUsage(
      '--policy: this is not JSON.',
      'Name a preset, or give an object such as {"prompt":{"dlp":"redact"}}.',
    );
  }
  if (!isRecord(value)) throw wrongUsage('--policy: the JSON must be an object of policy options.');
  const { resolvePolicy } = await import('../index.js');
  // This throws an error of this package that names the field.
  resolvePolicy(value);
  return value;
}

async function readPolicyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw wrongUsage(
      '--policy: neither a preset nor a file that can be read.',
      `Presets are ${PRESETS.join(', ')}.`,
    );
  }
}
