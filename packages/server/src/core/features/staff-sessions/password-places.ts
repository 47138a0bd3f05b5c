/** A hash of a password costs a quarter of a second of one thread and 128 MiB: so many may wait for theirs at one process, which takes a few seconds for all. */
const most = 32;
/** One network address has at most a quarter of them, so that others get in. */
const ofOneAddress = 8;

/** In how many seconds somebody is told to try again who found no place. */
export const busySeconds = 5;

/** The places of those whose password is being looked at, by one process: beyond them nobody waits without an end, but is told to come again. */
export interface PasswordPlaces {
  /** Does something in a place. @returns `busy` when there was none, and nothing was done */
  within<Result>(address: string, work: () => Promise<Result>): Promise<Result | Busy>;
}

/** There was no place. */
export interface Busy {
  readonly outcome: 'busy';
  readonly seconds: number;
}

export function createPasswordPlaces(): PasswordPlaces {
  const taken = new Map<string, number>();
  let all = 0;
  return {
    async within(address, work) {
      const own = taken.get(address) ?? 0;
      if (all >= most || own >= ofOneAddress) return { outcome: 'busy', seconds: busySeconds };
      all += 1;
      taken.set(address, own + 1);
      try {
        return await work();
      } finally {
        all -= 1;
        const left = (taken.get(address) ?? 1) - 1;
        if (left === 0) taken.delete(address);
        else taken.set(address, left);
      }
    },
  };
}
