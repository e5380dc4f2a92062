/** The aim of an injection, which is the label of its evidence. */
export type InjectionLabel =
  | 'INSTRUCTION_OVERRIDE'
  | 'PROMPT_LEAK'
  | 'ROLE_HIJACK'
  | 'SAFETY_BYPASS'
  | 'REFUSAL_SUPPRESSION'
  | 'DELIMITER_FORGERY'
  | 'TOOL_COERCION'
  | 'EXFILTRATION'
  | 'OBFUSCATION'
  | 'PWNED_MARKER'
  | 'MODEL';

/**
 * A phrasing as a sequence of concepts. `'OVERRIDE 3 PRIOR|ALL 2 INSTRUCTION'` is a word of the first, then at most 3
 * other words, then one of the second, and so on. A part in lower case is a literal word. `|` separates alternatives.
 */
export interface Phrasing {
  readonly sequence: string;
  /** How likely this phrasing alone makes an injection, from 0 to 1. */
  readonly confidence: number;
  /** Drops a finding that has a word of this concept within the three words before it. */
  readonly notAfter?: 'NOT';
  /** Drops a finding that has a word of this concept, or of PAPER, between its ends. */
  readonly notAround?: 'MY';
}

/** The phrasings of one family. */
export interface Family {
  readonly label: InjectionLabel;
  readonly phrasings: readonly Phrasing[];
}

/**
 * Makes a family from lines of the form `confidence sequence`. A `!` after the confidence sets `notAfter: 'NOT'`, and a
 * `~` after that sets `notAround: 'MY'`.
 */
export function family(label: InjectionLabel, lines: string): Family {
  const phrasings = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line): Phrasing => {
      const blank = line.indexOf(' ');
      const head = line.slice(0, blank);
      return {
        sequence: line.slice(blank + 1).trim(),
        confidence: Number.parseFloat(head),
        ...(head.includes('!') ? { notAfter: 'NOT' } : {}),
        ...(head.includes('~') ? { notAround: 'MY' } : {}),
      };
    });
  return { label, phrasings };
}
