import type { Timer } from '../core/index.ts';

/** The process's own timers, which do not keep it from ending. */
export const systemTimer: Timer = {
  after(milliseconds, run) {
    const timeout = setTimeout(run, milliseconds);
    timeout.unref();
    return () => clearTimeout(timeout);
  },
};
