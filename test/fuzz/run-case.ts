import { type GuardrailEvent, isGuardrailError } from 'airs-guardrails';
import type { FuzzCase, Outcome } from './case.js';
import { driveAiSdk, driveAiTool, driveText, type Gathered, type GuardOptions } from './drive-ai-sdk.js';
import { driveChatTool, driveLangChain } from './drive-langchain.js';
import { type Violation, violationOf } from './oracle.js';
import { NEVER, scannerOf, settled } from './scanners.js';

/** Runs a case and says what is wrong, if anything. */
export async function check(given: FuzzCase): Promise<Violation | undefined> {
  const outcome = await outcomeOf(given, false);
  const failed = outcome.told.some((error) => error instanceof Error && !isGuardrailError(error));
  const isCompared = given.scanner === 'allow' || failed;
  return violationOf(given, outcome, isCompared ? await outcomeOf(given, true) : undefined);
}

async function outcomeOf(given: FuzzCase, isBare: boolean): Promise<Outcome> {
  const { scanner, scans } = scannerOf(given);
  const events: GuardrailEvent[] = [];
  const options: GuardOptions = {
    scanner,
    policy: given.policy,
    stream: given.stream,
    onEvent: (event) => void events.push(event),
    onWarning: () => undefined,
  };
  const gathered: Gathered = { received: [], joined: [], errors: [], heard: [] };
  const thrown: unknown[] = [];
  const running = drive(given, options, gathered, isBare).catch((error: unknown) => void thrown.push(error));
  const hung = (await settled(running)) === NEVER;
  const { received, joined, errors, heard } = gathered;
  const told = [...thrown, ...errors.filter(isGuardrailError), ...events, ...heard];
  return { received, joined, told, failures: [...thrown, ...errors], hung, scans: scans() };
}

async function drive(
  given: FuzzCase,
  options: GuardOptions,
  gathered: Gathered,
  isBare: boolean,
): Promise<void> {
  switch (given.subject.kind) {
    case 'text-stream':
    case 'text-check':
      return isBare ? driveBareText(given, gathered) : driveText(given, options, gathered);
    case 'ai-tool':
      return driveAiTool(given, options, gathered, isBare);
    case 'chat-tool':
      return driveChatTool(given, options, gathered, isBare);
    case 'chat-stream':
    case 'chat-invoke':
    case 'chat-prompt':
      return driveLangChain(given, options, gathered, isBare);
    default:
      return driveAiSdk(given, options, gathered, isBare);
  }
}

async function driveBareText({ subject }: FuzzCase, { received }: Gathered): Promise<void> {
  if (subject.kind === 'text-check') received.push(subject.text);
  if (subject.kind === 'text-stream') received.push(subject.pieces.join(''));
}
