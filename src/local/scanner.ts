import {
  type ContentScanner,
  failedScan,
  type ScanRequest,
  type ScanResult,
  sectionedText,
  writtenDown,
} from '../scan/index.js';
import { Engine, type Task } from './engine.js';
import type { LinearModel } from './injection/index.js';
import { withoutLabels } from './labelled-turns.js';
import { type LocalScannerOptions, type ResolvedLocalOptions, resolveLocalOptions } from './options.js';
import { withTypedErrors } from './valid-options.js';
import { engineVerdict, type PartDetection, type ScannedSide } from './verdict.js';

interface ScannedPart extends Task {
  readonly side: ScannedSide;
  /** Whether a span can point into the text. Results have no span field for code. */
  readonly located: boolean;
}

type Row = Omit<ScannedPart, 'text' | 'field' | 'sections'> & {
  readonly read: (request: ScanRequest) => string | undefined;
};

const NOTHING_TO_SCAN =
  'Nothing to scan: prompt, response, codePrompt, codeResponse or toolEvent.input/output is needed';

/**
 * Makes a scanner over the embedded engine. `model` is what `localScanner` adds to the rules for injection.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an option that is not valid
 */
export function makeLocalScanner(
  options: LocalScannerOptions,
  model: LinearModel | undefined,
): ContentScanner {
  const resolved = resolveLocalOptions(options);
  const engine = withTypedErrors('localScanner', () => new Engine(resolved, model));
  return {
    name: 'local',
    // The stream already holds back text in which something may still be found.
    lookahead: 0,
    findStream: () => engine.findStream(),
    configuration: () => writtenDown(options),
    async scan(request, scanOptions) {
      scanOptions?.signal?.throwIfAborted();
      return scanText(request, resolved, engine);
    },
  };
}

function scanText(request: ScanRequest, options: ResolvedLocalOptions, engine: Engine): ScanResult {
  const startedAt = options.now();
  const profileName = request.profileName ?? options.profileName;
  const parts = partsOf(request);
  if (parts.length === 0)
    return failedScan({ ...request, profileName }, NOTHING_TO_SCAN, 0, { kind: 'content' });
  // A pattern would read an object as "[object Object]" and find it harmless.
  if (parts.some((part) => typeof part.text !== 'string')) {
    return failedScan({ ...request, profileName }, 'Every text to scan must be a string', 0, {
      kind: 'content',
    });
  }
  const detections: PartDetection[] = parts.map((part) => {
    const { side, located } = part;
    const unlabelled = side === 'prompt' && located ? withoutLabels(part, request.turns) : undefined;
    if (unlabelled === undefined) return { side, located, ...engine.detect(part) };
    const { spans, ...found } = engine.detect(unlabelled.task);
    return { side, located, ...found, spans: unlabelled.place(spans) };
  });
  const scanId = globalThis.crypto.randomUUID();
  return {
    ...engineVerdict(detections, options),
    scanId,
    reportId: `R${scanId}`,
    profileName,
    ...(request.sessionId !== undefined && { sessionId: request.sessionId }),
    ...(request.trId !== undefined && { trId: request.trId }),
    latencyMs: Math.max(0, options.now() - startedAt),
    source: 'local',
  };
}

/**
 * The parts of a request, with what is looked for in each. Injection is judged in parts that bring instructions; the
 * service does not look for it in a model's answer either. Code rules run on code and tools, because in prose they
 * would take a question about a command for the command. A statement in a prompt is a question about it, and results
 * have no flag for it either.
 */
const ROWS: readonly Row[] = [
  {
    side: 'prompt',
    read: ({ prompt }) => prompt,
    instructs: true,
    code: false,
    located: true,
    database: false,
  },
  {
    side: 'prompt',
    read: ({ codePrompt }) => codePrompt,
    instructs: true,
    code: true,
    located: false,
    database: false,
  },
  {
    side: 'response',
    read: ({ response }) => response,
    instructs: false,
    code: false,
    located: true,
    database: true,
  },
  {
    side: 'response',
    read: ({ codeResponse }) => codeResponse,
    instructs: false,
    code: true,
    located: false,
    database: true,
  },
  {
    side: 'toolInput',
    read: ({ toolEvent }) => toolEvent?.input,
    instructs: true,
    code: true,
    located: true,
    database: true,
  },
  {
    side: 'toolOutput',
    read: ({ toolEvent }) => toolEvent?.output,
    instructs: true,
    code: true,
    located: true,
    database: true,
  },
];

function partsOf(request: ScanRequest): ScannedPart[] {
  const { sections } = request;
  const judged = sectionedText(request);
  const parts: ScannedPart[] = [];
  for (const { read, side, instructs, code, located, database } of ROWS) {
    const text = read(request);
    if (text === undefined || text === '') continue;
    const own = text === judged ? sections : undefined;
    parts.push({ side, instructs, code, located, database, text, field: side, sections: own });
  }
  return parts;
}
