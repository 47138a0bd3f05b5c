import { asPassive, AuditEvents, Events, type PatientSession } from '@openprm/sdk';
import type { LogEvent } from './log-state.ts';
import { logPage } from './log-page.ts';

/** What following a log needs. */
export interface LogFollowing {
  readonly session: PatientSession;
  readonly actingFor: string | undefined;
  readonly signal: AbortSignal;
  /** Whether the list is shown. */
  readonly isShown: () => boolean;
  /** Resolves when the list that was asked for is shown, or could not be. */
  readonly shown: () => Promise<void>;
  readonly pageSize: number;
  /** Takes the newest entries, each time that they were read. */
  readonly tell: (event: LogEvent) => void;
}

/** However much happens, the newest entries are read again this often at most, in milliseconds. */
const leastPause = 2000;

/**
 * Has the newest entries read again whenever something was noted, until the signal aborts. While nobody sees the page nothing is asked for, and what
 * happened meanwhile is caught up with afterwards.
 *
 * @throws {AuthenticationError} when the session is over; the signal's reason
 */
export async function followLog(following: LogFollowing): Promise<void> {
  const { session, actingFor, signal, isShown, shown, pageSize, tell } = following;
  const refresh = async () => {
    const log = new AuditEvents(asPassive(session));
    const page = await log.list({ limit: pageSize }, { signal, actingFor });
    if (!signal.aborted) tell({ type: 'refreshed', ...logPage(page) });
  };
  let isStale = false;
  let isRefreshing = false;
  const catchUp = async () => {
    isStale = true;
    if (isRefreshing) return;
    isRefreshing = true;
    await shown();
    while (isStale && isShown() && !signal.aborted) {
      isStale = false;
      // what could not be read is read with what comes next; that the session is over ends the stream, too
      await refresh().catch(() => undefined);
      await pause(signal);
    }
    isRefreshing = false;
  };
  let isFirst = true;
  for await (const { type } of new Events(session).stream({ actingFor, signal })) {
    // the list that is still on its way is newer than the beginning of the stream
    const isKnown = isFirst && !isShown();
    isFirst = false;
    if (!isKnown && (type === 'reset' || type === 'audit-event.recorded')) void catchUp();
  }
}

const pause = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, leastPause);
    signal.addEventListener('abort', done);
  });
