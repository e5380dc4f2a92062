import type { Guardrail } from '../../guard/index.js';

const ids = new WeakMap<Guardrail, string>();

/**
 * Returns a cache key that tells guardrails apart. A cached answer that another guard let pass, or none, is not taken for this
 * guard's. Originals of a vault belong to one session, so there each call gets an id of its own and no call reads what another
 * left.
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
