import {
  type Slot,
  type StaffRole,
  createAppointment,
  createAppointmentSession,
  createHold,
  createQuestionnaireResponse,
  createSignInLink,
  createWaitlistEntry,
  matchCurrentSession,
  putPortal,
  staffRoles,
} from '@openprm/contract';
import { visitExperience } from '@openprm/questionnaire/instruments';
import { createLink } from '../../core/features/appointment-access/link.ts';
import { createWaitlistLink } from '../../core/features/waitlist-entries/link.ts';
import type { TestServer } from '../clinic.fixture.ts';
import { type TestClinic, dana, nth, openSlots, setUpClinic } from '../clinic-setup.fixture.ts';
import { type TestPortal, makePortal } from '../portal.fixture.ts';
import { type TestDevice, signIn } from '../sign-in.fixture.ts';
import { formOf, inviteTo, makeSurvey, storeForm, withFile } from '../survey.fixture.ts';
import { type StaffMember, enrolOwner, enrolStaff } from '../staff.fixture.ts';

/** A clinic with everybody who may have to do with it. */
export interface Side {
  readonly server: TestServer;
  readonly clinic: TestClinic;
  /** A time that still has seats, and another one to move to. */
  nextSlots(): readonly [Slot, Slot];
  readonly staff: Readonly<Record<StaffRole, StaffMember>>;
  readonly me: SidePerson;
  readonly somebodyElse: SidePerson;
  readonly prospect: SidePerson;
  readonly portal: TestPortal;
  readonly surveys: SideSurveys;
}

/** What a clinic asks: with a name, which watches for a word; in confidence; and without a name. */
export interface SideSurveys {
  readonly questionnaireId: string;
  readonly named: string;
  readonly confidential: string;
  readonly anonymous: string;
}

/** Somebody who is signed in. */
export interface SidePerson {
  readonly credential: string;
  readonly handle: string;
  readonly device: TestDevice;
  readonly email: string;
  /** Null for a prospect. */
  readonly patientId: string | null;
}

/** An appointment of a patient, with the credentials that go with it. */
export interface SideAppointment {
  readonly id: string;
  readonly patientId: string;
  readonly link: string;
  readonly token: string;
}

let last = 0;
/** An address that nobody else has. */
export const newEmail = () => `person${(last += 1)}@example.org`;

export async function openSide(server: TestServer): Promise<Side> {
  const clinic = await setUpClinic(server, { service: { capacity: seats } });
  const nextSlots = seatsIn(await openSlots(server, clinic));
  const owner = await enrolOwner(server, clinic.tenantId, newEmail());
  // one after the other: each reads the invitation in the mails that all share
  const staff: Partial<Record<StaffRole, StaffMember>> = { owner };
  for (const role of staffRoles) if (role !== 'owner') staff[role] = await enrolStaff(server, owner, role, newEmail());
  const bare = { server, clinic, nextSlots };
  return {
    ...bare,
    staff: staff as Side['staff'],
    me: await openPerson(bare),
    somebodyElse: await openPerson(bare),
    prospect: await openProspect(bare),
    portal: await makePortal('ES256'),
    surveys: await askSurveys(bare),
  };
}

/** What is asked without a name: the form about visits without a file, under an address of its own. */
export const plainForm = 'https://forms.example/plain';

async function askSurveys({ server, clinic }: Bare): Promise<SideSurveys> {
  const questionnaireId = await storeForm(server, clinic, withFile(formOf(visitExperience)));
  const recovery = [{ kind: 'word' as const, words: ['rude'], dueMinutes: 60 }];
  const named = await makeSurvey(server, clinic, questionnaireId, { recovery });
  const confidential = await makeSurvey(server, clinic, questionnaireId, { mode: 'confidential' });
  // a file says more than it shows: no anonymous survey asks for one
  const plainId = await storeForm(server, clinic, { ...formOf(visitExperience), url: plainForm });
  const anonymous = await makeSurvey(server, clinic, plainId, { mode: 'anonymous' });
  return { questionnaireId, named: named.id, confidential: confidential.id, anonymous: anonymous.id };
}

/** A response that was begun by a link, the link, and the task that it opened. */
export interface SideResponse {
  readonly id: string;
  readonly patientId: string;
  readonly link: string;
  readonly version: number;
}

/** Somebody begins to answer by a link, by default a new chart. */
export async function beginResponse(
  side: Bare & Pick<Side, 'surveys'>,
  patientId?: string,
  mode: 'named' | 'confidential' = 'named',
): Promise<SideResponse> {
  const { server, clinic, surveys } = side;
  const id = patientId ?? (await bookChart(side, { ...dana, email: newEmail() })).patientId;
  const surveyId = surveys[mode];
  const link = await inviteTo(server, clinic, surveyId, id);
  const begun = await server.call(createQuestionnaireResponse, { body: { surveyId } }, { credential: link });
  return { link, patientId: id, id: begun.id, version: begun.version };
}

/** Seats of one session; half of them are used, so that whatever a cell does there is one left. */
const seats = 200;

/** Sessions that do not overlap, one after the other, two at a time. */
function seatsIn(slots: readonly Slot[]): Side['nextSlots'] {
  const apart: Slot[] = [];
  for (const slot of slots) {
    const end = apart.at(-1)?.end;
    if (end === undefined || Date.parse(slot.start) >= Date.parse(end)) apart.push(slot);
  }
  let taken = 0;
  return () => {
    const pair = 2 * Math.floor((taken += 1) / (seats / 2));
    return [nth(apart, pair), nth(apart, pair + 1)];
  };
}

type Bare = Pick<Side, 'server' | 'clinic' | 'nextSlots'>;

/** Somebody with a chart, signed in by a code and linked to it. */
export async function openPerson(side: Bare): Promise<SidePerson> {
  const { server, clinic } = side;
  const patient = { ...dana, email: newEmail() };
  const { patientId } = await bookChart(side, patient);
  const session = await signIn(server, clinic, patient.email);
  await server.call(matchCurrentSession, { body: { birthDate: patient.birthDate } }, session.as);
  return {
    credential: session.as.credential,
    handle: session.handle,
    device: session.device,
    email: patient.email,
    patientId,
  };
}

async function openProspect({ server, clinic }: Bare): Promise<SidePerson> {
  const email = newEmail();
  const session = await signIn(server, clinic, email);
  return { credential: session.as.credential, handle: session.handle, device: session.device, email, patientId: null };
}

/** A time held by the clinic. */
export async function hold({ server, clinic, nextSlots }: Bare, replacesAppointmentId?: string) {
  const slotId = nextSlots()[replacesAppointmentId === undefined ? 0 : 1].id;
  const body = { slotId, ...(replacesAppointmentId === undefined ? {} : { replacesAppointmentId }) };
  return server.call(createHold, { body }, { credential: clinic.secretKey });
}

/** A booking by the clinic's own server: a new chart, or a visit of one that is there. */
export async function bookChart(
  side: Bare,
  patient: typeof dana | { readonly patientId: string },
): Promise<SideAppointment> {
  const { server, clinic } = side;
  const { id: holdId, secret: holdSecret } = await hold(side);
  const whose = 'patientId' in patient ? patient : { patient };
  const booked = await server.call(
    createAppointment,
    { body: { holdId, holdSecret, ...whose } },
    { credential: clinic.secretKey },
  );
  const link = await createLink(server.ports.keys, clinic.tenantId, booked.id, 1);
  const { access } = await server.call(createAppointmentSession, { body: {} }, { credential: link });
  return { id: booked.id, patientId: booked.patient?.id ?? '', link, token: access.token };
}

/** The secret of a link that signs a new patient in, once. */
export async function signInSecret(side: Bare): Promise<string> {
  const { server, clinic } = side;
  const { patientId } = await bookChart(side, { ...dana, email: newEmail() });
  const as = { credential: clinic.secretKey };
  return (await server.call(createSignInLink, { params: { id: patientId }, body: {} }, as)).secret;
}

/** Registers the portal, which a cell may have removed. @returns what its assertions are for */
export async function registerPortal({ server, clinic, portal }: Side): Promise<string> {
  const as = { credential: clinic.secretKey };
  return (await server.call(putPortal, { body: portal.registration }, as)).audience;
}

let lastDesk = 0;

/** A member of staff of their own, for calls that end sessions; each at an address of their own, so that they use up no cap. */
export const newStaff = async ({ server, staff }: Side, role: StaffRole): Promise<StaffMember> =>
  enrolStaff(server, staff.owner, role, newEmail(), `198.51.100.${(lastDesk += 1)}`);

/** An entry of the waitlist with an offer that is open, and its mailed link. */
export interface SideWaiting {
  readonly id: string;
  readonly offerId: string;
  readonly link: string;
}

/** Somebody waits, by default a new chart, and a time is held for them. */
export async function wait(side: Bare, patientId?: string): Promise<SideWaiting> {
  const { server, clinic } = side;
  const as = { credential: clinic.secretKey };
  const whose = patientId === undefined ? { patient: { ...dana, email: newEmail() } } : { patientId };
  const { id } = await server.call(
    createWaitlistEntry,
    { body: { healthcareServiceId: clinic.healthcareServiceId, ...whose } },
    as,
  );
  const { id: holdId, slot, expiresAt } = await hold(side);
  const offerId = `ofr_${holdId.slice('hld_'.length)}`;
  await server.open.database
    .insertInto('waitlist_offer')
    .values({
      tenant_id: clinic.tenantId,
      id: offerId,
      entry_id: id,
      hold_id: holdId,
      schedule_id: clinic.scheduleId,
      healthcare_service_id: slot.healthcareServiceId,
      practitioner_id: slot.practitionerId,
      location_id: slot.locationId,
      start_at: new Date(slot.start),
      end_at: new Date(slot.end),
      expires_at: new Date(expiresAt),
    })
    .execute();
  return { id, offerId, link: await createWaitlistLink(server.ports.keys, clinic.tenantId, id, 1) };
}
