import type { ContentScanner } from '../../scan/index.js';
import type { OpenSharing, SharingParts } from './sharing.js';

/**
 * Opens what a guardrail shares. It is loaded when it is first needed: who shares nothing does not carry it. Where it does not
 * load, each process is by itself, as with a store that is down.
 */
export function openSharing(parts: SharingParts): OpenSharing {
  let loading: ReturnType<OpenSharing> | undefined;
  return () => {
    loading ??= import('./create-sharing.js')
      .then(({ loadSharing }) => loadSharing(parts))
      .catch(() => {
        // What did not load may do so the next time.
        loading = undefined;
        parts.state.report({ problem: 'error' });
        return undefined;
      });
    return loading;
  };
}

/** Puts the shared cache of verdicts around a scanner; the scanner itself answers where there is none. */
export function cachedBy(open: OpenSharing, scanner: ContentScanner): ContentScanner {
  let cached: ContentScanner | undefined;
  const { name, findStream, lookahead } = scanner;
  return {
    name,
    async scan(request, options) {
      cached ??= (await open())?.cached(scanner);
      return (cached ?? scanner).scan(request, options);
    },
    ...(findStream !== undefined && { findStream: findStream.bind(scanner) }),
    ...(lookahead !== undefined && { lookahead }),
  };
}
