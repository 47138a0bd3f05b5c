import { sql } from 'kysely';
import { inTenant } from '../../database/tenant-transaction.ts';
import type { TenantScope } from '../../http/context.ts';
import { createIdMaker } from '../../ids.ts';
import { writeEvent } from '../../journal/write-event.ts';
import { newSecret } from '../../keys/secrets.ts';
import type { Job, Ports } from '../../ports.ts';
import { claimedRange } from '../../scheduling/openings.ts';
import type { Opening } from '../../scheduling/rules.ts';
import { type Offer, readOffer } from '../slots/offer-repository.ts';
import { openingsOf } from '../slots/search.ts';
import { fits, isFarEnough, offerMinutes } from './fits.ts';
import { type OfferScope, type OfferedTime, holdFor } from './hold-offer.ts';
import { tryLockWaitlist } from './lock-waitlist.ts';
import { type Waiting, expireOffers, readRecentOffers, readWaiting } from './waiting-repository.ts';

/** What a transaction has done with the first of the freed times, or with the first after some. */
type Step = { readonly done: 'all' } | { readonly done: 'offered' | 'nothing'; readonly freed: FreedRow };

interface FreedRow {
  readonly id: string;
  readonly practitionerId: string;
  readonly start: Date;
  readonly end: Date;
  readonly createdAt: string;
}

/** How often one freed time is begun anew because somebody else was faster. */
const tries = 3;

/**
 * Offers the freed times of a tenant to who waits, those first who have shown that the address is theirs, else in the order in which they joined: each time goes to the first whom it fits and who has no other
 * offer, as a hold, with a mail. One offer is one transaction, and a freed time's row goes with the transaction that finds nobody for what is left of it, so
 * that a crash between two loses nothing. Of two runs at once the second leaves it to the first.
 *
 * In the hours in which nobody is written to the row waits for the morning; the time itself can be booked by anybody meanwhile.
 */
export async function offerFreedTimes(
  ports: Ports,
  options: { readonly onCommitted?: () => void },
  { tenantId }: Extract<Job, { kind: 'waitlist-offer' }>,
): Promise<void> {
  let after: FreedRow | undefined;
  let lost = 0;
  for (;;) {
    let step: Step;
    try {
      step = await inTenant(ports.database, tenantId, (tx) => offerNext(scopeOf(ports, tx, tenantId), after));
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      lost += 1;
      if (lost < tries) continue;
      step = { done: 'nothing', freed: error.freed };
    }
    if (step.done === 'all') return;
    if (step.done === 'offered') options.onCommitted?.();
    else {
      after = step.freed;
      lost = 0;
    }
  }
}

/** Somebody else has taken the time since it was looked for: whatever was begun is undone. */
class LostRace extends Error {
  override readonly name = 'LostRace';
  readonly freed: FreedRow;
  constructor(freed: FreedRow) {
    super('Somebody else was faster.');
    this.freed = freed;
  }
}

const scopeOf = (ports: Ports, tx: TenantScope['tx'], tenantId: string): OfferScope => {
  const newId = createIdMaker(ports.clock, ports.random);
  return {
    tx,
    tenantId,
    now: ports.clock.now(),
    newId,
    newSecret: () => newSecret(ports.random),
    enqueue: (job) => ports.jobs.enqueue(tx, job),
    event: (type, id) => writeEvent({ tx, tenantId }, newId, type, id),
  };
};

async function offerNext(scope: OfferScope, after: FreedRow | undefined): Promise<Step> {
  if (!(await tryLockWaitlist(scope))) return { done: 'all' };
  await expireOffers(scope);
  const freed = await findFreed(scope, after);
  if (freed === undefined) return { done: 'all' };
  const found = await findTaker(scope, freed);
  switch (found) {
    case 'nobody':
      await scope.tx
        .deleteFrom('freed_time')
        .where('tenant_id', '=', scope.tenantId)
        .where('id', '=', freed.id)
        .execute();
      return { done: 'nothing', freed };
    case 'nobody-now':
      return { done: 'nothing', freed };
    default:
      await holdForTaker(scope, freed, found);
      return { done: 'offered', freed };
  }
}

async function findFreed({ tx, tenantId }: TenantScope, after: FreedRow | undefined): Promise<FreedRow | undefined> {
  const { rows } = await sql<FreedRow>`
    select id, practitioner_id as "practitionerId", start_at as start, end_at as "end", created_at::text as "createdAt" from freed_time
    where tenant_id = ${tenantId}
      and (${after?.id ?? null}::text is null or (created_at, id) > (${after?.createdAt ?? null}::timestamptz, ${after?.id ?? null}))
    order by created_at, id limit 1`.execute(tx);
  return rows[0];
}

/** Whom a time fits, and for how long it is held for them. */
interface Taker extends OfferedTime {
  readonly entry: Waiting;
}

/** `nobody-now`: somebody, but not at this hour. */
async function findTaker(scope: OfferScope, freed: FreedRow): Promise<Taker | 'nobody' | 'nobody-now'> {
  const waiting = await readWaiting(scope, freed.practitionerId);
  if (waiting.length === 0) return 'nobody';
  const recent = await readRecentOffers(scope);
  const found = new Map<string, { readonly offer: Offer; readonly openings: readonly Opening[] } | undefined>();
  let isTooLate = false;
  for (const entry of waiting) {
    const { healthcareServiceId } = entry;
    if (!found.has(healthcareServiceId)) found.set(healthcareServiceId, await findFreedOpenings(scope, freed, entry));
    const times = found.get(healthcareServiceId);
    if (times === undefined || recent.hasEnough(entry) || recent.isVisitorFull(entry)) continue;
    for (const opening of times.openings) {
      if (!fits(entry, opening) || recent.hadOffer(entry, opening)) continue;
      const minutes = offerMinutes(scope.now, opening.timeZone);
      if (minutes === null) isTooLate = true;
      else if (isFarEnough(scope.now, minutes, opening.start)) return { entry, opening, offer: times.offer, minutes };
    }
  }
  return isTooLate ? 'nobody-now' : 'nobody';
}

const minute = 60_000;

/**
 * The openings of a service for which something was missing that is free now, buffers included: first those that lie in it whole, by their start, so that
 * a freed time goes as it was; then those that reach beyond it.
 */
async function findFreedOpenings(scope: OfferScope, freed: FreedRow, { healthcareServiceId }: Waiting) {
  const offer = await readOffer(scope, healthcareServiceId, { practitionerId: freed.practitionerId });
  if (offer === undefined) return undefined;
  const [start, end] = [freed.start.getTime(), freed.end.getTime()];
  const { durationMinutes, bufferAfterMinutes, bufferBeforeMinutes } = offer.service;
  const from = Math.max(start - (durationMinutes + bufferAfterMinutes) * minute + 1, scope.now);
  const to = Math.max(end + bufferBeforeMinutes * minute, from);
  const isWhole = (opening: Opening) => {
    const claimed = claimedRange(offer.service, opening.start);
    return start <= claimed.start && claimed.end <= end;
  };
  const openings = await openingsOf(scope, offer, from, to);
  return { offer, openings: [...openings.filter(isWhole), ...openings.filter((opening) => !isWhole(opening))] };
}

/** Holds a time for somebody, and queues the mail that tells them. @throws LostRace */
async function holdForTaker(
  scope: OfferScope,
  freed: FreedRow,
  { entry, opening, offer, minutes }: Taker,
): Promise<void> {
  // who leaves or changes what they wait for at this moment is waited for, and looked at again
  if (!(await lockWaiting(scope, entry))) throw new LostRace(freed);
  if (!(await holdFor(scope, entry.id, { opening, offer, minutes }))) throw new LostRace(freed);
}

/** Locks an entry. @returns whether it still is what it was when it was chosen, and has no offer */
async function lockWaiting(scope: TenantScope, entry: Waiting): Promise<boolean> {
  const { tx, tenantId } = scope;
  const rows = await tx
    .selectFrom('waitlist_entry')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', entry.id)
    .where('status', '=', 'waitlist')
    .where('start_date', '=', entry.startDate)
    .where('end_date', '=', entry.endDate)
    .forUpdate()
    .execute();
  // a statement of its own: what the lock has waited for is seen by the next one
  return rows.length > 0 && !(await hasOffer(scope, entry.id));
}

async function hasOffer({ tx, tenantId }: TenantScope, entryId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('waitlist_offer')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('entry_id', '=', entryId)
    .where('status', '=', 'needs-action')
    .executeTakeFirst();
  return row !== undefined;
}
