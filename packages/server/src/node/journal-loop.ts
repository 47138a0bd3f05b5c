import type { Core, Logger } from '../core/index.ts';

/** Looks after rows of processes that ended before they could number them. */
const catchUpMilliseconds = 1000;

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
  let stopped = false;

  const run = async () => {
    try {
      do {
        again = false;
        while (!stopped && (await sequence()) > 0);
      } while (again && !stopped);
    } catch (error) {
      logger.error('sequencer', { error: error instanceof Error ? error.name : typeof error });
    } finally {
      running = undefined;
    }
  };
  const wake = () => {
    again = true;
    if (!stopped) running ??= run();
  };
  const timer = setInterval(wake, catchUpMilliseconds);
  timer.unref();

  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
