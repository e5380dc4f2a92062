import { readFileSync } from 'node:fs';
import * as core from 'airs-guardrails';
import * as aiSdk from 'airs-guardrails/ai-sdk';
import * as airs from 'airs-guardrails/airs';
import * as langchain from 'airs-guardrails/langchain';
import * as langchainAgent from 'airs-guardrails/langchain/agent';
import * as local from 'airs-guardrails/local';
import * as localDlp from 'airs-guardrails/local/dlp';
import * as otel from 'airs-guardrails/otel';
import * as queue from 'airs-guardrails/queue';
import * as server from 'airs-guardrails/server';
import * as testing from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

// A change here is a change of what users can rely on: make it on purpose, and tell it in the changelog.
describe('public surface', () => {
  it.each([
    [
      '.',
      core,
      [
        'CATEGORIES',
        'CATEGORY_ALIASES',
        'GuardrailConfigError',
        'GuardrailError',
        'GuardrailScanError',
        'GuardrailViolationError',
        'autoScanner',
        'cachedScanner',
        'classifierScanner',
        'combineScanners',
        'consoleLogger',
        'createGuardrail',
        'decide',
        'failedScan',
        'fallbackScanner',
        'findGuardrailError',
        'hasCategory',
        'isFailedScan',
        'isGuardrailError',
        'redisStore',
        'resilientScanner',
        'resolveCategory',
        'resolvePolicy',
        'sharedLimits',
      ],
    ],
    [
      './local',
      local,
      [
        'DETECTOR_FLAGS',
        'PROFILE_DETECTORS',
        'defineDetector',
        'dlpRules',
        'domainSet',
        'findSensitive',
        'localScanner',
        'secretRules',
        'sensitiveData',
        'urlCategories',
      ],
    ],
    [
      './local/dlp',
      localDlp,
      ['DETECTOR_FLAGS', 'defineDetector', 'dlpRules', 'findSensitive', 'secretRules', 'sensitiveData'],
    ],
    [
      './airs',
      airs,
      [
        'AgentMetaSchema',
        'AgentReportSchema',
        'AiProfileSchema',
        'AirsError',
        'AsyncScanObjectSchema',
        'AsyncScanResponseSchema',
        'CONTENT_LIMITS',
        'CgReportSchema',
        'Content',
        'ContentErrorSchema',
        'DataPatternOffsetsSchema',
        'DbsEntrySchema',
        'DetectionDetailsSchema',
        'DetectionServiceResultSchema',
        'DlpReportSchema',
        'MAX_ASYNC_BYTES',
        'MAX_BATCH_SIZE',
        'MAX_ID_CHARACTERS',
        'MAX_SYNC_BYTES',
        'MaskedDataSchema',
        'McReportSchema',
        'MetadataSchema',
        'PatternDetectionSchema',
        'PiReportSchema',
        'PromptDetectedSchema',
        'REGION_ENDPOINTS',
        'ResponseDetectedSchema',
        'ResultDetailSchema',
        'ScanContentSchema',
        'ScanIdResultSchema',
        'ScanIdResultsSchema',
        'ScanResponseSchema',
        'Scanner',
        'SyncScanRequestSchema',
        'TcReportSchema',
        'ThreatScanReportSchema',
        'ThreatScanReportsSchema',
        'ToolDetectedSchema',
        'ToolDetectionEntrySchema',
        'ToolEventMetadataSchema',
        'ToolEventSchema',
        'ToolFlagsSchema',
        'TopicGuardrailsDetailsSchema',
        'TopicGuardrailsReportSchema',
        'ToxicContentDetailsSchema',
        'UrlfEntrySchema',
        'VERSION',
        'airsScanner',
        'hasAirsCredential',
        'init',
        'scanBatch',
        'toScanResult',
      ],
    ],
    [
      './ai-sdk',
      aiSdk,
      [
        'getGuardrailResults',
        'guardChatRequest',
        'guardEmbeddingModel',
        'guardImageModel',
        'guardMessages',
        'guardModel',
        'guardProvider',
        'guardRerankingModel',
        'guardSpeechModel',
        'guardTools',
        'guardTranscriptionModel',
        'guardrailDataPart',
        'guardrailErrorMessage',
        'guardrailErrorMetadata',
        'guardrailMessageMetadata',
        'guardrailMiddleware',
        'guardrailToolApproval',
        'withGuardrailMetadata',
      ],
    ],
    [
      './langchain',
      langchain,
      [
        'GuardrailCallbackHandler',
        'getGuardrailResults',
        'guardChatModel',
        'guardEmbeddings',
        'guardLLM',
        'guardMessages',
        'guardRetriever',
        'guardRunnable',
        'guardTool',
      ],
    ],
    ['./langchain/agent', langchainAgent, ['guardrailAgentMiddleware']],
    ['./otel', otel, ['otelTelemetry']],
    ['./queue', queue, ['collectResults', 'enqueueScans', 'queueProgress', 'scanWorker']],
    ['./server', server, ['createAirsServer']],
    ['./testing', testing, ['fakeScanner']],
  ])('of %s is as decided', (_entry, module, names) => {
    expect(Object.keys(module).sort()).toEqual(names);
  });

  it('has an entry for each, and no other', () => {
    const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');
    expect(entries).toEqual([
      '.',
      './airs',
      './local',
      './local/dlp',
      './ai-sdk',
      './langchain',
      './langchain/agent',
      './otel',
      './queue',
      './server',
      './testing',
    ]);
  });

  it('carries the version of package.json', () => {
    expect(airs.VERSION).toBe(manifest.version);
  });

  it('keeps its run-time dependencies at zod and ofetch, and two small ones of the command line', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['cli-progress', 'commander', 'ofetch', 'zod']);
  });
});
