import { type DoctorFinding, fault, lookAt, well } from './finding.js';

/** Seconds of difference from which the clock is worth a look, and from which tokens and certificates fail. */
const LOOK_SECONDS = 30;
const FAULT_SECONDS = 300;

/** The clock of this machine beside that of a server, in milliseconds since the epoch. */
export function clockFinding(own: number, servers: number): DoctorFinding {
  const seconds = Math.round((own - servers) / 1_000);
  const says = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the server`;
  const todo = 'Set the clock by a time server (NTP).';
  if (Math.abs(seconds) >= FAULT_SECONDS) return fault('clock', says, todo);
  if (Math.abs(seconds) >= LOOK_SECONDS) return lookAt('clock', says, todo);
  return well('clock', Math.abs(seconds) <= 1 ? 'agrees with the server' : says);
}

/**
 * Asks a server for its time, without a key and without content. Nothing where it does not say: the scan tells more then.
 */
export async function askClock(endpoint: string): Promise<DoctorFinding | undefined> {
  try {
    const before = Date.now();
    const response = await fetch(endpoint, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(5_000),
    });
    const servers = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isFinite(servers)) return undefined;
    // The header has whole seconds, so half of one is its middle.
    return clockFinding((before + Date.now()) / 2, servers + 500);
  } catch {
    return undefined;
  }
}
