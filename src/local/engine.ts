import { type DetectedSpan, type SpanField, sectionsIn } from '../scan/index.js';
import {
  INJECTION_THRESHOLD,
  type InjectionJudgement,
  judgeInjection,
  type LinearModel,
} from './injection/index.js';
import { foldText } from './matcher/fold.js';
import { type Finding, Matcher, type MatcherOptions, uniteFindings } from './matcher/matcher.js';
import { Redactor } from './matcher/redactor.js';
import type { Rule, RuleGroup } from './matcher/rule.js';
import type { StreamingFinder } from './matcher/streaming-finder.js';
import type { ProfileDetector, ResolvedLocalOptions } from './options.js';
import { CODE_RULES } from './rules/code.js';
import { DATABASE_RULES } from './rules/database.js';
import { isDocumentationSample } from './rules/documentation-samples.js';
import { TOXIC_RULES } from './rules/toxic.js';
import { sensitiveGroups } from './sensitive.js';
import { EXFILTRATION, judgeUrls, type UrlFinding } from './urls/index.js';

/** A text to examine, with its kind. */
export interface Task {
  readonly text: string;
  readonly field: SpanField;
  /** Whether the text may hold instructions for a model that are not from its operator. */
  readonly instructs: boolean;
  /** Whether the text is code, or the input or output of a tool. */
  readonly code: boolean;
  /** Whether the text may reach a database. */
  readonly database: boolean;
  /** Offsets at which the text goes on with another reading of the same content. Each part is weighed by itself. */
  readonly sections?: readonly number[] | undefined;
}

/** The detections in a text. */
export interface EngineDetection {
  readonly spans: readonly DetectedSpan[];
  /** The detectors that fired, and for each whether all of its findings are worth only a warning. */
  readonly fired: ReadonlyMap<ProfileDetector, { readonly warnOnly: boolean }>;
  /** The score from 0 to 1; undefined if injection was not looked for. */
  readonly injectionScore: number | undefined;
}

/** The compiled detectors of one profile. It keeps no text. */
export class Engine {
  readonly #options: ResolvedLocalOptions;
  readonly #model: LinearModel | undefined;
  readonly #sensitive: Redactor;
  readonly #matching: MatcherOptions;
  /**
   * The matchers of content by two facts: whether the text is code, and whether it may reach a database. Each is made
   * at first use.
   */
  readonly #content = new Map<string, Matcher>();

  constructor(options: ResolvedLocalOptions, model: LinearModel | undefined) {
    this.#options = options;
    this.#model = model;
    const { minConfidence, isAllowed, documentationSamples } = options;
    const matching = {
      minConfidence,
      ...(isAllowed !== undefined && { isAllowed }),
      ...(!documentationSamples && { isSample: isDocumentationSample }),
    };
    this.#sensitive = new Redactor(this.#isOn('dlp') ? this.#sensitiveGroups() : [], matching);
    this.#matching = matching;
  }

  /** Finds sensitive data in a text that comes in pieces. */
  findStream(): StreamingFinder {
    return this.#sensitive.findStream();
  }

  /** Finds everything that the profile looks for in a text of this kind. */
  detect(task: Task): EngineDetection {
    const { text, field, instructs } = task;
    const spans: DetectedSpan[] = [];
    const fired = new Map<ProfileDetector, { readonly warnOnly: boolean }>();
    const note = (flag: ProfileDetector, warnOnly = false): void => {
      fired.set(flag, { warnOnly: warnOnly && (fired.get(flag)?.warnOnly ?? true) });
    };
    for (const finding of this.#sensitive.find(text)) {
      note('dlp');
      spans.push({ field, ...finding });
    }
    for (const finding of this.#contentFindings(task)) {
      note(flagOf(finding));
      spans.push({ field, ...finding });
    }
    if (this.#isOn('urlCats')) {
      for (const found of judgeUrls(text, this.#options.urls)) {
        const { start, end, category, confidence } = found;
        note('urlCats', found.action === 'warn' && !this.#carriesOut(found, field));
        spans.push({ field, start, end, detector: 'urlCats', label: category, confidence });
      }
    }
    const injection = instructs && this.#isOn('injection') ? this.#judge(task) : undefined;
    if (injection !== undefined && injection.score >= this.#options.injectionThreshold) {
      // An application that lowers the threshold accepts the model's score alone.
      note('injection', injection.doubtful && this.#options.injectionThreshold >= INJECTION_THRESHOLD);
      for (const evidence of injection.evidence) spans.push({ field, detector: 'injection', ...evidence });
    }
    return { spans: spans.sort((a, b) => a.start - b.start), fired, injectionScore: injection?.score };
  }

  /**
   * Tells whether an address is refused because it carries data out. In an answer, that is the case if displaying the
   * address is enough to send the data.
   */
  #carriesOut({ category, loads }: UrlFinding, field: SpanField): boolean {
    if (category !== EXFILTRATION) return false;
    return this.#options.refusesExfiltration || (loads === true && field === 'response');
  }

  /**
   * Judges injection in a text. The sections of a text are readings of the same content, so the highest score of one
   * section counts.
   */
  #judge({ text, code, sections = [] }: Task): InjectionJudgement {
    const kind = code ? ('document' as const) : ('prompt' as const);
    const options = this.#model === undefined ? { kind } : { model: this.#model, kind };
    if (sections.length === 0) return judgeInjection(text, options);
    const judged = sectionsIn(text, sections).map(([start, end]) => {
      const { score, doubtful, evidence } = judgeInjection(text.slice(start, end), options);
      const moved = evidence.map((own) => ({ ...own, start: own.start + start, end: own.end + start }));
      return { score, doubtful, evidence: moved };
    });
    const flagged = judged.filter(({ score }) => score >= this.#options.injectionThreshold);
    return {
      score: judged.reduce((most, { score }) => Math.max(most, score), 0),
      doubtful: flagged.every(({ doubtful }) => doubtful),
      evidence: flagged.flatMap(({ evidence }) => evidence),
    };
  }

  /** Returns the findings of the other rules. Findings of one flag are united. */
  #contentFindings({ text, code, database }: Task): Finding[] {
    const folded = foldText(text);
    const found = this.#contentMatcher(code, database).find(folded.text);
    if (found.length === 0) return [];
    const flags = new Set(found.map(({ detector }) => detector));
    return [...flags]
      .flatMap((flag) => uniteFindings(found.filter(({ detector }) => detector === flag)))
      .map((finding) => ({
        ...finding,
        start: folded.at(finding.start),
        end: folded.endAt(finding.end),
      }));
  }

  #contentMatcher(code: boolean, database: boolean): Matcher {
    const key = `${code} ${database}`;
    const matcher =
      this.#content.get(key) ?? new Matcher(this.#contentGroups(code, database), this.#matching);
    this.#content.set(key, matcher);
    return matcher;
  }

  #sensitiveGroups(): RuleGroup[] {
    return [...sensitiveGroups(this.#options.rules), ...this.#ownGroups('dlp')];
  }

  #contentGroups(code: boolean, database: boolean): RuleGroup[] {
    const group = (flag: ProfileDetector, rules: readonly Rule[], applies: boolean): RuleGroup[] =>
      applies && this.#isOn(flag) && !this.#options.ownOnly.has(flag) ? [{ detector: flag, rules }] : [];
    const own = CONTENT_FLAGS.filter((flag) => this.#isOn(flag) && (flag !== 'dbSecurity' || database));
    return [
      ...group('toxicContent', TOXIC_RULES, true),
      ...group('dbSecurity', DATABASE_RULES, database),
      ...group('maliciousCode', CODE_RULES, code || this.#options.codeAnywhere),
      ...own.flatMap((flag) => this.#ownGroups(flag)),
    ];
  }

  #ownGroups(flag: ProfileDetector): RuleGroup[] {
    return this.#options.detectors
      .filter((detector) => detector.flag === flag)
      .map(({ rules }) => ({ detector: flag, rules }));
  }

  #isOn(flag: ProfileDetector): boolean {
    return this.#options.effects[flag] !== 'off';
  }
}

/** Flags of rule findings, without sensitive data and without detectors that have a judge of their own. */
const CONTENT_FLAGS = ['toxicContent', 'dbSecurity', 'maliciousCode', 'topicViolation'] as const;

function flagOf({ detector }: Finding): ProfileDetector {
  return CONTENT_FLAGS.find((flag) => flag === detector) ?? 'dlp';
}
