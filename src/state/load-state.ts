/** Loads what shares state; who shares none does not carry it. */
export function loadSharedState(): Promise<typeof import('./shared-state.js')> {
  return import('./shared-state.js');
}
