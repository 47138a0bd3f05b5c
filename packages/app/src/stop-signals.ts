/** What {@link onStopSignal} needs of the process. */
export interface StoppableProcess {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * Stops in order at the first SIGINT or SIGTERM: exit code 0, or 1 when stopping failed. At a second one the process ends at once with 130.
 *
 * @param stop finishes what runs and closes what is open
 */
export function onStopSignal(target: StoppableProcess, stop: () => Promise<void>): void {
  let stopping = false;
  const handle = () => {
    if (stopping) return target.exit(130);
    stopping = true;
    stop().then(
      () => target.exit(0),
      () => target.exit(1),
    );
  };
  target.on('SIGINT', handle);
  target.on('SIGTERM', handle);
}
