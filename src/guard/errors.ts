import { GuardrailError, type ScanResult } from '../scan/index.js';
import type { Decision } from './policy/decision.js';
import type { Direction } from './policy/effects.js';

/** The method that Node, Deno and Bun call to print an object. */
const PRINTED = Symbol.for('nodejs.util.inspect.custom');

/** The fields that both refusals carry. Neither holds the text: the `text` of a blocked decision is empty. */
class GuardrailRefusal extends GuardrailError {
  readonly direction: Direction;
  readonly result: ScanResult;
  readonly decision: Decision;

  constructor(
    code: 'ERR_GUARDRAIL_BLOCKED' | 'ERR_GUARDRAIL_UNAVAILABLE',
    message: string,
    decision: Decision,
  ) {
    super(code, message);
    this.direction = decision.direction;
    this.result = decision.result;
    this.decision = decision;
  }

  override toJSON(): Record<string, unknown> {
    const { action, severity, categories, scanId, reportId, profileName } = this.result;
    return {
      ...super.toJSON(),
      direction: this.direction,
      action,
      severity,
      categories,
      scanId,
      reportId,
      profileName,
    };
  }

  /** Prints one line: the message names the finding, and the whole result would fill a screen. */
  [PRINTED](): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

const SUBJECTS: Readonly<Record<Direction, string>> = {
  prompt: 'Prompt',
  response: 'Response',
  tool: 'Tool call',
};

/** Thrown when the policy blocks what the scanner found. */
export class GuardrailViolationError extends GuardrailRefusal {
  override readonly name = 'GuardrailViolationError';

  constructor(decision: Decision) {
    const { severity, categories, scanId } = decision.result;
    const scan = scanId === '' ? '' : `, scan ${scanId}`;
    super(
      'ERR_GUARDRAIL_BLOCKED',
      `${SUBJECTS[decision.direction]} blocked by guardrail: ${categories.join(', ')} (${severity}${scan})`,
      decision,
    );
  }
}

/** Thrown when the content could not be scanned, or not in full, and the policy fails closed. */
export class GuardrailScanError extends GuardrailRefusal {
  override readonly name = 'GuardrailScanError';

  constructor(decision: Decision) {
    const { error, categories } = decision.result;
    super(
      'ERR_GUARDRAIL_UNAVAILABLE',
      `${SUBJECTS[decision.direction]} not released, the scan failed: ${error ?? categories.join(', ')}`,
      decision,
    );
  }
}

/** Makes the error for a decision to block. */
export function refusalOf(decision: Decision): GuardrailViolationError | GuardrailScanError {
  return decision.reason === 'scan_failed'
    ? new GuardrailScanError(decision)
    : new GuardrailViolationError(decision);
}

/** Tells whether an error is a refusal made by this copy of the package. */
export function isRefusal(error: unknown): error is GuardrailViolationError | GuardrailScanError {
  return error instanceof GuardrailViolationError || error instanceof GuardrailScanError;
}
