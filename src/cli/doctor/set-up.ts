import { type AirsRegion, REGION_ENDPOINTS } from '../../airs/index.js';
import { identifierOf, printable } from '../../scan/index.js';
import type { ScannerKind } from '../scanner-choice.js';
import { type DoctorFinding, fault, lookAt, well } from './finding.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The least length of a key whose last 4 characters are shown. They would reveal too much of a shorter key. */
const MIN_SHOWN_KEY = 20;

const lastOf = (secret: string): string =>
  secret.length < MIN_SHOWN_KEY
    ? `${secret.length} characters`
    : `${secret.length} characters, ends in ${secret.slice(-4)}`;

/** Checks the key, as far as that is possible without the service. */
export function keyFinding(environment: Environment, scanner: ScannerKind): DoctorFinding {
  const key = environment['PANW_AI_SEC_API_KEY'];
  const token = environment['PANW_AI_SEC_API_TOKEN'];
  const [variable, secret] = key?.trim() ? ['PANW_AI_SEC_API_KEY', key] : ['PANW_AI_SEC_API_TOKEN', token];
  if (!secret?.trim()) {
    const todo =
      'Set PANW_AI_SEC_API_KEY to an API key of Prisma AIRS (Strata Cloud Manager, AI Security, API applications).';
    if (scanner === 'local') return well('key', 'none is set, and the embedded engine needs none');
    if (scanner === 'airs') return fault('key', 'no key is set', todo);
    return lookAt('key', 'no key is set: --scanner auto takes the embedded engine', todo);
  }
  const trimmed = secret.trim();
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    return fault(
      'key',
      `${variable} holds characters that no key has`,
      'Set it again; look for quotes, line breaks and blanks that were pasted with it.',
    );
  }
  if (/^["'].*["']$/.test(trimmed))
    return fault('key', `${variable} stands in quotes that are part of it`, 'Set it without the quotes.');
  if (key?.trim() && token?.trim()) {
    return lookAt(
      'key',
      `${variable} and PANW_AI_SEC_API_TOKEN are both set; the key is used (${lastOf(trimmed)})`,
      'Unset the one that is not meant.',
    );
  }
  return well('key', `${variable} is set (${lastOf(trimmed)})`);
}

/** Returns the endpoint that is called. */
export function endpointOf(environment: Environment, region: AirsRegion | undefined): string {
  if (region !== undefined) return REGION_ENDPOINTS[region];
  return environment['PANW_AI_SEC_API_ENDPOINT']?.trim() || REGION_ENDPOINTS.us;
}

/** Checks the endpoint and its region. */
export function endpointFinding(endpoint: string): DoctorFinding {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    return fault(
      'endpoint',
      'PANW_AI_SEC_API_ENDPOINT is not a URL',
      `Set it to ${REGION_ENDPOINTS.us}, or unset it and use --region.`,
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return fault(
      'endpoint',
      'PANW_AI_SEC_API_ENDPOINT holds credentials, a query or a fragment',
      'Set it to a base URL alone.',
    );
  }
  const place = printable(`${url.origin}${url.pathname}`.replace(/\/$/, ''), 200);
  const region = Object.entries(REGION_ENDPOINTS).find(([, base]) => base === url.origin)?.[0];
  if (region !== undefined) return well('endpoint', `${place} (region ${region})`);
  const isLoopback = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
  if (isLoopback) return well('endpoint', `${place} (a server of this machine)`);
  if (url.protocol !== 'https:')
    return fault('endpoint', `${place} is not https`, 'Key and content would travel in clear: use https.');
  return lookAt(
    'endpoint',
    `${place} is none of the known regions`,
    `Known are ${Object.keys(REGION_ENDPOINTS).join(', ')} (--region). A gateway of your own is fine.`,
  );
}

/** Checks the profile that judges. */
export function profileFinding(environment: Environment, given: string | undefined): DoctorFinding {
  const name = given ?? environment['PANW_AI_PROFILE_NAME']?.trim();
  if (!name)
    return lookAt(
      'profile',
      'none is named: "default" is asked for',
      'Set PANW_AI_PROFILE_NAME, or --profile, to a security profile of yours.',
    );
  if (identifierOf(name) === undefined)
    return fault('profile', 'the name is no name of a profile', 'It is at most 100 printable characters.');
  return well('profile', name);
}

/** The lowest major version of Node that is supported. */
const MIN_NODE = 20;

export function nodeFinding(version: string): DoctorFinding {
  const major = Number.parseInt(version.replace(/^v/, ''), 10);
  if (major >= MIN_NODE) return well('node', version);
  return fault('node', `${version} is too old`, `Install Node ${MIN_NODE} or later.`);
}

/** Checks the proxy of the environment, and whether it can be used. */
export function proxyFinding(
  environment: Environment,
  hasUndici: boolean,
  nodeVersion: string,
): DoctorFinding | undefined {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].filter((name) =>
    environment[name]?.trim(),
  );
  if (names.length === 0) return undefined;
  const isNodesOwn =
    Number.parseInt(nodeVersion.replace(/^v/, ''), 10) >= 24 && environment['NODE_USE_ENV_PROXY'] === '1';
  // Its address may hold a password.
  const says = `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} set`;
  if (names.some((name) => !URL.canParse(environment[name]?.trim() ?? ''))) {
    return fault(
      'proxy',
      `${says}, and not to the address of a proxy`,
      'Set it like http://proxy.example:3128.',
    );
  }
  if (hasUndici || isNodesOwn) return well('proxy', says);
  return fault(
    'proxy',
    `${says}, and the package undici is not installed, so scans go without it`,
    'npm install undici, or on Node 24 and later set NODE_USE_ENV_PROXY=1.',
  );
}
