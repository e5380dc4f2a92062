import type { TokenList } from './tokens.js';
import { vocabulary } from './vocabulary.js';

/** A mark that belongs to the frame around a conversation and not into a message. Offsets are UTF-16, half open. */
export interface ForgedMark {
  readonly start: number;
  readonly end: number;
  /** Confidence from 0 to 1. */
  readonly confidence: number;
  /** Whether the mark stands in a text that describes or generates such marks. */
  readonly excused: boolean;
}

const NEAR = 12;
const TURN_CONFIDENCE = 0.3;
const PREAMBLE = 80;
/** The confidence of a message in the notation of an API. Every text about such an API has one. */
const API_CONFIDENCE = 0.2;
/** The factor for a mark in a template, or in code that makes one. */
const TEMPLATED = 0.35;
const AROUND = 48;
const TEMPLATE_WORDS =
  /^(?:im|system|user|assistant|endoftext|eot|eom|start|end|begin|fim|python|tool|channel|message|human)/i;
/** Tokens that end a text. Documents name them more often than attacks use them. */
const END_TOKENS = /^(?:endoftext|end|eot|eom|fim)$/i;
const ROLES = /^(?:system|assistant|admin|developer|instructions?|sysprompt|systemprompt)$/i;
const TURN = /^(?:system|assistant|human|user|ai|instruction|response|input)$/i;
/** Headings of ordinary forms, which are also turns of templates. */
const FORM = /^(?:instruction|response|input)$/i;
const LOG_LINE =
  /^\]\s{0,3}(?:\d|["'`(]|https?:|(?:[A-Za-z]+[ :]){1,3}(?:ok|started|failed|done|loaded|cache|reset|ready|error)\b)/i;
const RULED_OFF = /(?:-{3}|={3}|#{2}|%{2}|\*{3}|~{3}|_{3})[ [<]{0,3}$/;
const EDGE = /^(?:end|begin|start|new|stop)$/i;
const FRAME =
  /^[ _-]{1,3}(?:(?:of|the|user|new|system|current|your|all|previous)[ _-]{1,3}){0,3}(?:instruction|prompt|input|context|document|text|conversation|message|system|user|rules|data|email|article|task|ambiguity|example|session|output)/i;

/**
 * Finds marks of chat templates and frames (`<|im_start|>`, `[INST]`, `### System:`, `--- END OF DOCUMENT ---`) in a
 * text. It examines a few characters around each word that such marks are made of.
 */
export function findForgedMarks(text: string, tokens: TokenList): ForgedMark[] {
  const { marks: mayMark } = vocabulary();
  const marks: ForgedMark[] = [];
  const speakers = new Set<string>();
  let late = false;
  for (let token = 0; token < tokens.count; token++) {
    if (mayMark[tokens.sets[token] ?? 0] !== 1) continue;
    const start = tokens.starts[token] ?? 0;
    const before = text.charCodeAt(start - 1);
    // Only words after a sign or at the start of a line count, which are few in prose.
    if (start > 0 && PROMISING[before] !== 1) {
      if (before !== 32 || PROMISING[text.charCodeAt(start - 2)] !== 1) continue;
    }
    const end = tokens.ends[token] ?? 0;
    if (end - start > 24) continue;
    const judged = judge(text, start, end);
    if (judged === 0) continue;
    const excused = isTemplate(text, start, end);
    marks.push(mark(text, start, end, excused ? judged * TEMPLATED : judged, excused));
    if (judged === TURN_CONFIDENCE && speakers.size < 2) {
      late ||= speakers.size === 0 && start > PREAMBLE;
      speakers.add(text.slice(start, end).toLowerCase());
      // A dialogue that starts in the middle of other text was put there.
      if (late && speakers.size === 2) marks.push(mark(text, start, end, 0.5, false));
    }
  }
  return marks;
}

const PROMISING = new Uint8Array(128);
for (const char of '\n\r|<>[/#{"\'=%*~_(:-') PROMISING[char.charCodeAt(0)] = 1;

function judge(text: string, start: number, end: number): number {
  const lead = text.slice(Math.max(0, start - 6), start);
  const word = text.slice(start, end);
  const tail = text.slice(end, end + NEAR);
  if (lead.endsWith('<|') || lead.endsWith('<|/'))
    return TEMPLATE_WORDS.test(word) && /[|_]/.test(tail) ? (END_TOKENS.test(word) ? 0.5 : 0.9) : 0;
  if (lead.endsWith('<｜')) return 0.9;
  if (word === 'INST' && /\[\/?$/.test(lead) && tail.startsWith(']')) return 0.85;
  if (word === 'SYS' && /<<\/?$/.test(lead) && tail.startsWith('>>')) return 0.9;
  if (lead.endsWith('<') && /^(?:start|end)$/.test(word) && tail.startsWith('_of_turn>')) return 0.9;
  if (/^(?:s|bos|eos)$/.test(word) && /<\/?$/.test(lead) && /^> ?\[/.test(tail)) return 0.6;
  if (ROLES.test(word)) {
    if (/<\/$/.test(lead) && /^[>_]/.test(tail)) return 0.5;
    if (/<$/.test(lead) && /^[>_]/.test(tail)) return 0.45;
    if (LOG_LINE.test(text.slice(end, end + 60))) return 0.2;
    // This is a link, a call or an assignment.
    if (/^[\w ]{0,24}\]\((?!#)|^[)\]}]\s?[=({]/.test(text.slice(end, end + 32)) || /[\w!]\($/.test(lead))
      return 0;
    if (
      /[[({#]$/.test(lead) &&
      /^(?:[\])}#](?!\((?!#))|[ _](?:note|message|override|prompt|instruction|update|notice|alert|admin|command|error|mode|info|injection|directive))/i.test(
        tail,
      )
    )
      return /^(?:[\])}#](?:\s|$)|#)/.test(tail) ? 0.4 : 0.6;
    if (/role["']{1,2}: ?["']$/.test(`${text.slice(Math.max(0, start - 12), start)}`) && /^["']/.test(tail))
      return API_CONFIDENCE;
  }
  if (isTurn(text, start, end)) {
    if (FORM.test(word)) return 0.1;
    return start > 8 && /^system/i.test(word) ? 0.5 : TURN_CONFIDENCE;
  }
  if (EDGE.test(word) && RULED_OFF.test(lead) && FRAME.test(text.slice(end, end + 40))) return 0.65;
  return 0;
}

/** Tells whether a mark is cited, or has a placeholder or program text beside it. */
function isTemplate(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - AROUND), start);
  const behind = text.slice(end, end + AROUND);
  return (
    /["'`]{1,3}\s{0,2}[<[|{#]{0,3}$|%\}|\}\}|\+ ?$/.test(before) ||
    /^[^\n]{0,12}["'`]|\{\{|\{%|\$\{|^[^\n]{0,30}\b(?:format|template|token)s?\b|^[|>\]\w]{0,14}\s{0,2}\{/.test(
      behind,
    )
  );
}

/** Tells whether a line begins like a turn of a conversation: `### System:`, `Human:`. */
function isTurn(text: string, start: number, end: number): boolean {
  if (end - start > 12 || !/^\W{0,4}:/.test(text.slice(end, end + 6)) || !TURN.test(text.slice(start, end)))
    return false;
  return /(?:^|\n)[#*\s>\-[]{0,6}$/.test(text.slice(Math.max(0, start - 7), start)) || start === 0;
}

function mark(text: string, start: number, end: number, confidence: number, excused: boolean): ForgedMark {
  let from = start;
  while (from > 0 && start - from < 8 && /[^\p{L}\p{N}\s]/u.test(text[from - 1] ?? ' ')) from--;
  let to = end;
  while (to < text.length && to - end < 12 && /[^\s]/.test(text[to] ?? ' ')) to++;
  return { start: from, end: to, confidence, excused };
}
