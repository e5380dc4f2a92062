import type { CheckContext } from '../../guard/index.js';
import { isMethod, type Method } from '../fields.js';

/** A call whose input has been judged. */
export interface JudgedCall {
  readonly args: readonly unknown[];
  readonly context: CheckContext;
}

/** The functions that guard the calls of an object. */
export interface CallHooks {
  /** Methods that are called from outside and end up in one of `cores`. The input is judged there. */
  readonly entries: readonly string[];
  /** Methods that do the work. They run on the object itself. */
  readonly cores: readonly string[];
  /** Judges the arguments of an entry. */
  judgeInput(args: readonly unknown[]): Promise<JudgedCall>;
  /**
   * Does the work and judges its result.
   * @param judged the context of an input that an entry has judged; without it the input is judged here
   */
  run(work: Method, args: readonly unknown[], judged: CheckContext | undefined): unknown;
}

/**
 * Guards the calls of an object. Its class, its fields and its other methods stay the same. Methods run with the
 * guarded object as `this`, so that their own calls are guarded too.
 */
export function guardCalls<Target extends object>(target: Target, hooks: CallHooks): Target {
  return view(target, hooks);
}

/**
 * Returns the object as it appears from outside, or to one judged call. Such a call passes `cores` without being judged
 * again.
 */
function view<Target extends object>(target: Target, hooks: CallHooks, judged?: CheckContext): Target {
  let open = judged;
  return new Proxy(target, {
    get(object, key, receiver) {
      const value: unknown = Reflect.get(object, key, receiver);
      if (typeof key !== 'string' || !isMethod(value)) return value;
      if (hooks.cores.includes(key)) {
        return (...args: readonly unknown[]) => {
          // The verdict of an entry holds for one call.
          const known = open;
          open = undefined;
          return hooks.run((...given) => Reflect.apply(value, object, given), args, known);
        };
      }
      if (judged !== undefined || !hooks.entries.includes(key)) return value;
      return async (...args: readonly unknown[]) => {
        const call = await hooks.judgeInput(args);
        return Reflect.apply(value, view(target, hooks, call.context), call.args);
      };
    },
  });
}
