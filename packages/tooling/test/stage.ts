import { Stop } from '../node-runtime.mjs';
import type { Outcome } from './outcome.ts';

/** One part of `npm test`. It prints its failures in full and counts what it tried; it may throw, which is one failure. */
export interface Stage {
  readonly name: string;
  readonly summary: string;
  run(): Promise<Outcome>;
}

/** A stage that is one check, such as lint: it passes or fails as a whole. */
export async function single(check: () => Promise<boolean>): Promise<Outcome> {
  return (await check()) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * Runs named checks, prints the reason of each that fails, and counts them; at the end it says which took longest.
 *
 * @param atOnce how many run beside each other
 */
export async function countChecks(checks: Iterable<Check> | AsyncIterable<Check>, atOnce = 1): Promise<Outcome> {
  let passed = 0;
  let failed = 0;
  const took: { name: string; seconds: number }[] = [];
  const waiting = Symbol.asyncIterator in checks ? checks[Symbol.asyncIterator]() : checks[Symbol.iterator]();
  const work = async () => {
    for (let next = await waiting.next(); !next.done; next = await waiting.next()) {
      const check = next.value;
      const start = Date.now();
      const reason = await reasonToFail(check);
      took.push({ name: check.name, seconds: (Date.now() - start) / 1000 });
      if (reason === undefined) passed += 1;
      else {
        failed += 1;
        console.log(`\n✗ ${check.name}\n${reason.replaceAll(/^/gm, '    ')}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  console.log(slowest(took));
  return { passed, failed };
}

/** One line about what took longest, so that somebody who wants the run to be shorter knows where to look. */
export function slowest(took: readonly { readonly name: string; readonly seconds: number }[]): string {
  const longest = took.toSorted((one, other) => other.seconds - one.seconds).slice(0, 8);
  return `longest: ${longest.map(({ name, seconds }) => `${name} ${seconds.toFixed(0)} s`).join(', ')}`;
}

/** A check by name; it fails by throwing, or by answering with the reason. */
export interface Check {
  readonly name: string;
  run(): Promise<string | undefined | void>;
}

async function reasonToFail(check: Check): Promise<string | undefined> {
  try {
    return (await check.run()) ?? undefined;
  } catch (error) {
    return explain(error);
  }
}

/** A `Stop` says all there is in its message; of anything else the stack is wanted. */
export function explain(error: unknown): string {
  if (error instanceof Stop) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What a stage that runs test files does when there are none: a suite that has vanished must not look green. */
export function noTests(what: string): Outcome {
  console.log(`✗ There are no ${what}. A stage without tests counts as a failure.`);
  return { passed: 0, failed: 1 };
}
