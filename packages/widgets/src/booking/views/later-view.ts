import type { Remote } from '../booking-state.ts';

/** A view in a file of its own: loaded when it is first shown, there at once ever after. */
export type LaterView<Module> = (onSettled: () => void) => Remote<Module>;

/**
 * Loads a view when it is first asked for. A view that could not be loaded is tried again when it is asked for by an act, so that a page that was
 * without a connection for a moment is not without the view for ever.
 *
 * @param load an `import()` of the view
 */
export function laterView<Module>(load: () => Promise<Module>): LaterView<Module> {
  let found: Remote<Module> = { status: 'idle' };
  return (onSettled) => {
    if (found.status === 'idle') {
      found = { status: 'loading' };
      void load()
        .then(
          (value) => (found = { status: 'ready', value }),
          () => (found = { status: 'failed', failure: { kind: 'connection' } }),
        )
        .then(onSettled);
    }
    const now = found;
    if (now.status === 'failed') found = { status: 'idle' };
    return now;
  };
}
