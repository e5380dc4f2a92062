export {
  INJECTION_THRESHOLD,
  type InjectionJudgement,
  judgeInjection,
} from './judge.js';
export type { LinearModel } from './model.js';
