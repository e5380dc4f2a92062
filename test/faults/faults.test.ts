import { env } from 'node:process';
import { failedScan, findGuardrailError, type PolicyOptions } from 'airs-guardrails';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { airsScanner } from '../../src/airs/index.js';
import { decide } from '../../src/guard/policy/decide.js';
import { resolvePolicy } from '../../src/guard/policy/policy.js';
import { verdict } from '../guard/support.js';
import { API_KEY, withoutEnvironment } from '../support/airs.js';
import { atTurn, isFull } from '../support/extent.js';
import { FAULTS, type Fault } from './faults.js';
import { ANSWER, guardrailFor, HOOKS, type Hook } from './hooks.js';
import { faultyService } from './service.js';

withoutEnvironment();

/** `npm run faults` runs all of it; with the other tests the newest of each SDK, and some faults, stand for all. */
const isWhole = env['FAULTS'] === 'all';
const faults = FAULTS.filter(({ always }) => isWhole || always === true);
const hooks = HOOKS.filter(({ sdk }) => isWhole || sdk === 'ai 7' || sdk === 'core 1.2.13');
const POLICIES = ['block', 'allow', 'warn', 'local'] as const;
type FailurePolicy = (typeof POLICIES)[number];

/** Times that let a fault show soon. What a breaker would add is tested by itself. */
const TIMES = { timeoutMs: 1_000, totalTimeoutMs: 1_500, numRetries: 1, breaker: false } as const;
/** Far above what any cell may take: its scans, and the rests of a stream that is asked less often. */
const HANG_MS = 15_000;

type Outcome = 'passed' | 'blocked' | 'hang' | 'other';
interface Cell {
  readonly sdk: string;
  readonly hook: string;
  readonly fault: string;
  readonly policy: FailurePolicy;
  readonly expected: Outcome;
  readonly outcome: Outcome;
  /** Words that came out although nobody had let them pass. */
  readonly unverified: number;
  readonly leftOpen: number;
}

/** What the documentation says of a class of failures under a policy. The embedded engine finds nothing in these texts. */
function expectedOf({ means }: Fault, { direction }: Hook, effect: FailurePolicy): Outcome {
  if (means === 'allow') return 'passed';
  if (means === 'block') return 'blocked';
  const policy = resolvePolicy({ onScanFailure: effect === 'local' ? 'allow' : effect });
  const result =
    means === 'partial'
      ? verdict({ action: 'warn', severity: 'LOW', categories: ['partial_scan'], degraded: true })
      : failedScan({}, means, 0, { kind: means });
  return decide(result, direction, policy).outcome === 'block' ? 'blocked' : 'passed';
}

const words = (text: string): string[] => text.match(/word\d{3}/g) ?? [];

/** Each hook by turns under one policy, so that each fault has all policies and each hook too. */
function policiesOf(fault: Fault, hook: Hook): readonly FailurePolicy[] {
  return atTurn(POLICIES, isWhole || isFull, faults.indexOf(fault) + hooks.indexOf(hook), POLICIES.length);
}

async function cellOf(fault: Fault, hook: Hook, effect: FailurePolicy): Promise<Cell> {
  const service = await faultyService(hook.before, fault.responder);
  const scanner = airsScanner({ apiKey: API_KEY, apiEndpoint: service.url, ...TIMES });
  const policy: PolicyOptions = { onScanFailure: effect };
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<'hang'>((resolve) => {
    timer = setTimeout(resolve, HANG_MS, 'hang');
  });
  const got = await Promise.race([hook.run(guardrailFor(hook, scanner, policy)), hang]);
  clearTimeout(timer);
  const { text, error } = got === 'hang' ? { text: '', error: undefined } : got;
  const expected = expectedOf(fault, hook, effect);
  const judged = service.passed.join('\n');
  // A gate lets words out that it has judged itself, and a policy what it names.
  const isVerified = hook.stream?.gate !== undefined || (expected === 'passed' && error === undefined);
  const deadline = performance.now() + 5_000;
  while (service.open > 0 && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 5));
  return {
    sdk: hook.sdk,
    hook: hook.name,
    fault: fault.name,
    policy: effect,
    expected,
    outcome: got === 'hang' ? 'hang' : outcomeOf(text, error),
    unverified: isVerified ? 0 : words(text).filter((word) => !judged.includes(word)).length,
    leftOpen: service.open,
  };
}

function outcomeOf(text: string, error: unknown): Outcome {
  if (error === undefined) return text === ANSWER ? 'passed' : 'other';
  return findGuardrailError(error) === undefined ? 'other' : 'blocked';
}

const cells: Cell[] = [];
const rejections: unknown[] = [];
const onRejection = (error: unknown): void => {
  rejections.push(error);
};
beforeAll(() => void process.on('unhandledRejection', onRejection));
afterAll(() => {
  process.off('unhandledRejection', onRejection);
  if (isWhole) console.log(table());
});

/** One row for each hook: how many cells ended as documented, and what was seen in them. */
function table(): string {
  const rows = hooks.map(({ sdk, name }) => {
    const own = cells.filter((cell) => cell.sdk === sdk && cell.hook === name);
    const right = own.filter(({ outcome, expected }) => outcome === expected).length;
    const unverified = own.reduce((sum, cell) => sum + cell.unverified, 0);
    const hangs = own.filter(({ outcome }) => outcome === 'hang').length;
    const left = own.reduce((sum, { leftOpen }) => sum + leftOpen, 0);
    return [sdk, name, `${right}/${own.length}`, unverified, hangs, left].join(' | ');
  });
  const head = 'SDK | hook | as documented | unverified words | hangs | left running';
  return `${faults.length} faults x ${hooks.length} hooks x ${POLICIES.length} policies\n${[head, ...rows].join('\n')}`;
}

describe.each(faults)('with the fault $name', (fault) => {
  it.each([...new Set(hooks.map(({ sdk }) => sdk))])(
    'all hooks of %s end as documented, under the policies',
    async (sdk) => {
      const own = hooks.filter((hook) => hook.sdk === sdk);
      const made = await Promise.all(
        own.flatMap((hook) => policiesOf(fault, hook).map((policy) => cellOf(fault, hook, policy))),
      );
      cells.push(...made);
      expect(made).toEqual(
        made.map((cell) => ({ ...cell, outcome: cell.expected, unverified: 0, leftOpen: 0 })),
      );
      expect(rejections).toEqual([]);
    },
  );
});
