import { AirsError } from './errors.js';

type Fetch = typeof globalThis.fetch;
type Environment = Readonly<Record<string, string | undefined>>;

/** The members used from the package `undici`, version 6.14 or later. */
interface ProxyModule {
  readonly fetch: Fetch;
  /** Follows `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in either case. */
  readonly EnvHttpProxyAgent: new () => object;
}

/** The parts that a fetch through a proxy is made from. */
export interface ProxyParts {
  readonly environment: Environment;
  /** Called once in a process if a proxy is set but cannot be used. */
  readonly warn: (message: string) => void;
  /** Loads `undici`. Tests can replace it. */
  readonly load?: () => Promise<unknown>;
}

/** The first version of Node that can follow the variables itself. */
const NODE_WITH_PROXIES = 24;

/**
 * The members used from Node's process. They are looked up at run time, because an import of a built-in module, or of a
 * computed name, breaks bundles.
 */
interface NodeProcess {
  readonly argv: readonly string[];
  cwd(): string;
  getBuiltinModule?(name: 'node:module'): { createRequire(from: string): (name: string) => unknown };
}

/** Loads the optional package from the application's folder, or from that of its first file. */
async function loadUndici(): Promise<unknown> {
  const { process } = globalThis as unknown as { process: NodeProcess };
  const modules = process.getBuiltinModule?.('node:module');
  for (const from of [`${process.cwd()}/package.json`, process.argv[1]]) {
    try {
      const found = from === undefined ? undefined : modules?.createRequire(from)('undici');
      if (isProxyModule(found)) return found;
    } catch {
      // It is not there. The next place may have it.
    }
  }
  return undefined;
}

let warned = false;
/** The fetches by the values of the variables, because an agent keeps connections. */
const fetches = new Map<string, Promise<Fetch | undefined>>();

/**
 * Returns a fetch through the proxy that the environment sets for an endpoint. Returns undefined if none is set, if the
 * runtime is not Node, or if Node follows the variables itself. Nothing is loaded unless a proxy is set.
 * @throws AirsError of kind `config` if the address of the proxy is not valid; it never shows the address
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
  // The proxy for http also serves https if https has none of its own.
  return endpoint.startsWith('http:') ? http !== '' : (settingOf(environment, 'HTTPS_PROXY') || http) !== '';
}

async function throughProxy(load: () => Promise<unknown>): Promise<Fetch | undefined> {
  const undici = await load().catch(() => undefined);
  if (!isProxyModule(undici)) return undefined;
  const { fetch, EnvHttpProxyAgent } = undici;
  const dispatcher = new EnvHttpProxyAgent();
  return (input, init = {}) => {
    // The package's own fetch does not accept headers of the platform.
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
