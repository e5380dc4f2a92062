import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printable, type ScanResult } from '../../scan/index.js';
import { findingsIn } from './findings.js';
import type { FindPlace } from './line-places.js';
import type { ScanEnd } from './verdict-code.js';

/** One scanned text of a SARIF log. */
export interface SarifSource {
  /** The path to show, relative to the root of the project if it is inside. */
  readonly path: string;
  readonly end: ScanEnd;
  readonly result: ScanResult;
  readonly place: FindPlace;
  /** The first and last scanned line, for findings without a place. */
  readonly lines: readonly [first: number, last: number];
}

const LEVELS = { block: 'error', warn: 'warning', allow: 'note', failed: 'error' } as const;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://www.npmjs.com/package/airs-guardrails';

/** The meaning of each detector, for the list of rules. */
const MEANINGS: Readonly<Record<string, string>> = {
  injection: 'Text that tries to give a model other orders',
  dlp: 'Sensitive data',
  secrets: 'A credential',
  urlCats: 'An address that is not to be trusted',
  toxicContent: 'Toxic content',
  maliciousCode: 'Malicious code',
  agent: 'A threat to an agent',
  topicViolation: 'A topic that the profile rules out',
  sourceCode: 'Source code',
  dbSecurity: 'A dangerous database statement',
  ungrounded: 'An answer that its context does not support',
};

/**
 * Makes a SARIF 2.1.0 log from results. It holds places and labels, never the text of a finding.
 * @param version the version of this package
 */
export function sarifLog(sources: readonly SarifSource[], version: string): Record<string, unknown> {
  const rules = new Map<string, { index: number; rule: Record<string, unknown> }>();
  const ruleIndex = (id: string, detector: string, label: string): number => {
    const known = rules.get(id);
    if (known !== undefined) return known.index;
    const text = `${MEANINGS[detector] ?? 'A finding of a detector'}: ${label}`;
    const rule = {
      id,
      name: label,
      shortDescription: { text },
      helpUri: HOME,
      defaultConfiguration: { level: 'warning' },
    };
    rules.set(id, { index: rules.size, rule });
    return rules.size - 1;
  };
  const results = sources.flatMap((source) => (source.end === 'failed' ? [] : resultsOf(source, ruleIndex)));
  const failed = sources.filter(({ end }) => end === 'failed');
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'airs-guardrails',
            version,
            semanticVersion: version,
            informationUri: HOME,
            rules: [...rules.values()].map(({ rule }) => rule),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: failed.length === 0,
            toolExecutionNotifications: failed.map(({ path, result }) => ({
              level: 'error',
              message: { text: `The scan failed: ${printable(result.error ?? 'it was not complete', 300)}` },
              locations: [{ physicalLocation: { artifactLocation: { uri: sarifUri(path) } } }],
            })),
          },
        ],
        results,
      },
    ],
  };
}

function resultsOf(
  { path, end, result, place, lines }: SarifSource,
  ruleIndex: (id: string, detector: string, label: string) => number,
): Record<string, unknown>[] {
  return findingsIn(result).map((finding) => {
    const detector = printable(finding.detector);
    const label = printable(finding.label);
    const ruleId = `${detector}/${label}`;
    const start = finding.span && place(finding.span.start);
    const end_ = finding.span && place(finding.span.end);
    const region =
      start === undefined || end_ === undefined
        ? { startLine: lines[0], endLine: lines[1] }
        : { startLine: start.line, startColumn: start.column, endLine: end_.line, endColumn: end_.column };
    return {
      ruleId,
      ruleIndex: ruleIndex(ruleId, detector, label),
      level: LEVELS[end],
      message: { text: `${MEANINGS[detector] ?? 'Found'}: ${label} (${result.action}, ${result.severity})` },
      locations: [{ physicalLocation: { artifactLocation: { uri: sarifUri(path) }, region } }],
    };
  });
}

/** Returns a path as the URI of an artifact: relative to the working folder if it is inside, or else absolute. */
export function sarifUri(path: string): string {
  const inside = isAbsolute(path) ? relative(process.cwd(), path) : path;
  if (inside.startsWith('..') || isAbsolute(inside)) return pathToFileURL(path).href;
  return inside.split(sep).map(encodeURIComponent).join('/');
}
