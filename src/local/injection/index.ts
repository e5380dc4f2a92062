export type { InjectionLabel } from './families/index.js';
export {
  INJECTION_THRESHOLD,
  type InjectionEvidence,
  type InjectionJudgement,
  judgeInjection,
} from './judge.js';
export type { LinearModel } from './model.js';
