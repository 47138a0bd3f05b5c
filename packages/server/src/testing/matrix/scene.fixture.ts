import { type FhirResource, acceptWaitlistOffer, leaveWaitlist, saveQuestionnaireResponse } from '@openprm/contract';
import { sql } from 'kysely';
import type { TestServer } from '../clinic.fixture.ts';
import { sendFile, visitAnswers, withFiles } from '../survey.fixture.ts';
import type { Actor } from './actors.fixture.ts';
import {
  type Side,
  type SideAppointment,
  type SidePerson,
  type SideResponse,
  type SideWaiting,
  beginResponse,
  bookChart,
  openPerson,
  wait,
} from './side.fixture.ts';

/** What belongs to the person `me`, made when it is first asked for. */
export interface Belongings {
  /** An appointment. */
  appointment(): Promise<SideAppointment>;
  /** An entry of the waitlist with an offer. */
  waiting(): Promise<SideWaiting>;
  /** A response by a link. */
  response(): Promise<SideResponse>;
  /** A complete one, in confidence, with a file. */
  inConfidence(): Promise<SideResponse>;
  /** A task, which a word in the answers of that response opened, once it was complete, with a file. */
  task(): Promise<string>;
}

/** One cell: somebody calls an endpoint about things of the clinic `own`, which belong to its person `me`. */
export interface Scene extends Belongings {
  readonly server: TestServer;
  readonly own: Side;
  readonly actor: Actor;
  /** The clinic of whoever calls. */
  readonly actorSide: Side;
  /** A session that has not been refreshed, for this cell. */
  refreshable(side: Side): Promise<SidePerson>;
}

/**
 * @param ended how the entry of the waitlist has ended
 * @param day when the visit is
 */
export function openBelongings(own: Side, { ended, day }: Pick<Actor, 'ended' | 'day'> = {}): Belongings {
  let appointment: Promise<SideAppointment> | undefined;
  let waiting: Promise<SideWaiting> | undefined;
  let response: Promise<SideResponse> | undefined;
  let inConfidence: Promise<SideResponse> | undefined;
  let task: Promise<string> | undefined;
  const patientId = own.me.patientId ?? '';
  const respond = () => (response ??= beginResponse(own, patientId));
  return {
    appointment: () => (appointment ??= bookChart(own, { patientId }).then((visit) => moveTo(own, visit, day))),
    waiting: () => (waiting ??= waitUntil(own, ended)),
    response: respond,
    inConfidence: () => (inConfidence ??= answerInConfidence(own, patientId)),
    task: () => (task ??= respond().then((begun) => openTask(own, begun))),
  };
}

/** @param belongings of `me`: made for this cell, unless it shares them with others that change nothing */
export function openScene(
  server: TestServer,
  own: Side,
  other: Side,
  actor: Actor,
  belongings: Belongings = openBelongings(own, actor),
): Scene {
  let person: Promise<SidePerson> | undefined;
  return {
    server,
    own,
    actor,
    actorSide: actor.side === 'own' ? own : other,
    ...belongings,
    refreshable: (side) => (person ??= openPerson(side)),
  };
}

async function moveTo({ server }: Side, visit: SideAppointment, day: Actor['day']): Promise<SideAppointment> {
  if (day !== undefined) {
    const start = day === 'today' ? sql`now()` : sql`now() + interval '3 days'`;
    await sql`update appointment set start_at = ${start}, end_at = ${start} + interval '1 hour' where id = ${visit.id}`.execute(
      server.open.database,
    );
  }
  return visit;
}

async function answerInConfidence(own: Side, patientId: string): Promise<SideResponse> {
  const begun = await beginResponse(own, patientId, 'confidential');
  const response = await withFileOf(own, begun, visitAnswers('completed', { wait: 'good' }));
  const body = { version: begun.version, response };
  await own.server.call(saveQuestionnaireResponse, { params: { id: begun.id }, body }, { credential: begun.link });
  return begun;
}

const withFileOf = async ({ server }: Side, { id, link }: SideResponse, response: FhirResource) =>
  withFiles(response, [await sendFile(server, id, { credential: link }, 'a file')]);

async function openTask(side: Side, begun: SideResponse): Promise<string> {
  const { server } = side;
  const { id, link, version } = begun;
  const body = { version, response: await withFileOf(side, begun, visitAnswers('completed', {}, 'rude')) };
  await server.call(saveQuestionnaireResponse, { params: { id }, body }, { credential: link });
  const task = await server.open.database
    .selectFrom('task')
    .select('id')
    .where('questionnaire_response_id', '=', id)
    .executeTakeFirstOrThrow();
  return task.id;
}

/** An entry of `me` that waits, or that was left or taken by its link. */
async function waitUntil(own: Side, ended: Actor['ended']): Promise<SideWaiting> {
  const { server, me } = own;
  const waiting = await wait(own, me.patientId ?? '');
  const { id, offerId, link } = waiting;
  const as = { credential: link };
  switch (ended) {
    case undefined:
      break;
    case 'left':
      await server.call(leaveWaitlist, { params: { id }, body: {} }, as);
      break;
    case 'taken':
      await server.call(acceptWaitlistOffer, { params: { id }, body: { offerId } }, as);
  }
  return waiting;
}
