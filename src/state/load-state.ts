/** Loads the code that shares state. An application that shares none does not load it. */
export function loadSharedState(): Promise<typeof import('./shared-state.js')> {
  return import('./shared-state.js');
}
