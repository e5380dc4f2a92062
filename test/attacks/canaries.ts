import { inspect } from 'node:util';
import { type FakeScanner, type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';

/** What must not get out: not a word of any language, nor anything that a scanner knows by itself. */
export const CANARY = ['qx7', 'canary', '3f9a'].join('');

/** Blocks what holds the canary, in any field of a request. */
export function canaryScanner(): FakeScanner {
  return fakeScanner({
    verdicts: (request): FakeVerdict => {
      if (!JSON.stringify(request).includes(CANARY)) return {};
      if (request.toolEvent !== undefined) return { action: 'block', toolDetected: { injection: true } };
      if (request.response !== undefined)
        return { action: 'block', responseDetected: { toxicContent: true } };
      return { action: 'block', promptDetected: { injection: true } };
    },
  });
}

/** All that anybody could read of values: as they are printed, as JSON, with what JSON and base64 in them say. */
export function readable(...values: readonly unknown[]): string {
  const texts = values.flatMap((value) => {
    const options = {
      depth: 30,
      showHidden: true,
      getters: true,
      maxArrayLength: null,
      maxStringLength: null,
    };
    // As it is printed, and all that is there.
    const printed = `${inspect(value, options)}\n${inspect(value, { ...options, customInspect: false })}`;
    const said = value instanceof Error ? `${value.message}\n${String(value)}\n${value.stack}` : '';
    return [printed, said, json(value)];
  });
  const all = texts.join('\n');
  const unescaped = all.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const decoded = (all.match(/[A-Za-z0-9+/_-]{12,}={0,2}/g) ?? []).map((text) =>
    Buffer.from(text, 'base64').toString('latin1'),
  );
  return [all, unescaped, ...decoded].join('\n');
}

function json(value: unknown): string {
  const seen = new Set<unknown>();
  try {
    const plain = (_: string, inner: unknown): unknown => {
      if (typeof inner === 'bigint') return String(inner);
      if (typeof inner !== 'object' || inner === null) return inner;
      if (seen.has(inner)) return undefined;
      seen.add(inner);
      return inner;
    };
    return JSON.stringify(value, plain) ?? '';
  } catch {
    return '';
  }
}
