import type { Clock } from './clock.ts';

/** A clock that waits by moving on. */
export interface FakeClock extends Clock {
  /** Every wait, in milliseconds. */
  readonly sleeps: readonly number[];
}

/** A clock at a fixed instant, whose dice always fall on one half. */
export function fakeClock(start = Date.parse('2026-11-23T14:00:00Z')): FakeClock {
  let now = start;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    random: () => 0.5,
    sleep(ms) {
      sleeps.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}
