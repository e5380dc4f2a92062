/** What an injection tries to do; the label of its evidence. */
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
 * A phrasing as a sequence of concepts: `'OVERRIDE 3 PRIOR|ALL 2 INSTRUCTION'` is a word of the first, then at most 3 other
 * words, then one of the second, and so on. Lower-case parts are words as such. `|` parts alternatives.
 */
export interface Phrasing {
  readonly sequence: string;
  /** 0..1, how sure this alone makes an injection. */
  readonly confidence: number;
  /** No finding where a word of this concept stands within three words before. */
  readonly notAfter?: 'NOT';
  /** No finding where a word of this concept, or of PAPER, stands between its ends. */
  readonly notAround?: 'MY';
}

/** Phrasings of one family. */
export interface Family {
  readonly label: InjectionLabel;
  readonly phrasings: readonly Phrasing[];
}

/** A family from lines `confidence sequence`; a `!` behind the confidence sets `notAfter: 'NOT'`, a `~` then
 * `notAround: 'MY'`. */
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
