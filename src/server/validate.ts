import { z } from 'zod';
import { type ScanRequest, turnsIn } from '../scan/index.js';
import { type AnswerOutcome, NO_PROFILE, refused, UNKNOWN_PROFILE, UNSUPPORTED_ECOSYSTEM } from './answer.js';
import type { ResolvedLimits, ResolvedProfile } from './options.js';

// Clients send explicit nulls for absent fields, and undocumented fields. Both must be accepted.
const text = z.string().nullish();
const notEmpty = z.string().min(1).nullish();

const ToolEventSchema = z.object({
  metadata: z.object({
    ecosystem: z.string().min(1),
    method: z.string().min(1),
    server_name: z.string().min(1),
    tool_invoked: text,
  }),
  input: text,
  output: text,
});

const ContentSchema = z.object({
  prompt: notEmpty,
  response: notEmpty,
  code_prompt: text,
  code_response: text,
  context: text,
  tool_event: ToolEventSchema.nullish(),
});

const AgentSchema = z.object({ agent_id: text, agent_version: text, agent_arn: text });

const scanRequestSchema = (idCharacters: number) => {
  const id = z.string().max(idCharacters).nullish();
  return z.object({
    tr_id: id,
    session_id: id,
    transaction_id: id,
    ai_profile: z.object({ profile_name: id, profile_id: z.guid().nullish() }).nullish(),
    metadata: z
      .object({
        app_name: text,
        app_user: text,
        ai_model: text,
        user_ip: text,
        agent_meta: AgentSchema.nullish(),
      })
      .nullish(),
    contents: z.array(ContentSchema).min(1),
  });
};

/** One checked scan, as the wire spells it. */
export type WireScanRequest = z.output<ReturnType<typeof scanRequestSchema>>;

/** A scan that may run: the request for the scanner, the wire request, and the profile if the server knows profiles. */
export interface AcceptedScan {
  readonly wire: WireScanRequest;
  readonly request: ScanRequest;
  readonly profile: ResolvedProfile | undefined;
}

/** One request of a batch. */
interface AcceptedBatchItem extends AcceptedScan {
  readonly reqId: number;
}

/** Checks bodies and queries. */
export interface Validator {
  sync(body: Buffer): AnswerOutcome<AcceptedScan>;
  batch(body: Buffer): AnswerOutcome<readonly AcceptedBatchItem[]>;
  ids(query: URLSearchParams, parameter: 'scan_ids' | 'report_ids'): AnswerOutcome<readonly string[]>;
}

/** The methods of tool events that the service accepts (reported live, 2026-08). */
const METHODS: ReadonlySet<string> = new Set(['tools/call', 'tools/list']);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ID_FORMATS = {
  scan_ids: (id: string) => UUID.test(id),
  report_ids: (id: string) => id.startsWith('R') && UUID.test(id.slice(1)),
};

/** Makes a validator for these limits and profiles. */
export function createValidator(
  limits: ResolvedLimits,
  profiles: readonly ResolvedProfile[] | undefined,
  linkedProfile?: string,
): Validator {
  const linked =
    linkedProfile === undefined ? undefined : { profile_name: linkedProfile, profile_id: undefined };
  const ScanRequestSchema = scanRequestSchema(limits.idCharacters);
  const BatchSchema = z
    .array(z.object({ req_id: z.int().min(0).max(0xffff_ffff), scan_req: ScanRequestSchema }))
    .min(1)
    .max(limits.batchSize)
    .refine((items) => new Set(items.map((item) => item.req_id)).size === items.length);

  const accept = (wire: WireScanRequest): AnswerOutcome<AcceptedScan> => {
    const content = wire.contents.at(-1);
    if (content === undefined || !hasContent(content)) return refused(400);
    if (countUrls(content) > limits.urls) return refused(400);
    const tool = content.tool_event;
    if (tool && tool.metadata.ecosystem !== 'mcp') return refused(400, UNSUPPORTED_ECOSYSTEM);
    if (tool && !METHODS.has(tool.metadata.method)) return refused(400);
    const named = wire.ai_profile?.profile_id || wire.ai_profile?.profile_name;
    const asked = named ? wire.ai_profile : linked;
    if (!asked) return refused(400, NO_PROFILE);
    const profile = profiles?.find((known) =>
      asked.profile_id ? known.id === asked.profile_id.toLowerCase() : known.name === asked.profile_name,
    );
    if (profiles !== undefined && profile === undefined) return refused(400, UNKNOWN_PROFILE);
    return {
      ok: true,
      value: { wire, request: toScanRequest(wire, content, profile ?? namedBy(asked)), profile },
    };
  };

  return {
    sync(body) {
      const parsed = ScanRequestSchema.safeParse(parseJson(body));
      return parsed.success ? accept(parsed.data) : refused(400);
    },
    batch(body) {
      const parsed = BatchSchema.safeParse(parseJson(body));
      if (!parsed.success) return refused(400);
      const items: AcceptedBatchItem[] = [];
      for (const { req_id, scan_req } of parsed.data) {
        const accepted = accept(scan_req);
        if (!accepted.ok) return accepted;
        items.push({ ...accepted.value, reqId: req_id });
      }
      return { ok: true, value: items };
    },
    ids(query, parameter) {
      const ids = query.getAll(parameter).join(',').split(',');
      const valid = ids.length <= limits.idsPerQuery && ids.every(ID_FORMATS[parameter]);
      return valid ? { ok: true, value: [...new Set(ids)] } : refused(400);
    },
  };
}

/** Parses the body. Returns undefined if it is not JSON in UTF-8. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

type Content = z.output<typeof ContentSchema>;

const scannedTexts = (content: Content): (string | null | undefined)[] => [
  content.prompt,
  content.response,
  content.code_prompt,
  content.code_response,
  content.tool_event?.input,
  content.tool_event?.output,
];

function hasContent(content: Content): boolean {
  return scannedTexts(content).some(Boolean);
}

function countUrls(content: Content): number {
  return scannedTexts(content).reduce((sum, part) => sum + (part?.match(/https?:\/\//gi)?.length ?? 0), 0);
}

/** The profile that judges a scan, with what is known of it. */
interface NamedProfile {
  readonly name?: string | null | undefined;
  readonly id?: string | null | undefined;
}

const namedBy = (asked: NonNullable<WireScanRequest['ai_profile']>): NamedProfile => ({
  name: asked.profile_name,
  id: asked.profile_id,
});

/**
 * Adds the places of turn labels to a prompt whose turns a guard has labelled. Over the wire the labels are plain
 * words.
 */
function withTurns(prompt: string): Pick<ScanRequest, 'prompt' | 'turns'> {
  const turns = turnsIn(prompt);
  return { prompt, ...(turns.length > 1 && { turns }) };
}

function toScanRequest(
  wire: WireScanRequest,
  content: Content,
  { name: profileName, id: profileId }: NamedProfile,
): ScanRequest {
  const tool = content.tool_event;
  const trId = wire.transaction_id || wire.tr_id;
  const { app_name, app_user, ai_model, user_ip, agent_meta: agent } = wire.metadata ?? {};
  return {
    ...(content.prompt && withTurns(content.prompt)),
    ...(content.response && { response: content.response }),
    ...(content.code_prompt && { codePrompt: content.code_prompt }),
    ...(content.code_response && { codeResponse: content.code_response }),
    ...(content.context && { context: content.context }),
    ...(tool && {
      toolEvent: {
        metadata: toolMetadata(tool.metadata),
        ...(typeof tool.input === 'string' && { input: tool.input }),
        ...(typeof tool.output === 'string' && { output: tool.output }),
      },
    }),
    ...(wire.session_id && { sessionId: wire.session_id }),
    ...(trId && { trId }),
    ...(profileName && { profileName }),
    ...(profileId && { profileId }),
    ...(app_name && { appName: app_name }),
    ...(app_user && { appUser: app_user }),
    ...(ai_model && { aiModel: ai_model }),
    ...(user_ip && { userIp: user_ip }),
    ...(agent && {
      agentMeta: {
        ...(agent.agent_id && { agentId: agent.agent_id }),
        ...(agent.agent_version && { agentVersion: agent.agent_version }),
        ...(agent.agent_arn && { agentArn: agent.agent_arn }),
      },
    }),
  };
}

function toolMetadata({ tool_invoked, ...metadata }: z.output<typeof ToolEventSchema>['metadata']) {
  return { ...metadata, ...(tool_invoked && { tool_invoked }) };
}
