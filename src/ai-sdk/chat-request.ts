import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import { type CheckContext, type Guardrail, GuardrailConfigError } from '../guard/index.js';
import { guardMessages } from './messages.js';
import { isObject } from './parts.js';

/** The roles that the SDK knows, and `developer`, which counts as `system`. */
const ROLES: ReadonlySet<unknown> = new Set(['system', 'developer', 'user', 'assistant', 'tool']);

/** Fields of parts that must be texts if they are present. Any other value would not be judged as words. */
const TEXTS = ['text', 'errorText'] as const;

/**
 * Judges the body of a request from a chat page. The body holds `messages`: `UIMessage`s as `useChat` sends them, or
 * `ModelMessage`s. Its other fields stay unchanged and are not judged. A client may have written any of the messages,
 * so no role in them is trusted. See `guardMessages`, which judges them.
 * ```ts
 * const { messages } = await guardChatRequest(await request.json(), guardrail);
 * ```
 * @param options a guardrail, which remembers what has passed, or the options of one for this call
 * @returns the same body with the judged messages
 * @throws GuardrailConfigError that names the field (`body.messages[3].role`) for what is no request of a chat page;
 * GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function guardChatRequest<Body extends object>(
  body: Body,
  options: Guardrail | CreateGuardrailOptions,
  context: CheckContext = {},
): Promise<Body> {
  if (!isObject(body) || Array.isArray(body)) throw new GuardrailConfigError('body', 'must be an object');
  const { messages } = body;
  if (!Array.isArray(messages)) throw new GuardrailConfigError('body.messages', 'must be a list of messages');
  // The list is read once, whoever made it.
  const given: readonly unknown[] = [...messages];
  const checked = given.map((message, index) => checkMessage(message, `body.messages[${index}]`));
  const isUi = checked.some((message) => 'parts' in message);
  for (const [index, message] of checked.entries()) {
    if (isUi && !('parts' in message))
      throw new GuardrailConfigError(`body.messages[${index}].parts`, 'must be a list, as in other messages');
  }
  return { ...body, messages: await guardMessages(checked, guardrailOf(options), context) };
}

function checkMessage(message: unknown, field: string): Readonly<Record<string, unknown>> {
  if (!isObject(message) || Array.isArray(message))
    throw new GuardrailConfigError(field, 'must be an object');
  const { role, parts, content } = message;
  if (!ROLES.has(role))
    throw new GuardrailConfigError(`${field}.role`, `must be one of ${[...ROLES].join(', ')}`);
  if ('parts' in message) checkParts(parts, `${field}.parts`);
  else if (typeof content !== 'string') checkParts(content, `${field}.content`);
  return message;
}

function checkParts(parts: unknown, field: string): void {
  if (!Array.isArray(parts)) throw new GuardrailConfigError(field, 'must be a list of parts');
  for (const [index, part] of parts.entries()) {
    const place = `${field}[${index}]`;
    if (!isObject(part)) throw new GuardrailConfigError(place, 'must be an object');
    if (typeof part['type'] !== 'string') throw new GuardrailConfigError(`${place}.type`, 'must be a text');
    for (const name of TEXTS) {
      if (part[name] !== undefined && typeof part[name] !== 'string')
        throw new GuardrailConfigError(`${place}.${name}`, 'must be a text');
    }
    if (part['type'] === 'text' && part['text'] === undefined)
      throw new GuardrailConfigError(`${place}.text`, 'must be a text');
    if (part['type'] === 'steering-message') checkParts(part['parts'], `${place}.parts`);
  }
}
