import { type DoctorFinding, fault, lookAt, well } from './finding.js';

/** The seconds of difference at which the clock is suspicious, and at which tokens and certificates fail. */
const LOOK_SECONDS = 30;
const FAULT_SECONDS = 300;

/** Compares the clock of this machine with that of a server, in milliseconds since the epoch. */
export function clockFinding(own: number, servers: number): DoctorFinding {
  const seconds = Math.round((own - servers) / 1_000);
  const says = `${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the server`;
  const todo = 'Set the clock by a time server (NTP).';
  if (Math.abs(seconds) >= FAULT_SECONDS) return fault('clock', says, todo);
  if (Math.abs(seconds) >= LOOK_SECONDS) return lookAt('clock', says, todo);
  return well('clock', Math.abs(seconds) <= 1 ? 'agrees with the server' : says);
}

/**
 * Asks a server for its time, without a key and without content. Returns undefined if the server does not answer; the
 * scan then shows why.
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
    // The header has whole seconds, so half a second is added.
    return clockFinding((before + Date.now()) / 2, servers + 500);
  } catch {
    return undefined;
  }
}
