import type { WeeklyHours } from '@openprm/sdk';
import type { FreeTimes, PartOfDay } from './booking-state.ts';
import type { BookingCommand, BookingEvent } from './events-and-commands.ts';
import { explain } from './failure.ts';
import type { LaterApi } from './later-api.ts';

type CommandOf<Type extends BookingCommand['type']> = Extract<BookingCommand, { type: Type }>;
type Feed = (event: BookingEvent) => void;

/** Whether a mailed link is one to the waitlist, rather than to a visit. */
export const isWaitlistLink = (link: string): boolean => link.startsWith('wll_');

/** Joins the waitlist: with the publishable key, or as the patient of the visit that may be earlier. */
export async function joinWaitlist(command: CommandOf<'join-waitlist'>, api: LaterApi, feed: Feed): Promise<void> {
  const { visit, freeTimes, patient, replaces, key } = command;
  const { from, until } = freeTimes;
  const whose = replaces ? { replacesAppointmentId: replaces.appointment.id } : patient === null ? {} : { patient };
  try {
    const { undo, ...entry } = await api.waitlist(replaces?.access.token ?? null).create(
      {
        healthcareServiceId: visit.healthcareServiceId,
        ...(visit.locationId === null ? {} : { locationId: visit.locationId }),
        ...(visit.practitionerId === null ? {} : { practitionerId: visit.practitionerId }),
        ...(from === '' && until === ''
          ? {}
          : { requestedPeriod: { ...(from === '' ? {} : { start: from }), ...(until === '' ? {} : { end: until }) } }),
        availableTime: availableTimeOf(freeTimes),
        ...whose,
      },
      { idempotencyKey: key },
    );
    feed({ type: 'waitlist-joined', entry, undo: undo?.secret ?? null });
  } catch (error) {
    feed({
      type: 'waitlist-failed',
      failure: explain(error, { isForOther: patient?.contact !== undefined, isByPatient: replaces !== null }),
    });
  }
}

/** Ends what was joined on this page. */
export async function withdrawFromWaitlist(
  { entryId: id, secret, key }: CommandOf<'withdraw-from-waitlist'>,
  api: LaterApi,
  feed: Feed,
): Promise<void> {
  try {
    await api.waitlist(null).withdraw({ id, secret }, { idempotencyKey: key });
    feed({ type: 'waitlist-withdrawn' });
  } catch (error) {
    feed({ type: 'waitlist-failed', failure: explain(error, { isByPatient: true }) });
  }
}

/** Answers an offer, or leaves. */
export async function actOnWaitlist(command: CommandOf<'act-on-waitlist'>, api: LaterApi, feed: Feed): Promise<void> {
  const { entry, link, act, slotId, key } = command;
  const { id, offer } = entry;
  const waitlist = api.waitlist(link);
  const answer = { id, offerId: offer?.id ?? '' };
  try {
    if (act === 'accept') {
      const { access, ...appointment } = await waitlist.accept(
        { ...answer, ...(slotId === null ? {} : { slotId }) },
        { idempotencyKey: key },
      );
      return feed({ type: 'offer-accepted', managed: { appointment, access } });
    }
    const changed =
      act === 'decline'
        ? await waitlist.decline(answer, { idempotencyKey: key })
        : await waitlist.leave(id, { idempotencyKey: key });
    feed({ type: 'waitlist-changed', entry: changed });
  } catch (error) {
    feed({ type: 'waitlist-failed', failure: explain(error, { isByPatient: true }) });
  }
}

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Wall-clock hours of the parts of a day, as the times of a day are grouped. */
export const hoursOf: Readonly<Record<PartOfDay, { readonly start: string; readonly end: string }>> = {
  morning: { start: '00:00', end: '12:00' },
  afternoon: { start: '12:00', end: '17:00' },
  evening: { start: '17:00', end: '24:00' },
};

/** When somebody is free, as the API has it: none means any time. */
export function availableTimeOf({
  days,
  parts,
}: FreeTimes): (WeeklyHours & { daysOfWeek: (typeof everyDay)[number][] })[] {
  if (days.length === 0 && parts.length === 0) return [];
  const daysOfWeek = everyDay.filter((each) => days.length === 0 || days.includes(each));
  if (parts.length === 0) return [{ daysOfWeek, start: '00:00', end: '24:00' }];
  return parts.map((part) => ({ daysOfWeek, ...hoursOf[part] }));
}
