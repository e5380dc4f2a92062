/**
 * One tool call (or tool listing) as Prisma AIRS judges it. The names are the service's own, so that an event
 * can be passed through unchanged. `input` and `output` are strings that hold raw JSON or plain text.
 */
export interface ToolEvent {
  readonly metadata: ToolEventMetadata;
  /** What the tool is called with. At least one of `input` and `output` is needed. */
  readonly input?: string;
  /** What the tool answered. */
  readonly output?: string;
}

/** Where a tool event comes from. */
export interface ToolEventMetadata {
  /** Protocol family. The service accepts `mcp` today and answers others with an error. */
  readonly ecosystem: string;
  /** `tools/call` for a call, `tools/list` for a listing of tool definitions. */
  readonly method: string;
  /** The MCP server (or the application's own label) that offers the tool. */
  readonly server_name: string;
  /** The tool's name. */
  readonly tool_invoked?: string;
}

/** The agent behind a request, for the scan log. */
export interface AgentMeta {
  readonly agentId?: string;
  readonly agentVersion?: string;
  readonly agentArn?: string;
}

/**
 * What a scanner is asked to judge. At least one of `prompt`, `response`, `codePrompt`, `codeResponse` and
 * `toolEvent` is needed; `context` alone is not enough. All limits are the service's and count UTF-8 bytes
 * (2 MiB a field, 100 MiB for `context`); the ids are at most 100 characters.
 */
export interface ScanRequest {
  /** User prompt to scan. */
  readonly prompt?: string;
  /** Model response to scan; send the prompt beside it, detectors use both. */
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
   * Where the judged text goes on with another reading of what stands before, such as a JSON without its escapes: UTF-16
   * offsets, ascending. A scanner that weighs a whole text weighs each part by itself; one that does not know of it reads
   * the text as one. It counts for the output or else the input of a tool event, else the response, else the prompt.
   */
  readonly sections?: readonly number[];
  /**
   * Where in a prompt of several turns the labels `user: ` and `assistant: ` stand that the guard put in front of them: UTF-16
   * offsets, ascending. A scanner that takes such words for a forged conversation knows by them which are not.
   */
  readonly turns?: readonly number[];
  /** Groups the scans of one conversation. */
  readonly sessionId?: string;
  /** Correlates the prompt scan and the response scan of one turn. */
  readonly trId?: string;
  /** Security profile by name; without it and without `profileId` the scanner's own default is used. */
  readonly profileName?: string;
  /** Security profile by UUID; wins over `profileName`. */
  readonly profileId?: string;
  /** Application name for the scan log. */
  readonly appName?: string;
  /** End user's identifier for the scan log. */
  readonly appUser?: string;
  /** Model name for the scan log. */
  readonly aiModel?: string;
  /** End user's IP address for the scan log. */
  readonly userIp?: string;
  /** The agent that asks, for the scan log. */
  readonly agentMeta?: AgentMeta;
}
