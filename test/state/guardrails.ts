import {
  type ContentScanner,
  type Conversation,
  type CreateGuardrailOptions,
  createGuardrail,
  type Guardrail,
  type StateOptions,
} from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';

/** Assembled here, so that nobody takes it for one. */
export const SECRET = ['a secret', 'of', 'thirty-two characters'].join(' ');
export const EMAIL = 'jane.doe@example.com';

/** A guardrail of one process, and what it has scanned. */
export interface Instance {
  readonly guardrail: Guardrail;
  readonly scans: string[];
}

const engine = localScanner();

/** A scanner that notes what it is asked. */
export function counting(scans: string[], scanner: ContentScanner = engine): ContentScanner {
  return {
    name: 'counting',
    async scan(request, options) {
      scans.push(
        request.prompt ?? request.response ?? request.toolEvent?.output ?? request.toolEvent?.input ?? '',
      );
      return scanner.scan(request, options);
    },
  };
}

/** A guardrail as one process of a fleet makes it. */
export function instance(
  state: StateOptions | undefined,
  options: Omit<CreateGuardrailOptions, 'state'> = {},
): Instance {
  const scans: string[] = [];
  const guardrail = createGuardrail({
    scanner: counting(scans),
    policy: { preset: 'redact', redaction: { style: 'vault' } },
    ...(state !== undefined && { state }),
    ...options,
  });
  return { guardrail, scans };
}

/** A conversation of words alone, by turns of user and assistant. */
export function chat(...texts: readonly string[]): Conversation & { readonly written: string[] } {
  const written = [...texts];
  const roles = texts.map((_, index) => (index % 2 === 0 ? 'user' : 'assistant'));
  return {
    written,
    roles,
    parts: texts.map((text, message) => ({
      kind: 'words',
      role: roles[message] ?? 'user',
      message,
      segments: [
        {
          text,
          write(replaced: string) {
            written[message] = replaced;
            return true;
          },
        },
      ],
    })),
  };
}

/** Passes a text through a stream in chunks of seven characters. */
export async function streamed(stream: TransformStream<string, string>, text: string): Promise<string> {
  const source = new ReadableStream<string>({
    start(controller) {
      for (const chunk of text.match(/[\s\S]{1,7}/g) ?? []) controller.enqueue(chunk);
      controller.close();
    },
  });
  let out = '';
  const reader = source.pipeThrough(stream).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) out += next.value;
  return out;
}
