import { parseArgs } from 'node:util';
import type { Area, FuzzCase } from './case.js';
import { areaNamed, caseOf } from './generate.js';
import type { Violation } from './oracle.js';
import { check } from './run-case.js';
import { shrink } from './shrink.js';

// `npm run fuzz -- --seconds 600 [--from N] [--only ai-sdk|langchain|text|tools]` looks for violations;
// `npm run fuzz -- --seed N [--only ...]` runs the case of one seed, and prints it as small as it still fails.

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    from: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    most: { type: 'string', default: '10' },
  },
});

/** The smallest case that fails in the same way, as far as one is found: by plain options, then by less to say. */
async function smallest(given: FuzzCase, { kind }: Violation): Promise<FuzzCase> {
  const fails = async (smaller: FuzzCase): Promise<boolean> => {
    try {
      return (await check(smaller))?.kind === kind;
    } catch {
      return false;
    }
  };
  let best = given;
  for (const plainer of [{ stream: {} }, { delays: [] }, { policy: 'strict' as const }]) {
    const next = { ...best, ...plainer };
    if (await fails(next)) best = next;
  }
  const subject = await shrink(best.subject, (smaller) => fails({ ...best, subject: smaller }));
  return { ...best, subject };
}

async function report(seed: number, only: Area | undefined, violation: Violation): Promise<void> {
  const given = caseOf(seed, only);
  const small = await smallest(given, violation);
  const again = (await check(small)) ?? violation;
  console.log(
    `\n${violation.kind}: npm run fuzz -- --seed ${seed}${only === undefined ? '' : ` --only ${only}`}`,
  );
  console.log(`  ${again.evidence}`);
  console.log(`  ${JSON.stringify(small)}`);
}

async function main(): Promise<void> {
  const only = areaNamed(values.only);
  if (values.only !== undefined && only === undefined) throw new Error(`No such area: ${values.only}`);
  if (values.seed !== undefined) {
    const violation = await check(caseOf(Number(values.seed), only));
    if (violation === undefined) console.log('Nothing is wrong.');
    else await report(Number(values.seed), only, violation);
    process.exitCode = violation === undefined ? 0 : 1;
    return;
  }
  const end = Date.now() + Number(values.seconds) * 1_000;
  const started = Date.now();
  const kinds = new Map<string, number>();
  let seed = Number(values.from ?? started % 1_000_000_000);
  let cases = 0;
  let found = 0;
  for (; Date.now() < end; seed += 1) {
    const given = caseOf(seed, only);
    const violation = await check(given);
    cases += 1;
    kinds.set(given.subject.kind, (kinds.get(given.subject.kind) ?? 0) + 1);
    if (violation === undefined) continue;
    found += 1;
    if (found <= Number(values.most)) await report(seed, only, violation);
  }
  const seconds = Math.round((Date.now() - started) / 1_000);
  console.log(`\n${cases} cases in ${seconds} s, ${found} findings; seeds up to ${seed - 1}`);
  console.log([...kinds].map(([kind, count]) => `${kind} ${count}`).join(', '));
  process.exitCode = found === 0 ? 0 : 1;
}

await main();
