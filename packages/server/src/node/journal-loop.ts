import { setTimeout as wait } from 'node:timers/promises';
import type { Core, Logger } from '../core/index.ts';

/** Looks after rows of processes that ended before they could number them. */
const catchUpMilliseconds = 1000;

/** Between the starts of two runs: the first row after a pause is numbered at once, a busy server's rows in batches. */
const gatherMilliseconds = 100;

/** Runs the sequencer off the requests' path. */
export interface JournalLoop {
  /** Something was committed: number it soon. Calls while it runs become one more run. */
  wake(): void;
  stop(): Promise<void>;
}

/** Starts the loop. */
export function startJournalLoop(sequence: Core['sequence'], logger: Logger): JournalLoop {
  let running: Promise<void> | undefined;
  let again = false;
  let lastBegan = -gatherMilliseconds;
  const stopping = new AbortController();

  const run = async () => {
    try {
      do {
        const rest = Math.max(0, lastBegan + gatherMilliseconds - performance.now());
        await wait(rest, undefined, { signal: stopping.signal }).catch(() => undefined);
        again = false;
        lastBegan = performance.now();
        while (!stopping.signal.aborted && (await sequence()) > 0);
      } while (again && !stopping.signal.aborted);
    } catch (error) {
      logger.error('sequencer', { error: error instanceof Error ? error.name : typeof error });
    } finally {
      running = undefined;
    }
  };
  const wake = () => {
    again = true;
    if (!stopping.signal.aborted) running ??= run();
  };
  const timer = setInterval(wake, catchUpMilliseconds);
  timer.unref();

  return {
    wake,
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await running;
      // once more, for what was committed last: it must not wait for a process that is gone, nor be missing from the audit's record
      await sequence().catch((error: unknown) =>
        logger.error('sequencer', { error: error instanceof Error ? error.name : typeof error }),
      );
    },
  };
}
