/** So long after somebody began to leave a page, they are still there: they stopped it, or followed a link that leads to no page (a mail, a file). */
const stayedMilliseconds = 1000;

/**
 * Keeps the other pages of this device away from a record while this page has the time that it names: two that go on with one hold would take it
 * from each other. By the platform's locks, which end with their page, however it ends. Where there are none (plain HTTP), everybody may.
 *
 * A page with a lock is not kept for the way back, and what was typed would be lost. So the lock is given up while the page is left, and taken
 * again when somebody comes back to it, unless another page has it by then.
 */
export class PendingClaim {
  readonly #onLost: () => void;
  #name: string | null = null;
  #free: (() => void) | undefined;
  #staying: ReturnType<typeof setTimeout> | undefined;

  /** @param onLost another page has it, since this one was left for a while */
  constructor(onLost: () => void) {
    this.#onLost = onLost;
  }

  /**
   * @param name of the record; not personal
   * @returns whether it is this page's now
   */
  async take(name: string): Promise<boolean> {
    if (this.#name === name) return true;
    this.release();
    if (!(await this.#lock(name))) return false;
    this.#name = name;
    globalThis.addEventListener?.('beforeunload', this.#onLeave);
    globalThis.addEventListener?.('pagehide', this.#onHide);
    globalThis.addEventListener?.('pageshow', this.#onShow);
    return true;
  }

  /** Leaves it to whoever comes next. Nothing stays behind. */
  release(): void {
    this.#name = null;
    this.#unlock();
    clearTimeout(this.#staying);
    globalThis.removeEventListener?.('beforeunload', this.#onLeave);
    globalThis.removeEventListener?.('pagehide', this.#onHide);
    globalThis.removeEventListener?.('pageshow', this.#onShow);
  }

  /** Firefox decides whether it keeps a page before it hides it: by then the lock has to be gone. */
  readonly #onLeave = () => {
    this.#unlock();
    clearTimeout(this.#staying);
    this.#staying = setTimeout(() => void this.#takeAgain(), stayedMilliseconds);
  };

  /** Safari on a telephone tells of nothing before. */
  readonly #onHide = () => {
    this.#unlock();
    clearTimeout(this.#staying);
  };

  readonly #onShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) void this.#takeAgain();
  };

  async #takeAgain() {
    const name = this.#name;
    if (name === null || this.#free || (await this.#lock(name)) || this.#name !== name) return;
    this.release();
    this.#onLost();
  }

  #unlock() {
    this.#free?.();
    this.#free = undefined;
  }

  #lock(name: string): Promise<boolean> {
    const locks = globalThis.navigator?.locks as LockManager | undefined;
    if (locks === undefined) return Promise.resolve(true);
    return new Promise((resolve) => {
      const keep = (lock: Lock | null) => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise<void>((free) => {
          this.#free = free;
        });
      };
      // A sandboxed page is refused; it has no device to share either.
      locks.request(`openprm-pending-booking:${name}`, { ifAvailable: true }, keep).catch(() => resolve(true));
    });
  }
}
