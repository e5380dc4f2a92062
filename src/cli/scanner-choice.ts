import { type Command, Option } from 'commander';
import type { AirsRegion } from '../airs/index.js';
import type { ContentScanner, ScanResult } from '../scan/index.js';

/** The scanner that a command asks. */
export type ScannerKind = 'airs' | 'local' | 'auto';

/** The options by which a command chooses its scanner. */
export interface ScannerChoice {
  readonly scanner: ScannerKind;
  readonly profile?: string;
  readonly region?: AirsRegion;
}

/** A scanner and its kind. */
export interface ChosenScanner {
  readonly kind: 'airs' | 'local';
  readonly scanner: ContentScanner;
}

const REGIONS: readonly AirsRegion[] = ['us', 'de', 'in', 'sg', 'jp', 'au'];

/** Makes the option that names a region of the service. */
export function regionOption(): Option {
  return new Option('--region <region>', 'region of the service; wins over PANW_AI_SEC_API_ENDPOINT').choices(
    REGIONS,
  );
}

/** Adds the options of a `ScannerChoice` to a command. */
export function withScannerOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--scanner <scanner>',
        'who judges: the service, the embedded engine, or the service if a key is set',
      )
        .choices(['airs', 'local', 'auto'] satisfies ScannerKind[])
        .default('auto'),
    )
    .option('--profile <name>', 'security profile that judges (default: $PANW_AI_PROFILE_NAME)')
    .addOption(regionOption());
}

/**
 * The times of a run that no chat waits for. An outage of a minute costs no item. A breaker would give up items that
 * could be scanned a minute later, so it is off.
 */
const PATIENT = { timeoutMs: 15_000, totalTimeoutMs: 120_000, numRetries: 5, breaker: false } as const;

/** The use of a scanner: one scan, or a run of many. */
export interface ScannerUse {
  readonly concurrency?: number;
  /** The most scans per second. */
  readonly rate?: number;
}

/**
 * Opens the scanner of a choice.
 * @param use given for a run of many scans
 */
export async function openChosenScanner(choice: ScannerChoice, use?: ScannerUse): Promise<ChosenScanner> {
  const { profile, region, scanner: wanted } = choice;
  if (wanted !== 'local') {
    const { airsScanner, hasAirsCredential } = await import('../airs/index.js');
    if (wanted === 'airs' || hasAirsCredential({})) {
      const { concurrency, rate } = use ?? {};
      const options = {
        ...(use !== undefined && { ...PATIENT, maxWaiting: 10_000 }),
        ...(concurrency !== undefined && { concurrency }),
        ...(rate !== undefined && { rateLimit: { requests: rate, perMs: 1_000 } }),
        ...(profile !== undefined && { profileName: profile }),
        ...(region !== undefined && { region }),
      };
      return { kind: 'airs', scanner: airsScanner(options) };
    }
  }
  const { localScanner } = await import('../local/index.js');
  return { kind: 'local', scanner: localScanner() };
}

const NEXT_STEPS: Readonly<Record<NonNullable<ScanResult['failure']>['kind'], string>> = {
  config:
    'Set PANW_AI_SEC_API_KEY (airs-guardrails doctor looks at it), or judge without the service: --scanner local.',
  refused: 'Key, region or profile do not fit: airs-guardrails doctor says which.',
  outage: 'Try again, or run airs-guardrails doctor to see whether the service can be reached.',
  content: 'The content cannot be scanned as it is: it is empty or too large. Split it.',
  response: 'The answer was none of the service: look at PANW_AI_SEC_API_ENDPOINT and at proxies on the way.',
};

/** Returns the next step after a failed scan. */
export function nextStepAfter(result: Pick<ScanResult, 'failure'>): string {
  return NEXT_STEPS[result.failure?.kind ?? 'outage'];
}
