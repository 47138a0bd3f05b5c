/** A page that is seen, until it is hidden. */
export interface SeenPage {
  whenHidden(act: () => void): void;
  /** Stops listening. */
  done(): void;
}

/**
 * Resolves while somebody can see the page, at once where there is no document: in Node, in a worker.
 *
 * @throws the signal's reason
 */
export async function untilVisible(signal: AbortSignal): Promise<SeenPage | undefined> {
  const page = globalThis.document as Document | undefined;
  if (page === undefined) return undefined;
  let stop: (() => void) | undefined;
  while (page.visibilityState === 'hidden') {
    signal.throwIfAborted();
    await new Promise<void>((resolve) => {
      const go = () => {
        page.removeEventListener('visibilitychange', go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      page.addEventListener('visibilitychange', go);
      signal.addEventListener('abort', go);
    });
  }
  return {
    whenHidden(act) {
      const look = () => {
        if (page.visibilityState === 'hidden') act();
      };
      page.addEventListener('visibilitychange', look);
      stop = () => page.removeEventListener('visibilitychange', look);
    },
    done: () => stop?.(),
  };
}
