export { loadSharedState } from './load-state.js';
export { redisStore } from './redis-store.js';
export { sharedLimits } from './shared-limits.js';
export type { Fact, SharedState, StateAnswer, StateParts } from './state-face.js';
export {
  type ResolvedState,
  resolveState,
  type StateCache,
  type StateOptions,
  type StatePlace,
  type StateProblem,
} from './state-options.js';
export type { StateStore, StoreEntry } from './store.js';
