/** Ids that services, providers and SDKs make. */
const ID = /^[\w.:+/=@~-]{1,256}$/;

/** Names of modes, kinds, reasons and states. */
const NAME = /^[a-z][a-z\d_.-]{0,63}$/;

/** The reason why an answer ended, in the words of a provider: only letters, in any case. */
const REASON = /^[A-Za-z][A-Za-z_.-]{0,63}$/;

/** Data that only its maker can read: base64 in either alphabet, in one piece or several. */
const OPAQUE = /^[\w+/=.:~-]*$/;

const MODEL = /^[\w.:/@-]{1,160}$/;
const MEDIA_TYPE = /^[\w-]+\/[\w.+*-]{1,127}(?:; ?[\w-]+=[\w.-]+)*$/;
/** A time, written as a date or as a number of seconds or milliseconds, or a duration. */
export const TIME = /^(?:\d{1,14}(?:\.\d+)?|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)$/;

const rows = (shape: RegExp, ...names: readonly string[]): (readonly [string, RegExp])[] =>
  names.map((name) => [name, shape]);

/**
 * Fields that are passed unjudged wherever they occur outside the content of a message or an answer, with the shape
 * that their values must have. They name, count or seal, and cannot carry prose. Every other field is judged.
 */
export const PASSED_FIELDS: ReadonlyMap<string, RegExp> = new Map([
  ...rows(
    ID,
    'id',
    'itemId',
    'item_id',
    'call_id',
    'callId',
    'toolCallId',
    'tool_call_id',
    'toolUseId',
    'tool_use_id',
    'parentToolCallId',
    'approvalId',
    'approval_id',
    'approval_request_id',
    'responseId',
    'response_id',
    'previous_response_id',
    'messageId',
    'message_id',
    'request_id',
    'requestId',
    'fileId',
    'file_id',
    'fileIds',
    'providerReference',
    'reference',
    'container_id',
    'containerId',
    'generationId',
    'run_id',
    'runId',
    'thread_id',
    'safety_identifier',
    'prompt_cache_key',
    'system_fingerprint',
    'systemFingerprint',
  ),
  ...rows(
    NAME,
    'type',
    'sourceType',
    'source_type',
    'role',
    'status',
    'object',
    'service_tier',
    'serviceTier',
    'modelProvider',
    'model_provider',
    'provider',
    'ls_provider',
    'done_reason',
    'tool_choice',
    'truncation',
    'responseObject',
    'messageRole',
    'verbosity',
    'effort',
    'output_version',
    'detail',
    'format',
    'encoding',
    'phase',
    'trafficType',
    'cacheControl',
    'cache_control',
    'ttl',
  ),
  ...rows(
    REASON,
    'raw',
    'unified',
    'finishReason',
    'finish_reason',
    'stopReason',
    'stop_reason',
    'reason',
    'native_finish_reason',
    'nativeFinishReason',
    'blockReason',
    'block_reason',
  ),
  ...rows(
    OPAQUE,
    'signature',
    'thoughtSignature',
    'thought_signature',
    'redactedData',
    'encryptedContent',
    'encrypted_content',
    'encryptedIndex',
    'encrypted_index',
    'encrypted_stdout',
    'reasoningEncryptedContent',
  ),
  ...rows(MODEL, 'model', 'ls_model_name', 'modelId', 'model_id', 'modelName', 'model_name', 'modelVersion'),
  ...rows(MEDIA_TYPE, 'mediaType', 'media_type', 'mimeType', 'mime_type', 'contentType'),
  ...rows(
    TIME,
    'timestamp',
    'created',
    'created_at',
    'createdAt',
    'completed_at',
    'expires_at',
    'expiresAt',
    'total_duration',
    'load_duration',
    'prompt_eval_duration',
    'eval_duration',
    'latencyMs',
    'queue_time',
    'prompt_time',
    'completion_time',
    'total_time',
    'duration',
  ),
]);
