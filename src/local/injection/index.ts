export {
  INJECTION_THRESHOLD,
  judgeInjection,
} from './judge.js';
export type { LinearModel } from './model.js';
