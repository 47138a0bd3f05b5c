/** Runs one work at a time, in the order in which they were asked for. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** One at a time within this page. */
export function createQueue(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

/**
 * One at a time among all pages of this origin, by the platform's locks. Where there are none (plain HTTP), or where a browser refuses them to a frame
 * together with storage (`SecurityError`), within this page: nothing is shared there.
 *
 * @param name of the lock; not personal
 */
export function createLock(
  name: string,
  locks = globalThis.navigator?.locks as Pick<LockManager, 'request'> | undefined,
): OneAtATime {
  const inPage = createQueue();
  return (work) =>
    inPage(async () => {
      if (locks === undefined) return work();
      let isBegun = false;
      try {
        return await locks.request(name, () => {
          isBegun = true;
          return work();
        });
      } catch (error) {
        if (isBegun) throw error;
        return work();
      }
    });
}
