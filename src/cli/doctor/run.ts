import { isFailedScan, printable, type ScanResult } from '../../scan/index.js';
import { cliEnvironment } from '../environment.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { nextStepAfter, openChosenScanner } from '../scanner-choice.js';
import type { Look, Terminal } from '../terminal.js';
import { askClock } from './clock.js';
import type { DoctorCommandOptions } from './command.js';
import { type DoctorFinding, fault, lookAt, well } from './finding.js';
import { installedVersion, peerFindings } from './peers.js';
import {
  endpointFinding,
  endpointOf,
  keyFinding,
  nodeFinding,
  profileFinding,
  proxyFinding,
} from './set-up.js';

/** The scanned text. It is harmless, and anybody who reads the scan log can recognise it. */
const PROBE = 'airs-guardrails doctor: this is a test of the connection.';

const MARKS: Readonly<Record<DoctorFinding['state'], readonly [word: string, look: Look]>> = {
  ok: ['ok   ', 'green'],
  look: ['look ', 'yellow'],
  fault: ['FAULT', 'red'],
};

/** Runs `doctor`. Returns the exit code. */
export async function runDoctorCommand(terminal: Terminal, options: DoctorCommandOptions): Promise<ExitCode> {
  const findings = await examine(options);
  const worst = findings.some(({ state }) => state === 'fault')
    ? EXIT.failed
    : findings.some(({ state }) => state === 'look')
      ? EXIT.warn
      : EXIT.ok;
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ ok: worst !== EXIT.failed, findings }, undefined, 2)}\n`);
    return worst;
  }
  for (const { name, state, says, todo } of findings) {
    const [word, look] = MARKS[state];
    terminal.out(`${terminal.paint(look, word)}  ${name.padEnd(9)} ${says}\n`);
    if (todo !== undefined) terminal.out(`${' '.repeat(17)}-> ${todo}\n`);
  }
  return worst;
}

async function examine(options: DoctorCommandOptions): Promise<DoctorFinding[]> {
  const environment = cliEnvironment();
  const { scanner, profile, region } = options;
  const folder = process.cwd();
  const key = keyFinding(environment, scanner);
  const findings = [nodeFinding(process.version), ...peerFindings(folder), key];
  const { kind } = await openChosenScanner(options);
  if (kind === 'airs') {
    const endpoint = endpointOf(environment, region);
    const found = endpointFinding(endpoint);
    findings.push(found, profileFinding(environment, profile));
    const proxy = proxyFinding(
      environment,
      installedVersion('undici', folder) !== undefined,
      process.version,
    );
    if (proxy !== undefined) findings.push(proxy);
    const clock = found.state === 'fault' ? undefined : await askClock(endpoint);
    if (clock !== undefined) findings.push(clock);
  }
  findings.push(await probe(options));
  return findings;
}

/** Makes one real scan. */
async function probe(options: DoctorCommandOptions): Promise<DoctorFinding> {
  const { kind, scanner } = await openChosenScanner(options);
  const result = await scanner.scan({ prompt: PROBE });
  if (isFailedScan(result)) return fault('scan', printable(result.error ?? 'failed', 300), faultStep(result));
  const by =
    kind === 'airs' ? `the service, profile ${printable(result.profileName)}` : 'the embedded engine';
  const says = `${result.action} by ${by} in ${Math.round(result.latencyMs)} ms`;
  if (result.degraded === true)
    return lookAt(
      'scan',
      `${says}, and not all detectors answered`,
      'Try again; look at the timeouts of the profile.',
    );
  if (result.action === 'allow') return well('scan', says);
  return lookAt(
    'scan',
    `${says} (${result.categories.map((name) => printable(name)).join(', ')})`,
    'The text is harmless: look at the profile.',
  );
}

/** Returns the next step after a failed scan, by the answer of the service. */
function faultStep(result: ScanResult): string {
  const { failure } = result;
  if (failure?.statusCode === 401) {
    return 'No key reached the service: look at the proxy or gateway on the way, and at the endpoint.';
  }
  if (failure?.statusCode === 403) {
    return 'The service does not take the key: it is wrong, revoked, or of another region. Set it anew, or name its --region.';
  }
  if (failure?.statusCode === 429)
    return 'The quota is used up, or too many ask at a time: wait, or ask for more.';
  if (failure?.kind === 'refused')
    return 'Look at the name of the profile (--profile, PANW_AI_PROFILE_NAME) and at the region.';
  if (failure?.kind === 'outage')
    return 'The endpoint does not answer: look at the network, the proxy and PANW_AI_SEC_API_ENDPOINT.';
  return nextStepAfter(result);
}
