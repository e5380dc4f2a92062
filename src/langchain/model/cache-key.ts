import type { Guardrail } from '../../guard/index.js';

const ids = new WeakMap<Guardrail, string>();

/**
 * Returns a cache key that distinguishes guardrails. A cached answer that another guard or no guard let pass must not
 * count as this guard's. The originals of a vault belong to one session. With a vault, each call therefore gets an id
 * of its own, so that no call reads the answer of another.
 */
export function cacheKeyOf(guardrail: Guardrail, key: unknown): string {
  return `${String(key)},guardrail:${fingerprint(guardrail)}`;
}

function fingerprint(guardrail: Guardrail): string {
  if (guardrail.restores) return globalThis.crypto.randomUUID();
  const id = ids.get(guardrail) ?? globalThis.crypto.randomUUID();
  ids.set(guardrail, id);
  return id;
}
