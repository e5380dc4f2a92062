import { Session } from 'node:inspector/promises';

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

let counting: Promise<Session> | undefined;

async function start(): Promise<Session> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return session;
}

/**
 * How often functions and blocks of the code in `src/` ran: what the engine counts for coverage. Unlike time it is the
 * same on every machine. Work inside of the engine, such as the search in a string, is not in it.
 */
export async function workOf(run: () => Promise<unknown>): Promise<number> {
  counting ??= start();
  const session = await counting;
  await session.post('Profiler.takePreciseCoverage');
  await run();
  const { result } = (await session.post('Profiler.takePreciseCoverage')) as Coverage;
  let work = 0;
  for (const { url, functions } of result)
    if (/\/src\/(?!testing)/.test(url) && !url.includes('node_modules'))
      for (const { ranges } of functions) for (const { count } of ranges) work += count;
  return work;
}
