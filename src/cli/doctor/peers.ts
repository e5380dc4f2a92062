import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRecord } from '../../scan/index.js';
import { type DoctorFinding, lookAt, well } from './finding.js';

/**
 * Optional packages, and the beginnings of their supported versions. They are the same as the ranges in package.json.
 */
export const PEERS: Readonly<Record<string, readonly string[]>> = {
  '@langchain/core': ['0.3.', '1.'],
  '@opentelemetry/api': ['1.'],
  ai: ['5.', '6.', '7.'],
  bullmq: ['6.'],
  langchain: ['1.'],
};

/** Returns the version of a package as a folder resolves it, or undefined if it is not installed. */
export function installedVersion(name: string, folder: string): string | undefined {
  for (let place = folder; ; place = dirname(place)) {
    try {
      const manifest: unknown = JSON.parse(
        readFileSync(join(place, 'node_modules', name, 'package.json'), 'utf8'),
      );
      const version = isRecord(manifest) ? manifest['version'] : undefined;
      if (typeof version === 'string') return version;
    } catch {
      // It is not here, but the folder above may have it.
    }
    if (dirname(place) === place) return undefined;
  }
}

/** Returns a finding for each optional package that a project has. */
export function peerFindings(folder: string): DoctorFinding[] {
  return Object.entries(PEERS).flatMap(([name, supported]) => {
    const version = installedVersion(name, folder);
    if (version === undefined) return [];
    if (supported.some((start) => version.startsWith(start))) return [well('package', `${name} ${version}`)];
    const range = supported.map((start) => `${start}x`).join(', ');
    return [
      lookAt(
        'package',
        `${name} ${version} is not supported`,
        `Supported are ${range}: npm install ${name}.`,
      ),
    ];
  });
}
