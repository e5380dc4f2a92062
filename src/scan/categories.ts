import type { PromptDetected, ResponseDetected, ScanResult, ToolDetected } from './result.js';

/** One row of the category table. */
interface CategoryRow {
  readonly side: 'prompt' | 'response' | 'tool';
  readonly flag: string;
  readonly category: string;
}

type Flag<Detected> = Exclude<keyof Detected, 'other' | 'threats'> & string;

const prompt = (flag: Flag<PromptDetected>, category: string): CategoryRow => ({
  side: 'prompt',
  flag,
  category,
});
const response = (flag: Flag<ResponseDetected>, category: string): CategoryRow => ({
  side: 'response',
  flag,
  category,
});
const tool = (flag: Flag<ToolDetected>, category: string): CategoryRow => ({
  side: 'tool',
  flag,
  category,
});

/** The category of each flag, in the order in which results list categories. */
export const CATEGORY_TABLE: readonly CategoryRow[] = [
  prompt('injection', 'prompt_injection'),
  prompt('dlp', 'dlp_prompt'),
  prompt('urlCats', 'url_filtering_prompt'),
  prompt('toxicContent', 'toxic_content_prompt'),
  prompt('maliciousCode', 'malicious_code_prompt'),
  prompt('agent', 'agent_threat_prompt'),
  prompt('topicViolation', 'topic_violation_prompt'),
  prompt('sourceCode', 'source_code_prompt'),
  response('dlp', 'dlp_response'),
  response('urlCats', 'url_filtering_response'),
  response('dbSecurity', 'db_security_response'),
  response('toxicContent', 'toxic_content_response'),
  response('maliciousCode', 'malicious_code_response'),
  response('agent', 'agent_threat_response'),
  response('ungrounded', 'ungrounded_response'),
  response('topicViolation', 'topic_violation_response'),
  tool('injection', 'tool_injection'),
  tool('dlp', 'tool_dlp'),
  tool('urlCats', 'tool_url_filtering'),
  tool('dbSecurity', 'tool_db_security'),
  tool('toxicContent', 'tool_toxic_content'),
  tool('maliciousCode', 'tool_malicious_code'),
  tool('agent', 'tool_agent_threat'),
  tool('topicViolation', 'tool_topic_violation'),
  tool('sourceCode', 'tool_source_code'),
];

const detectorsOf = (side: CategoryRow['side']): readonly string[] =>
  CATEGORY_TABLE.filter((row) => row.side === side).map((row) => row.flag);

/** The named detectors of each side. */
export const DETECTORS: Readonly<Record<CategoryRow['side'], readonly string[]>> = {
  prompt: detectorsOf('prompt'),
  response: detectorsOf('response'),
  tool: detectorsOf('tool'),
};

/**
 * Categories without a detector flag: nothing fired, a block came without a reason, the scan failed, the answer was
 * incomplete, or the verdict was not understood.
 */
const OTHER_CATEGORIES = ['safe', 'unspecified', 'api_error', 'partial_scan', 'unknown_action'] as const;

/** Every canonical category, in the order in which a result lists them. */
export const CATEGORIES: readonly string[] = [
  ...CATEGORY_TABLE.map((row) => row.category),
  ...OTHER_CATEGORIES,
];

/** Short and older names, each with the canonical categories that it stands for. Hyphens count as underscores. */
export const CATEGORY_ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['injection', ['prompt_injection', 'tool_injection']],
  ['dlp', ['dlp_prompt', 'dlp_response', 'tool_dlp']],
  ['malicious_url', ['url_filtering_prompt', 'url_filtering_response', 'tool_url_filtering']],
  ['url_filtering', ['url_filtering_prompt', 'url_filtering_response', 'tool_url_filtering']],
  ['url_cats', ['url_filtering_prompt', 'url_filtering_response', 'tool_url_filtering']],
  ['toxic_content', ['toxic_content_prompt', 'toxic_content_response', 'tool_toxic_content']],
  ['toxicity', ['toxic_content_prompt', 'toxic_content_response', 'tool_toxic_content']],
  ['malicious_code', ['malicious_code_prompt', 'malicious_code_response', 'tool_malicious_code']],
  ['agent_threat', ['agent_threat_prompt', 'agent_threat_response', 'tool_agent_threat']],
  ['topic_violation', ['topic_violation_prompt', 'topic_violation_response', 'tool_topic_violation']],
  ['custom_topic', ['topic_violation_prompt', 'topic_violation_response', 'tool_topic_violation']],
  ['db_security', ['db_security_response', 'tool_db_security']],
  ['ungrounded', ['ungrounded_response']],
  ['grounding', ['ungrounded_response']],
  ['source_code', ['source_code_prompt', 'tool_source_code']],
  ['benign', ['safe']],
  ['scan_failure', ['api_error']],
]);

/**
 * Returns the canonical categories of a name: the name itself, or those of the alias. Case does not matter, and hyphens
 * count as underscores.
 */
export function resolveCategory(name: string): readonly string[] {
  const canonical = name.trim().toLowerCase().replaceAll('-', '_');
  return CATEGORY_ALIASES.get(canonical) ?? [canonical];
}

/** Tells whether a result carries a category, given by its canonical name or by an alias such as `malicious_url`. */
export function hasCategory(result: Pick<ScanResult, 'categories'>, name: string): boolean {
  return resolveCategory(name).some((category) => result.categories.includes(category));
}
