import { env } from 'node:process';
import fc from 'fast-check';

/**
 * The seed of all properties in a run: the same unless FC_SEED gives another, so that a run which passed passes again.
 * `FC_SEED=random npm test` looks at inputs that nobody has seen; what it finds becomes a test of its own.
 */
const { FC_SEED: asked } = env;
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked ?? 20_261_130) });
