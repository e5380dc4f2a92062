import type { ScanRequest } from './request.js';

/** The text that the sections of a request are of: the output or else the input of a tool event, else the response, else the prompt. */
export function sectionedText({ toolEvent, response, prompt }: ScanRequest): string | undefined {
  return toolEvent?.output || toolEvent?.input || response || prompt;
}

/** The parts that sections cut a text into: UTF-16 offsets, half open. Offsets outside of the text cut nothing. */
export function sectionsIn(
  text: string,
  sections: readonly number[] = [],
): (readonly [from: number, to: number])[] {
  const within = sections.filter((at) => Number.isInteger(at) && at > 0 && at < text.length);
  const starts = [...new Set([0, ...within])].sort((one, other) => one - other);
  return starts.map((from, index) => [from, starts[index + 1] ?? text.length]);
}
