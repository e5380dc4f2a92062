import { AirsError } from './errors.js';

type Fetch = typeof globalThis.fetch;
type Environment = Readonly<Record<string, string | undefined>>;

/** What is used of the package `undici`, from its version 6.14 on. */
interface ProxyModule {
  readonly fetch: Fetch;
  /** Goes by `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in either case. */
  readonly EnvHttpProxyAgent: new () => object;
}

/** How a proxy's fetch is made. */
export interface ProxyParts {
  readonly environment: Environment;
  /** Told once in a process where a proxy is set and cannot be used. */
  readonly warn: (message: string) => void;
  /** Loads `undici`; replaceable in tests. */
  readonly load?: () => Promise<unknown>;
}

/** From this version on Node goes by the variables itself, where it is told to. */
const NODE_WITH_PROXIES = 24;

/** What is used of Node, asked for at run time: an import of it, or of a name that is worked out, breaks bundles. */
interface NodeProcess {
  readonly argv: readonly string[];
  cwd(): string;
  getBuiltinModule?(name: 'node:module'): { createRequire(from: string): (name: string) => unknown };
}

/** Loads the optional package from where the application is: its folder, or that of its first file. */
async function loadUndici(): Promise<unknown> {
  const { process } = globalThis as unknown as { process: NodeProcess };
  const modules = process.getBuiltinModule?.('node:module');
  for (const from of [`${process.cwd()}/package.json`, process.argv[1]]) {
    try {
      const found = from === undefined ? undefined : modules?.createRequire(from)('undici');
      if (isProxyModule(found)) return found;
    } catch {
      // It is not there; the next place may have it.
    }
  }
  return undefined;
}

let warned = false;
/** By what the variables say: an agent keeps connections. */
const fetches = new Map<string, Promise<Fetch | undefined>>();

/**
 * The fetch that goes through the proxy which the environment sets for an endpoint; nothing where it sets none, where the
 * runtime is not Node, or where Node does so by itself. Nothing is loaded before a proxy is set.
 * @throws AirsError of kind `config` where the address of the proxy is not valid; it never shows the address
 */
export async function proxyFetch(endpoint: string, parts: ProxyParts): Promise<Fetch | undefined> {
  const { environment, warn, load = loadUndici } = parts;
  const node = globalThis.process?.versions?.node;
  if (node === undefined || !isProxySet(endpoint, environment)) return undefined;
  const isNodesOwn =
    Number.parseInt(node, 10) >= NODE_WITH_PROXIES && environment['NODE_USE_ENV_PROXY'] === '1';
  if (isNodesOwn) return undefined;
  const key = NAMES.map((name) => settingOf(environment, name)).join('\n');
  const known = fetches.get(key) ?? throughProxy(load);
  fetches.set(key, known);
  try {
    const found = await known;
    if (found === undefined && !warned) {
      warned = true;
      warn(
        'airs-guardrails: a proxy is set in the environment, and the package undici (6.14 or later) is not installed, ' +
          'so scans are sent without it. Install undici, or give the option fetch.',
      );
    }
    return found;
  } catch {
    // The error quotes the address, which may hold a password.
    fetches.delete(key);
    throw new AirsError('config', 'HTTPS_PROXY or HTTP_PROXY is not the address of a proxy', {
      field: 'proxy',
    });
  }
}

const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'] as const;

function settingOf(environment: Environment, name: (typeof NAMES)[number]): string {
  return environment[name.toLowerCase()]?.trim() || environment[name]?.trim() || '';
}

function isProxySet(endpoint: string, environment: Environment): boolean {
  const http = settingOf(environment, 'HTTP_PROXY');
  // The proxy of http serves https too where that has none of its own.
  return endpoint.startsWith('http:') ? http !== '' : (settingOf(environment, 'HTTPS_PROXY') || http) !== '';
}

async function throughProxy(load: () => Promise<unknown>): Promise<Fetch | undefined> {
  const undici = await load().catch(() => undefined);
  if (!isProxyModule(undici)) return undefined;
  const { fetch, EnvHttpProxyAgent } = undici;
  const dispatcher = new EnvHttpProxyAgent();
  return (input, init = {}) => {
    // Headers of the platform are foreign to the package's own fetch.
    const headers = [...new Headers(init.headers)];
    return fetch(input, Object.assign({ ...init, headers }, { dispatcher }));
  };
}

function isProxyModule(value: unknown): value is ProxyModule {
  if (typeof value !== 'object' || value === null) return false;
  return (
    typeof Reflect.get(value, 'fetch') === 'function' &&
    typeof Reflect.get(value, 'EnvHttpProxyAgent') === 'function'
  );
}
