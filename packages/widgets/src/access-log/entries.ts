import type { AuditEvent } from '@openprm/sdk';
import { type Act, actOf } from './acts.ts';

/** One line of the list: the same act by the same somebody, once or several times in a row. */
export interface Entry {
  /** Of the newest of them. */
  readonly id: string;
  readonly act: Act;
  /** Whether it was refused: then nothing of it was done. */
  readonly isRefused: boolean;
  readonly agent: AuditEvent['agent'];
  readonly purpose: AuditEvent['purpose'];
  /** Of the newest, RFC 3339. */
  readonly recorded: string;
  readonly times: number;
}

/** What happened on one local date, the newest first. */
export interface Day {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly entries: readonly Entry[];
}

/**
 * Groups events, the newest first, by day, and puts into one line what the same somebody did several times in a row.
 *
 * @param dateOf the local date of an instant
 */
export function daysOf(events: readonly AuditEvent[], dateOf: (instant: string) => string): readonly Day[] {
  const days: { date: string; entries: Entry[] }[] = [];
  for (const event of events) {
    const date = dateOf(event.recorded);
    let day = days.at(-1);
    if (day?.date !== date) days.push((day = { date, entries: [] }));
    const entry = entryOf(event);
    const last = day.entries.at(-1);
    if (last && isSame(last, entry)) day.entries[day.entries.length - 1] = { ...last, times: last.times + 1 };
    else day.entries.push(entry);
  }
  return days;
}

const entryOf = (event: AuditEvent): Entry => {
  const { id, agent, purpose, recorded, outcome } = event;
  return { id, act: actOf(event), isRefused: outcome === '4', agent, purpose, recorded, times: 1 };
};

const isSame = (a: Entry, b: Entry) =>
  a.act === b.act &&
  a.isRefused === b.isRefused &&
  a.purpose === b.purpose &&
  a.agent.kind === b.agent.kind &&
  a.agent.role === b.agent.role &&
  a.agent.display === b.agent.display &&
  a.agent.isCaller === b.agent.isCaller &&
  a.agent.isProxy === b.agent.isProxy;
