import type { ContentScanner } from '../../scan/index.js';
import type { OpenSharing, SharingParts } from './sharing.js';

/**
 * Opens the shared state of a guardrail. The code is loaded when it is first needed, so that a guardrail that shares
 * nothing does not carry it. If it does not load, each process works by itself, as with a store that is down.
 */
export function openSharing(parts: SharingParts): OpenSharing {
  let loading: ReturnType<OpenSharing> | undefined;
  return () => {
    loading ??= import('./create-sharing.js')
      .then(({ loadSharing }) => loadSharing(parts))
      .catch(() => {
        // Loading may succeed the next time.
        loading = undefined;
        parts.state.report({ problem: 'error' });
        return undefined;
      });
    return loading;
  };
}

/** Puts the shared verdict cache around a scanner. Without a cache the scanner itself answers. */
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
