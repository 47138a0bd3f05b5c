import type { RequestContext, TenantScope } from '../../http/context.ts';
import type { Opening } from '../../scheduling/rules.ts';
import { endHold, findExpired, insertHold } from '../holds/hold-repository.ts';
import { assignSeat, lockAgenda, takeSeat } from '../holds/seat-repository.ts';
import type { Offer } from '../slots/offer-repository.ts';
import { queueWaitlistMail } from './queue-waitlist-mail.ts';

/** What offering needs: a job has it, and so has a request. */
export type OfferScope = TenantScope &
  Pick<RequestContext, 'now' | 'newId' | 'newSecret' | 'enqueue'> & {
    event(type: 'hold.created' | 'waitlist-entry.changed', id: string): Promise<void>;
  };

/** A time, and for how long it is held. */
export interface OfferedTime {
  readonly opening: Opening;
  /** Of which it is an opening. */
  readonly offer: Offer;
  readonly minutes: number;
}

/**
 * Holds a time for who waits, whose entry is locked, and queues the mail that tells them.
 *
 * @returns false when somebody else has taken it; then the transaction is of no use any more
 */
export async function holdFor(
  scope: OfferScope,
  entryId: string,
  { opening, offer, minutes }: OfferedTime,
): Promise<boolean> {
  const { tx, tenantId } = scope;
  const schedule = offer.schedules.find(({ id }) => id === opening.scheduleId);
  if (schedule === undefined) return false;
  await lockAgenda(scope, opening.practitionerId);
  const inTheWay = await findExpired(scope, { practitionerId: opening.practitionerId, scheduleId: schedule.id });
  for (const hold of inTheWay) await endHold(scope, hold);
  const holdId = scope.newId('hld');
  const seat = await takeSeat(scope, offer.service, opening, schedule.dailyCap, false, holdId);
  if (seat === undefined) return false;
  const expiresAt = await insertHold(scope, {
    id: holdId,
    sessionId: seat.sessionId,
    // nobody has it: who holds the entry's link accepts
    secret: scope.newSecret(),
    replacesAppointmentId: null,
    visitor: undefined,
    minutes,
  });
  await assignSeat(scope, seat, holdId);
  const offerId = scope.newId('ofr');
  await tx
    .insertInto('waitlist_offer')
    .values({
      tenant_id: tenantId,
      id: offerId,
      entry_id: entryId,
      hold_id: holdId,
      schedule_id: opening.scheduleId,
      healthcare_service_id: opening.healthcareServiceId,
      practitioner_id: opening.practitionerId,
      location_id: opening.locationId,
      start_at: new Date(opening.start),
      end_at: new Date(opening.end),
      expires_at: expiresAt,
    })
    .execute();
  await queueWaitlistMail(scope, { entryId, offerId });
  await scope.event('hold.created', holdId);
  await scope.event('waitlist-entry.changed', entryId);
  return true;
}
