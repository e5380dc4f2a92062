/**
 * One tool call, or one listing of tools, as Prisma AIRS judges it. The field names are the service's own, so that an
 * event can be passed through unchanged. `input` and `output` are strings of raw JSON or plain text.
 */
export interface ToolEvent {
  readonly metadata: ToolEventMetadata;
  /** The input of the tool. At least one of `input` and `output` is needed. */
  readonly input?: string;
  /** The output of the tool. */
  readonly output?: string;
}

/** The origin of a tool event. */
export interface ToolEventMetadata {
  /** Protocol family. The service accepts `mcp` today and answers others with an error. */
  readonly ecosystem: string;
  /** `tools/call` for a call, `tools/list` for a listing of tool definitions. */
  readonly method: string;
  /** The MCP server (or the application's own label) that offers the tool. */
  readonly server_name: string;
  /** The name of the tool. */
  readonly tool_invoked?: string;
}

/** The agent behind a request, for the scan log. */
export interface AgentMeta {
  readonly agentId?: string;
  readonly agentVersion?: string;
  readonly agentArn?: string;
}

/**
 * The content for a scanner to judge. At least one of `prompt`, `response`, `codePrompt`, `codeResponse` and
 * `toolEvent` is needed; `context` alone is not enough. All limits are the service's and count UTF-8 bytes: 2 MiB for
 * each field, 100 MiB for `context`. Ids have at most 100 characters.
 */
export interface ScanRequest {
  /** User prompt to scan. */
  readonly prompt?: string;
  /** Model response to scan. Send the prompt beside it, because detectors use both. */
  readonly response?: string;
  /** Grounding context for the response. */
  readonly context?: string;
  /** Code in the prompt. */
  readonly codePrompt?: string;
  /** Code in the response. */
  readonly codeResponse?: string;
  /** A tool call or a tool result. */
  readonly toolEvent?: ToolEvent;
  /**
   * Offsets at which the judged text goes on with another reading of the same content, such as JSON without its
   * escapes: UTF-16 offsets, ascending. A scanner that weighs a whole text weighs each part by itself. A scanner that
   * does not know this field reads the text as one. The offsets are those of the output of a tool event, or of its
   * input if it has no output. Without a tool event they are those of the response, and without a response those of the
   * prompt.
   */
  readonly sections?: readonly number[];
  /**
   * Offsets of the labels `user: ` and `assistant: ` that the guard put in front of the turns of a prompt: UTF-16
   * offsets, ascending. A scanner that takes such words for a forged conversation can tell the genuine labels by them.
   */
  readonly turns?: readonly number[];
  /** Groups the scans of one conversation. */
  readonly sessionId?: string;
  /** Correlates the prompt scan and the response scan of one turn. */
  readonly trId?: string;
  /** Security profile by name. Without it and without `profileId` the scanner uses its own default. */
  readonly profileName?: string;
  /** Security profile by UUID. It wins over `profileName`. */
  readonly profileId?: string;
  /** Application name for the scan log. */
  readonly appName?: string;
  /** End user's identifier for the scan log. */
  readonly appUser?: string;
  /** Model name for the scan log. */
  readonly aiModel?: string;
  /** End user's IP address for the scan log. */
  readonly userIp?: string;
  /** The agent that makes the request, for the scan log. */
  readonly agentMeta?: AgentMeta;
}
