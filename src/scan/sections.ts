import type { ScanRequest } from './request.js';

/**
 * Returns the text to which the sections of a request belong: the output of a tool event or else its input, else the
 * response, else the prompt.
 */
export function sectionedText({ toolEvent, response, prompt }: ScanRequest): string | undefined {
  return toolEvent?.output || toolEvent?.input || response || prompt;
}

/**
 * Returns the parts into which sections divide a text: UTF-16 offsets, half open. Offsets outside the text are ignored.
 */
export function sectionsIn(
  text: string,
  sections: readonly number[] = [],
): (readonly [from: number, to: number])[] {
  const within = sections.filter((at) => Number.isInteger(at) && at > 0 && at < text.length);
  const starts = [...new Set([0, ...within])].sort((one, other) => one - other);
  return starts.map((from, index) => [from, starts[index + 1] ?? text.length]);
}
