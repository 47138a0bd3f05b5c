import type { PatientInput } from '@openprm/sdk';
import type { HttpAnswer } from '../http-caller.ts';
import { patientNamed } from '../patient.ts';
import type { ProofDeployment } from './deployment.ts';

/** Kinds of links to the waitlist, and of acts by one, that must be refused. */
export const waitlistLinkKinds = [
  'waitlistLinkForged',
  'waitlistLinkOfOtherVersion',
  'waitlistLinkOfOtherTenant',
  'waitlistLinkOfOtherEntry',
  'waitlistLinkEnded',
  'waitlistLinkLongOver',
  'waitlistLinkOfErased',
  'visitOfErased',
  'waitlistOfferTakenTwice',
  'waitlistOfferAfterLeaving',
] as const;
export type WaitlistLinkKind = (typeof waitlistLinkKinds)[number];

/** How a trial asks one of the processes. */
export interface TrialCalls {
  send(process: number, path: string, body: object, credential: string): Promise<HttpAnswer>;
  read(process: number, token: string, path: string): Promise<HttpAnswer>;
  /** Counts an answer: refused as it must be, accepted, or something else. */
  expect(kind: WaitlistLinkKind, answer: HttpAnswer, status: number): void;
}

/** Somebody who waits, with the link that was mailed to them. */
interface Waiting {
  readonly id: string;
  readonly patientId: string;
  readonly link: string;
}

/** A day on which the kind of visit cannot be booked yet, so that the server itself offers nothing meanwhile. */
const farDay = () => new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);

/**
 * Has people wait at the first process, and shows at the second their mailed links: forged, for another clinic or entry, ended by the clinic, of an entry that has
 * ended long ago or whose patient was erased; and uses one offer twice.
 */
export function openWaitlistLinkTrial(
  { clinic, database, inbox, keys }: ProofDeployment,
  place: { readonly healthcareServiceId: string; readonly otherTenantId: string },
  nextSlotId: () => string,
  { send, read, expect }: TrialCalls,
) {
  const { healthcareServiceId, otherTenantId } = place;
  /** How often an entry that has ended was shown with its patient. */
  const tally = { identitiesAfterTheEnd: 0 };
  const open = (process: number, link: string) => send(process, '/v1/waitlist-entries/open', {}, link);
  let joined = 0;

  async function join(): Promise<Waiting> {
    const patient: PatientInput = patientNamed(`Waiting${(joined += 1)}`);
    const day = farDay();
    const requestedPeriod = { start: day, end: day };
    const entry = await clinic.waitlistEntries.create({ healthcareServiceId, requestedPeriod, patient });
    const mail = await inbox.next(({ to, text }) => to === patient.email && text.includes('#wll_'));
    const link = /#(wll_\S+)/.exec(mail.text)?.[1] ?? '';
    const { status } = await open(1, link);
    if (status !== 200) throw new Error(`A mailed link was not known at the other process: ${status}`);
    return { id: entry.id, patientId: entry.patient?.id ?? '', link };
  }

  /** Holds a time for who waits, as the server does when one becomes free. @returns the offer's id */
  async function offerTo({ id }: Waiting): Promise<string> {
    const { id: holdId, slot, expiresAt } = await clinic.holds.create({ slotId: nextSlotId() });
    const offerId = `ofr_${holdId.slice('hld_'.length)}`;
    await database.query(
      `insert into waitlist_offer (tenant_id, id, entry_id, hold_id, schedule_id, healthcare_service_id, practitioner_id, location_id, start_at, end_at, expires_at)
       select $1, $2, $3, $4, session.schedule_id, session.healthcare_service_id, $5, $6, $7, $8, $9
       from hold join session on session.tenant_id = hold.tenant_id and session.id = hold.session_id
       where hold.tenant_id = $1 and hold.id = $4`,
      [keys.tenantId, offerId, id, holdId, slot.practitionerId, slot.locationId, slot.start, slot.end, expiresAt],
    );
    return offerId;
  }

  async function endLongAgo({ id, link }: Waiting): Promise<void> {
    const after = await open(1, link);
    if (after.status !== 200 || after.body['patient'] !== null) tally.identitiesAfterTheEnd += 1;
    await database.query(`update waitlist_entry set ended_at = now() - interval '8 days' where id = $1`, [id]);
    expect('waitlistLinkLongOver', await open(1, link), 401);
    await database.query(`update waitlist_entry set ended_at = now() where id = $1`, [id]);
  }

  /** The parts of a link: tenant, entry, version and MAC. */
  async function tryForged({ id, link }: Waiting, other: Waiting): Promise<void> {
    const [tenant = '', entry = '', version = '', mac = ''] = link.slice('wll_'.length).split('.');
    const flipped = mac.startsWith('A') ? `B${mac.slice(1)}` : `A${mac.slice(1)}`;
    expect('waitlistLinkForged', await open(1, `wll_${tenant}.${entry}.${version}.${flipped}`), 401);
    expect('waitlistLinkOfOtherVersion', await open(1, `wll_${tenant}.${entry}.${Number(version) + 1}.${mac}`), 401);
    const foreign = `wll_${otherTenantId.slice('ten_'.length)}.${entry}.${version}.${mac}`;
    expect('waitlistLinkOfOtherTenant', await open(1, foreign), 401);
    expect('waitlistLinkOfOtherEntry', await send(1, `/v1/waitlist-entries/${id}/leave`, {}, other.link), 404);
  }

  return {
    tally,
    async tryRound(): Promise<void> {
      const [ended, leaving, taken] = [await join(), await join(), await join()];
      await tryForged(ended, taken);
      const [freed, offered] = [await offerTo(leaving), await offerTo(taken)];
      const accept = (process: number, { id, link }: Waiting, offerId: string) =>
        send(process, `/v1/waitlist-entries/${id}/accept`, { offerId }, link);

      const booked = await accept(0, taken, offered);
      if (booked.status !== 200) throw new Error(`An offer was not to be had: ${String(booked.body['code'])}`);
      expect('waitlistOfferTakenTwice', await accept(1, taken, offered), 409);
      await endLongAgo(taken);
      const { id, access } = booked.body as { readonly id: string; readonly access: { readonly token: string } };
      const readVisit = () => read(1, access.token, `/v1/appointments/${id}`);
      if ((await readVisit()).status !== 200) throw new Error('The visit that an offer became was not known.');
      await clinic.patients.erase(taken.patientId);
      expect('waitlistLinkOfErased', await open(1, taken.link), 401);
      expect('visitOfErased', await readVisit(), 401);

      const left = await send(0, `/v1/waitlist-entries/${leaving.id}/leave`, {}, leaving.link);
      if (left.status !== 200) throw new Error(`The waitlist could not be left: ${left.status}`);
      expect('waitlistOfferAfterLeaving', await accept(1, leaving, freed), 409);
      await clinic.sessions.endOfPatient(ended.patientId);
      expect('waitlistLinkEnded', await open(1, ended.link), 401);
    },
  };
}
