import {
  type ContentScanner,
  GuardrailConfigError,
  judge,
  NOTHING_DETECTED,
  oneOfKeys,
  type PromptDetected,
  RESULT_FIELDS,
  type ResponseDetected,
  type ScanRequest,
  type ScanResult,
  untilAborted,
} from '../scan/index.js';

/**
 * A scripted verdict. It needs only the fields that matter to the test. Categories and severity follow from the action
 * and the flags by the rules of every scanner, unless they are given. An empty verdict is a clean `allow`.
 */
export interface FakeVerdict extends Partial<Omit<ScanResult, 'promptDetected' | 'responseDetected'>> {
  readonly promptDetected?: Partial<PromptDetected>;
  readonly responseDetected?: Partial<ResponseDetected>;
}

/** Options of `fakeScanner`. */
export interface FakeScannerOptions {
  /**
   * The verdict of every scan, a list that is used in order (the last one stays), or a function of the request. A
   * function may throw to simulate a broken scanner, or wait to simulate a slow one.
   */
  readonly verdicts?:
    | FakeVerdict
    | readonly FakeVerdict[]
    | ((request: ScanRequest) => FakeVerdict | Promise<FakeVerdict>);
  /**
   * The name of the scanner.
   * @default 'fake'
   */
  readonly name?: string;
}

/** A scanner that answers as scripted and records its requests. */
export interface FakeScanner extends ContentScanner {
  /** Every request so far, in order. */
  readonly requests: readonly ScanRequest[];
}

/**
 * Makes a scripted scanner for tests. It has no network and no rules, and records every request.
 * @throws GuardrailConfigError for an option or a verdict that is not valid, because it would allow everything
 */
export function fakeScanner(options: FakeScannerOptions = {}): FakeScanner {
  oneOfKeys('fakeScanner', options, ['verdicts', 'name'] satisfies readonly (keyof FakeScannerOptions)[]);
  const { verdicts = {}, name = 'fake' } = options;
  if (typeof verdicts !== 'function') {
    const script = isList(verdicts) ? verdicts : [verdicts];
    for (const [at, verdict] of script.entries()) assertVerdict(`verdicts[${at}]`, verdict);
  }
  const requests: ScanRequest[] = [];
  const next = (request: ScanRequest): FakeVerdict | Promise<FakeVerdict> => {
    if (typeof verdicts === 'function') return verdicts(request);
    if (!isList(verdicts)) return verdicts;
    return verdicts[Math.min(requests.length, verdicts.length) - 1] ?? {};
  };
  return {
    name,
    requests,
    async scan(request, scanOptions = {}) {
      const { signal } = scanOptions;
      signal?.throwIfAborted();
      requests.push(request);
      const verdict = await untilAborted(next(request), signal);
      signal?.throwIfAborted();
      // A function may return a value that is not a verdict.
      assertObject('verdicts', verdict);
      return complete(verdict, request);
    },
  };
}

function isList(verdicts: FakeVerdict | readonly FakeVerdict[]): verdicts is readonly FakeVerdict[] {
  return Array.isArray(verdicts);
}

/**
 * Checks a verdict.
 * @throws GuardrailConfigError for a field that no result has: the verdict would be read as a clean allow
 */
function assertVerdict(field: string, verdict: unknown): void {
  assertObject(field, verdict);
  oneOfKeys(field, verdict, RESULT_FIELDS);
}

/**
 * Checks that a verdict is an object.
 * @throws GuardrailConfigError for a function, a list or a word, which would be read as a clean allow
 */
function assertObject(field: string, verdict: unknown): void {
  if (typeof verdict !== 'object' || verdict === null || Array.isArray(verdict))
    throw new GuardrailConfigError(field, 'must be a verdict: an object with fields of a scan result');
}

function complete(verdict: FakeVerdict, request: ScanRequest): ScanResult {
  const { promptDetected, responseDetected, ...given } = verdict;
  const detected = {
    promptDetected: { ...NOTHING_DETECTED.promptDetected, ...promptDetected },
    responseDetected: { ...NOTHING_DETECTED.responseDetected, ...responseDetected },
    ...(given.toolDetected !== undefined && { toolDetected: given.toolDetected }),
  };
  const action = given.action ?? 'allow';
  const judged = judge({
    action,
    category: action === 'block' ? 'malicious' : 'benign',
    incomplete: given.degraded === true,
    ...detected,
  });
  return {
    ...judged,
    scanId: 'fake-scan',
    reportId: 'fake-report',
    profileName: request.profileName ?? 'default',
    latencyMs: 0,
    ...(request.sessionId !== undefined && { sessionId: request.sessionId }),
    ...(request.trId !== undefined && { trId: request.trId }),
    ...given,
    ...detected,
  };
}
