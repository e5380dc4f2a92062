// How values are sealed and named under a secret, for rooms that keep them elsewhere than in a store.
export { openValue, sealValue } from './sealed-value.js';
export { type KeyRing, keyRing, shortNameOf } from './secret-keys.js';
export { resolveSecrets } from './state-options.js';
