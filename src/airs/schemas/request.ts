import { z } from 'zod';

/** The most characters of `tr_id`, `session_id` and profile names (service limit). */
export const MAX_ID_CHARACTERS = 100;

/** A security profile by name or by UUID. If both are given, the service uses the id. */
export const AiProfileSchema = z
  .object({
    profile_name: z.string().min(1).max(MAX_ID_CHARACTERS).optional(),
    profile_id: z.guid().optional(),
  })
  .refine((profile) => profile.profile_name !== undefined || profile.profile_id !== undefined, {
    error: 'profile_name or profile_id is needed',
  });
/** A value of {@link AiProfileSchema}. */
export type AiProfile = z.infer<typeof AiProfileSchema>;

/** The agent behind a request, for the scan log. */
export const AgentMetaSchema = z.looseObject({
  agent_id: z.string().optional(),
  agent_version: z.string().optional(),
  agent_arn: z.string().optional(),
});
/** A value of {@link AgentMetaSchema}. */
export type AgentMeta = z.infer<typeof AgentMetaSchema>;

/** Request metadata for the scan log. Unknown keys are passed through, because the service tolerates them. */
export const MetadataSchema = z.looseObject({
  app_name: z.string().optional(),
  app_user: z.string().optional(),
  ai_model: z.string().optional(),
  user_ip: z.string().optional(),
  agent_meta: AgentMetaSchema.optional(),
});
/** A value of {@link MetadataSchema}. */
export type Metadata = z.infer<typeof MetadataSchema>;

/** The source of a tool event. The service knows the ecosystem `mcp`. */
export const ToolEventMetadataSchema = z.strictObject({
  ecosystem: z.string().min(1),
  method: z.string().min(1),
  server_name: z.string().min(1),
  tool_invoked: z.string().optional(),
});
/** A value of {@link ToolEventMetadataSchema}. */
export type ToolEventMetadata = z.infer<typeof ToolEventMetadataSchema>;

/** A tool call or listing. `input` and `output` are strings (raw JSON or text), and at least one is needed. */
export const ToolEventSchema = z
  .strictObject({
    metadata: ToolEventMetadataSchema,
    input: z.string().optional(),
    output: z.string().optional(),
  })
  .refine((event) => event.input !== undefined || event.output !== undefined, {
    error: 'input or output is needed',
  });
/** A value of {@link ToolEventSchema}. */
export type ToolEvent = z.infer<typeof ToolEventSchema>;

/** One content element in wire form. */
export const ScanContentSchema = z.strictObject({
  prompt: z.string().min(1).optional(),
  response: z.string().min(1).optional(),
  code_prompt: z.string().min(1).optional(),
  code_response: z.string().min(1).optional(),
  context: z.string().optional(),
  tool_event: ToolEventSchema.optional(),
});
/** A value of {@link ScanContentSchema}. */
export type ScanContent = z.infer<typeof ScanContentSchema>;

/**
 * The body of a sync scan. Without `ai_profile` the service takes the profile linked to the key, if there is one. The
 * last element of `contents` is judged, and earlier ones are its context.
 */
export const SyncScanRequestSchema = z.strictObject({
  tr_id: z.string().max(MAX_ID_CHARACTERS).optional(),
  session_id: z.string().max(MAX_ID_CHARACTERS).optional(),
  transaction_id: z.string().max(MAX_ID_CHARACTERS).optional(),
  ai_profile: AiProfileSchema.optional(),
  metadata: MetadataSchema.optional(),
  contents: z.array(ScanContentSchema).min(1),
});
/** A value of {@link SyncScanRequestSchema}. */
export type SyncScanRequest = z.infer<typeof SyncScanRequestSchema>;

/** One request of an async batch. `req_id` is the caller's own number, unique in the batch. */
export const AsyncScanObjectSchema = z.strictObject({
  req_id: z.int().min(0).max(0xffff_ffff),
  scan_req: SyncScanRequestSchema,
});
/** A value of {@link AsyncScanObjectSchema}. */
export type AsyncScanObject = z.infer<typeof AsyncScanObjectSchema>;
