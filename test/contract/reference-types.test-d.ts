import type { ScanRequest, ScanResult } from 'airs-guardrails';
import { expectTypeOf, it } from 'vitest';

// The reference document's own declarations, in its words: code written against them must accept ours.
type Action = 'allow' | 'warn' | 'block';
type Severity = 'SAFE' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
interface ReferenceRequest {
  prompt?: string;
  response?: string;
  sessionId?: string;
  trId?: string;
  profileName?: string;
  appName?: string;
  appUser?: string;
  aiModel?: string;
}
interface ReferenceResult {
  action: Action;
  severity: Severity;
  categories: string[];
  scanId: string;
  reportId: string;
  profileName: string;
  promptDetected: { injection: boolean; dlp: boolean; urlCats: boolean };
  responseDetected: { dlp: boolean; urlCats: boolean };
  sessionId?: string;
  trId?: string;
  latencyMs: number;
  error?: string;
}

it('is what the reference says', () => {
  expectTypeOf<ScanResult>().toExtend<ReferenceResult>();
  expectTypeOf<ReferenceResult>().toExtend<ScanResult>();
  expectTypeOf<ReferenceRequest>().toExtend<ScanRequest>();
});
