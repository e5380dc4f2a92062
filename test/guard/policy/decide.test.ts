import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/guard/policy/decide.js';
import type { Outcome } from '../../../src/guard/policy/decision.js';
import type { Direction, Effect } from '../../../src/guard/policy/effects.js';
import { type PolicyOptions, resolvePolicy } from '../../../src/guard/policy/policy.js';
import type { PolicyPreset } from '../../../src/guard/policy/presets.js';
import {
  type Action,
  type FailureKind,
  failedScan,
  type ScanResult,
  SEVERITIES,
  type Severity,
} from '../../../src/scan/index.js';
import { firing, verdict } from '../support.js';

const PRESETS: readonly PolicyPreset[] = ['strict', 'balanced', 'redact', 'monitor'];
const CLOSED: readonly PolicyPreset[] = ['strict', 'balanced', 'redact'];
const DIRECTIONS: readonly Direction[] = ['prompt', 'response', 'tool'];
const ACTIONS: readonly Action[] = ['allow', 'warn', 'block'];

/** Detectors besides DLP, as the service documents them for each direction. */
const OTHERS: Readonly<Record<Direction, readonly string[]>> = {
  prompt: ['injection', 'urlCats', 'toxicContent', 'maliciousCode', 'agent', 'topicViolation', 'sourceCode'],
  response: [
    'urlCats',
    'dbSecurity',
    'toxicContent',
    'maliciousCode',
    'agent',
    'ungrounded',
    'topicViolation',
  ],
  tool: ['injection', 'urlCats', 'dbSecurity', 'toxicContent', 'maliciousCode', 'agent', 'topicViolation'],
};

/** The presets as their documentation promises them, by the scanner's action and what fired. */
const PROMISED: Readonly<Record<PolicyPreset, Readonly<Record<Action, Readonly<Record<string, Outcome>>>>>> =
  {
    strict: {
      allow: { nothing: 'allow', dlp: 'block', other: 'allow', both: 'block' },
      warn: { nothing: 'block', dlp: 'block', other: 'block', both: 'block' },
      block: { nothing: 'block', dlp: 'block', other: 'block', both: 'block' },
    },
    balanced: {
      allow: { nothing: 'allow', dlp: 'allow', other: 'allow', both: 'allow' },
      warn: { nothing: 'warn', dlp: 'warn', other: 'warn', both: 'warn' },
      block: { nothing: 'block', dlp: 'block', other: 'block', both: 'block' },
    },
    redact: {
      allow: { nothing: 'allow', dlp: 'redact', other: 'allow', both: 'redact' },
      warn: { nothing: 'warn', dlp: 'redact', other: 'warn', both: 'redact' },
      block: { nothing: 'block', dlp: 'redact', other: 'block', both: 'block' },
    },
    monitor: {
      allow: { nothing: 'allow', dlp: 'allow', other: 'allow', both: 'allow' },
      warn: { nothing: 'warn', dlp: 'warn', other: 'warn', both: 'warn' },
      block: { nothing: 'warn', dlp: 'warn', other: 'warn', both: 'warn' },
    },
  };

const CASES = PRESETS.flatMap((preset) =>
  DIRECTIONS.flatMap((direction) =>
    ACTIONS.flatMap((action) =>
      Object.entries(PROMISED[preset][action]).flatMap(([fired, promised]) =>
        (fired === 'nothing' || fired === 'dlp' ? [''] : OTHERS[direction]).map((other) => ({
          preset,
          direction,
          action,
          flags: [...(fired === 'dlp' || fired === 'both' ? ['dlp'] : []), ...(other === '' ? [] : [other])],
          promised,
        })),
      ),
    ),
  ),
);

describe('presets', () => {
  test.each(CASES)('$preset, $direction: action $action with $flags is $promised', (row) => {
    const { preset, direction, action, flags, promised } = row;
    const ruling = decide(firing(direction, flags, { action }), direction, resolvePolicy(preset));
    expect(ruling.outcome).toBe(promised);
    expect(ruling.reason).toBe(promised === 'block' ? 'violation' : undefined);
    if (promised === 'redact') expect(ruling.redact).toEqual(['dlp']);
  });

  test.each(CASES)('$preset, $direction: the same, incomplete: action $action with $flags', (row) => {
    const { preset, direction, action, flags, promised } = row;
    const result = firing(direction, flags, { action, degraded: true });
    const ruling = decide(result, direction, resolvePolicy(preset));
    if (preset === 'monitor') expect(ruling.outcome).toBe('warn');
    else {
      expect(ruling.outcome).toBe('block');
      expect(ruling.reason).toBe(promised === 'block' ? 'violation' : 'scan_failed');
    }
  });

  test.each(PRESETS.flatMap((preset) => DIRECTIONS.map((direction) => ({ preset, direction }))))(
    'a failed scan: $preset, $direction',
    ({ preset, direction }) => {
      const ruling = decide(failedScan({}, 'API error 503', 1), direction, resolvePolicy(preset));
      const closed = { outcome: 'block', redact: [], reason: 'scan_failed' };
      expect(ruling).toEqual(preset === 'monitor' ? { outcome: 'warn', redact: [] } : closed);
    },
  );

  test.each(PRESETS)('a verdict that was not understood: %s', (preset) => {
    // Even where every detector that fired has an effect of its own.
    for (const direction of DIRECTIONS) {
      const result = firing(direction, ['dlp'], { action: 'block', categories: ['dlp', 'unknown_action'] });
      expect(decide(result, direction, resolvePolicy(preset)).outcome).toBe(
        preset === 'monitor' ? 'warn' : 'block',
      );
      const allowed = resolvePolicy({ preset, [direction]: { dlp: 'allow' } });
      expect(decide(result, direction, allowed).outcome).toBe(preset === 'monitor' ? 'warn' : 'block');
    }
  });

  test.each(['', undefined, 'ALLOW', 'pass', 'constructor'])('an action that is none: %s', (action) => {
    for (const preset of CLOSED) {
      const ruling = decide(verdict({ action: action as Action }), 'prompt', resolvePolicy(preset));
      expect(ruling.outcome).toBe('block');
    }
  });
});

describe('what fired elsewhere than in the text', () => {
  const redact = resolvePolicy('redact');

  test('data in the prompt beside a response is left to the check of the prompt', () => {
    for (const action of ACTIONS)
      expect(decide(firing('prompt', ['dlp'], { action }), 'response', redact).outcome).toBe('allow');
    const both = { ...firing('prompt', ['dlp']), responseDetected: { dlp: true, urlCats: false } };
    expect(decide(both, 'response', redact)).toEqual({ outcome: 'redact', redact: ['dlp'] });
  });

  test('an attack in the prompt beside a response counts', () => {
    const result = firing('prompt', ['injection', 'dlp'], { action: 'block' });
    expect(decide(result, 'response', redact).outcome).toBe('block');
    const own = resolvePolicy({ preset: 'redact', prompt: { injection: 'block' } });
    expect(decide(firing('prompt', ['injection']), 'response', own).outcome).toBe('block');
  });

  test.each([
    ['tool', 'prompt'],
    ['tool', 'response'],
    ['prompt', 'response'],
    ['prompt', 'tool'],
    ['response', 'tool'],
  ] as const)(
    'nothing but the text was sent: data of a %s reported under %s is redacted',
    (direction, side) => {
      const ruling = decide(firing(side, ['dlp'], { action: 'block' }), direction, redact);
      expect(ruling).toEqual({ outcome: 'redact', redact: ['dlp'] });
    },
  );

  test('detectors without a name of ours follow the verdict', () => {
    const other = { injection: false, dlp: true, urlCats: false, other: ['new_detector'] };
    const result = verdict({ action: 'block', promptDetected: other });
    expect(decide(result, 'prompt', redact).outcome).toBe('block');
  });

  test('threats without a flag follow the verdict', () => {
    const result = verdict({ action: 'block', toolDetected: { threats: ['context poisoning'] } });
    expect(decide(result, 'tool', resolvePolicy('redact')).outcome).toBe('block');
  });
});

describe('failures that also found something', () => {
  const open = resolvePolicy({ onScanFailure: 'allow' });

  test('a block is not lost in a failure that may pass', () => {
    const blocked = firing('prompt', ['injection'], {
      action: 'block',
      categories: ['prompt_injection', 'api_error'],
    });
    expect(decide(blocked, 'prompt', open)).toMatchObject({ outcome: 'block', reason: 'violation' });
    const bare = verdict({ action: 'block', categories: ['api_error'] });
    expect(decide(bare, 'prompt', open).outcome).toBe('block');
  });

  test('a failure alone is what the policy says, whatever it says of warnings', () => {
    const strict = resolvePolicy({ preset: 'strict', onScanFailure: 'allow', minBlockSeverity: 'MEDIUM' });
    expect(decide(failedScan({}, 'down', 1), 'prompt', strict)).toEqual({ outcome: 'allow', redact: [] });
  });

  test('a severity to block from counts for failures too', () => {
    const policy = resolvePolicy({ onScanFailure: 'warn', minBlockSeverity: 'LOW' });
    expect(decide(failedScan({}, 'down', 1), 'prompt', policy).outcome).toBe('block');
  });

  test('an error, a partial scan or an unknown action beside an allow is not an allow', () => {
    const clean = { ...failedScan({}, '', 1), action: 'allow', severity: 'SAFE', error: undefined } as const;
    const { error: _none, ...allowed } = { ...clean, categories: ['safe'] };
    const odd = [
      { ...allowed, error: 'boom' },
      { ...allowed, categories: ['partial_scan'] },
      { ...allowed, categories: ['unknown_action'] },
    ];
    for (const preset of ['strict', 'balanced', 'redact'] as const) {
      expect(decide(allowed, 'prompt', resolvePolicy(preset)).outcome).toBe('allow');
      for (const result of odd) expect(decide(result, 'prompt', resolvePolicy(preset)).outcome).toBe('block');
    }
  });

  test('threats in words are not explained away by the effects of detectors', () => {
    const result = firing('tool', ['dlp'], { action: 'block' });
    const policy = resolvePolicy({ tool: { dlp: 'allow' } });
    expect(decide(result, 'tool', policy).outcome).toBe('allow');
    const threat = { ...result, toolDetected: { ...result.toolDetected, threats: ['credential leakage'] } };
    expect(decide(threat, 'tool', policy).outcome).toBe('block');
  });

  test.each(['allow', 'warn', 'redact'] as const)(
    'a threat that only repeats that something fired leaves the effect %s to the detector',
    (effect) => {
      const result = firing('tool', ['dlp'], { action: 'block' });
      const policy = resolvePolicy({ tool: { dlp: effect } });
      for (const threats of [['context poisoning'], ['Context Poisoning', 'context poisoning']]) {
        const stamped = { ...result, toolDetected: { ...result.toolDetected, threats } };
        expect(decide(stamped, 'tool', policy).outcome).toBe(effect);
        const more = { ...stamped.toolDetected, threats: [...threats, 'something new'] };
        expect(decide({ ...stamped, toolDetected: more }, 'tool', policy).outcome).toBe('block');
      }
    },
  );

  test("a tool's finding that is reported under the prompt has the tool's effect", () => {
    const result = firing('prompt', ['injection'], { action: 'block' });
    const outcome = (policy: PolicyOptions) => decide(result, 'tool', resolvePolicy(policy)).outcome;
    expect(outcome({ prompt: { injection: 'allow' }, tool: { injection: 'block' } })).toBe('block');
    expect(outcome({ prompt: { injection: 'allow' } })).toBe('block');
    expect(outcome({ tool: { injection: 'warn' } })).toBe('warn');
    expect(outcome({ prompt: { injection: 'block' }, tool: { injection: 'warn' } })).toBe('block');
  });

  test('each direction has its own word', () => {
    const policy = resolvePolicy({ onScanFailure: { prompt: 'allow', response: 'warn' } });
    const outcomes = DIRECTIONS.map(
      (direction) => decide(failedScan({}, 'down', 1), direction, policy).outcome,
    );
    expect(outcomes).toEqual(['allow', 'warn', 'block']);
  });

  const KINDS = ['outage', 'refused', 'content', 'response', 'config'] as const;
  const byClass = (given: PolicyOptions['onScanFailure'], result: (kind: FailureKind) => ScanResult) => {
    const policy = resolvePolicy({ ...(given !== undefined && { onScanFailure: given }) });
    return KINDS.map((kind) => decide(result(kind), 'prompt', policy).outcome);
  };

  test.each([
    ['allow', ['allow', 'block', 'block', 'allow', 'block']],
    ['warn', ['warn', 'block', 'block', 'warn', 'block']],
    ['block', ['block', 'block', 'block', 'block', 'block']],
    [{ refused: 'allow' }, ['block', 'allow', 'block', 'block', 'block']],
    [{ outage: 'warn', content: 'allow' }, ['warn', 'block', 'allow', 'block', 'block']],
    [{ prompt: { config: 'warn', response: 'allow' } }, ['block', 'block', 'block', 'allow', 'warn']],
    [{ tool: 'allow' }, ['block', 'block', 'block', 'block', 'block']],
  ] as const)('%j: by the class of the failure', (given, outcomes) => {
    expect(byClass(given, (kind) => failedScan({}, 'down', 1, { kind }))).toEqual(outcomes);
  });

  test('a failure without a class, and an incomplete answer, count as an outage; a made up class blocks', () => {
    const policy = resolvePolicy({ onScanFailure: { outage: 'allow' } });
    const { failure: _, ...bare } = failedScan({}, 'down', 1);
    const made = { ...bare, failure: { kind: 'toString' } } as unknown as ScanResult;
    const outcomes = [bare, verdict({ action: 'warn', degraded: true }), made].map(
      (result) => decide(result, 'prompt', policy).outcome,
    );
    expect(outcomes).toEqual(['allow', 'warn', 'block']);
  });

  test('an incomplete answer with data to redact: redacted where failures pass, else blocked', () => {
    const result = firing('prompt', ['dlp'], { degraded: true });
    const passing = resolvePolicy({ preset: 'redact', onScanFailure: 'warn' });
    expect(decide(result, 'prompt', passing)).toEqual({ outcome: 'redact', redact: ['dlp'] });
    expect(decide(result, 'prompt', resolvePolicy('redact')).reason).toBe('scan_failed');
  });
});

describe('effects of detectors', () => {
  test.each(['allow', 'warn', 'redact', 'block'] as const)(
    '%s decides alone where only its detector fired',
    (effect) => {
      for (const direction of DIRECTIONS) {
        const detector = OTHERS[direction][0] as string;
        const policy = resolvePolicy({ [direction]: { [detector]: effect } });
        for (const action of ACTIONS) {
          const ruling = decide(firing(direction, [detector], { action }), direction, policy);
          expect(ruling.outcome).toBe(effect);
        }
      }
    },
  );

  test('follow restores what the preset had of its own', () => {
    const policy = resolvePolicy({ preset: 'redact', prompt: { dlp: 'follow' } });
    expect(decide(firing('prompt', ['dlp'], { action: 'block' }), 'prompt', policy).outcome).toBe('block');
    expect(decide(firing('prompt', ['dlp']), 'prompt', policy).outcome).toBe('allow');
  });
});

const ORDER: readonly Outcome[] = ['allow', 'warn', 'redact', 'block'];
const rank = (outcome: Outcome): number => ORDER.indexOf(outcome);
const effectArb = fc.constantFrom<Effect>('follow', 'allow', 'warn', 'redact', 'block');
const severityArb = fc.constantFrom<Severity>(...SEVERITIES);
const directionArb = fc.constantFrom(...DIRECTIONS);
const flagsOf = (direction: Direction): readonly string[] => ['dlp', ...OTHERS[direction]];

const sceneArb = directionArb.chain((direction) =>
  fc.record({
    direction: fc.constant(direction),
    preset: fc.constantFrom(...PRESETS),
    effects: fc.dictionary(fc.constantFrom(...flagsOf(direction)), effectArb, { noNullPrototype: true }),
    fired: fc.subarray([...flagsOf(direction)]),
    action: fc.constantFrom(...ACTIONS),
    severity: severityArb,
    degraded: fc.boolean(),
  }),
);

function outcomeOf(
  scene: {
    direction: Direction;
    preset: PolicyPreset;
    effects: Record<string, Effect>;
    fired: string[];
  } & Pick<ScanResult, 'action' | 'severity'> & { degraded: boolean },
  more: PolicyOptions = {},
): Outcome {
  const { direction, preset, effects, fired, action, severity, degraded } = scene;
  const policy = resolvePolicy({ preset, [direction]: effects, ...more });
  return decide(firing(direction, fired, { action, severity, degraded }), direction, policy).outcome;
}

describe('properties', () => {
  test('the strictest effect of what fired is the least that happens', () => {
    fc.assert(
      fc.property(sceneArb, (scene) => {
        const outcome = outcomeOf(scene);
        const { effects, fired } = scene;
        for (const flag of fired) {
          const effect = Object.hasOwn(effects, flag) ? effects[flag] : 'follow';
          if (effect !== undefined && effect !== 'follow')
            expect(rank(outcome)).toBeGreaterThanOrEqual(rank(effect));
        }
      }),
    );
  });

  test('a lower floor and a higher severity never make an outcome milder', () => {
    fc.assert(
      fc.property(sceneArb, severityArb, severityArb, (scene, floor, severity) => {
        const plain = rank(outcomeOf(scene));
        const floored = outcomeOf(scene, { minBlockSeverity: floor });
        expect(rank(floored)).toBeGreaterThanOrEqual(plain);
        if (SEVERITIES.indexOf(scene.severity) >= SEVERITIES.indexOf(floor)) expect(floored).toBe('block');
        const milder = SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(scene.severity);
        const other = rank(outcomeOf({ ...scene, severity }, { minBlockSeverity: floor }));
        if (milder) expect(other).toBeLessThanOrEqual(rank(floored));
      }),
    );
  });

  test('an incomplete answer is never milder than a complete one', () => {
    fc.assert(
      fc.property(sceneArb, (scene) => {
        const complete = rank(outcomeOf({ ...scene, degraded: false }));
        expect(rank(outcomeOf({ ...scene, degraded: true }))).toBeGreaterThanOrEqual(complete);
      }),
    );
  });

  test('a stricter action of the scanner never makes an outcome milder', () => {
    fc.assert(
      fc.property(sceneArb, (scene) => {
        const ranks = ACTIONS.map((action) => rank(outcomeOf({ ...scene, action })));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }),
    );
  });

  test('a failed scan never passes under a policy that fails closed, whatever else it says', () => {
    fc.assert(
      fc.property(sceneArb, fc.constantFrom(...CLOSED), (scene, preset) => {
        const { direction, effects, fired, action, severity } = scene;
        const policy = resolvePolicy({ preset, [direction]: effects });
        const result = firing(direction, fired, { action, severity, categories: ['x', 'api_error'] });
        expect(decide(result, direction, policy).outcome).toBe('block');
      }),
    );
  });
});
