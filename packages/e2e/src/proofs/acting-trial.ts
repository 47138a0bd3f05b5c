import { randomUUID } from 'node:crypto';
import { newKey, type HttpAnswer } from '../http-caller.ts';
import { patientNamed } from '../patient.ts';
import type { ProofDeployment } from './deployment.ts';
import type { BeginSession } from './open-streams.ts';

/** For whom nobody may act: answered as a patient who never was. */
export const actingKinds = [
  'actingWithoutRight',
  'actingForOtherTenant',
  'actingBeforeItBegins',
  'actingAfterItsLastDay',
  'actingAfterRevocation',
  'visitOfEndedRight',
  'ownChartAfterItsLastDay',
  'ownChartAfterRevocation',
  'visitOfEndedOwnChart',
] as const;
export type ActingKind = (typeof actingKinds)[number];

/** How a trial asks one of the processes. */
export interface ActingCalls {
  url(process: number, path: string): string;
  address(): string;
  expect(kind: ActingKind, answer: HttpAnswer, status: number): void;
}

/**
 * Has somebody act for a patient at the first process, and asks the second when they may not: without a right, for another clinic's patient, before it begins, after its last day
 * and once it was taken back, also by the credential of a visit that they booked. So with a chart that the clinic has said to be their own.
 */
export async function openActingTrial(
  { clinic, database }: ProofDeployment,
  nextSlotId: () => string,
  otherTenantsPatientId: string,
  begin: BeginSession,
  { url, address, expect }: ActingCalls,
) {
  const bookFor = async (family: string) => {
    const hold = await clinic.holds.create({ slotId: nextSlotId() });
    const patient = patientNamed(family);
    const { id, patient: chart } = await clinic.appointments.create({
      holdId: hold.id,
      holdSecret: hold.secret,
      patient,
    });
    return { visitId: id, patientId: chart?.id ?? '' };
  };
  const { patientId } = await bookFor('Cared');
  const { patientId: somebodyElseId } = await bookFor('Uncared');

  async function call(
    process: number,
    method: 'GET' | 'POST',
    path: string,
    { credential, actingFor, body }: { credential: string; actingFor?: string; body?: object },
  ): Promise<HttpAnswer> {
    const response = await fetch(url(process, path), {
      method,
      headers: {
        Authorization: `Bearer ${credential}`,
        'X-Forwarded-For': address(),
        ...(actingFor === undefined ? {} : { 'Prm-Acting-For': actingFor }),
        ...(body === undefined ? {} : { 'Idempotency-Key': newKey(), 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async function require(answer: Promise<HttpAnswer>): Promise<HttpAnswer['body']> {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`Who may act was refused: ${status} ${String(body['code'])}`);
    return body;
  }

  const setDays = (rightId: string, start: string, end: string) =>
    database.query(`update related_person set start_date = ${start}::date, end_date = ${end}::date where id = $1`, [
      rightId,
    ]);

  /** Books for who calls at the first process. @returns how to read that visit by its own credential at the second */
  async function bookAs(as: { credential: string; actingFor?: string }): Promise<() => Promise<HttpAnswer>> {
    const hold = await require(call(0, 'POST', '/v1/holds', { ...as, body: { slotId: nextSlotId() } }));
    const body = { holdId: hold['id'], holdSecret: hold['secret'] };
    const visit = await require(call(0, 'POST', '/v1/appointments', { ...as, body }));
    const { token } = visit['access'] as { readonly token: string };
    return () => call(1, 'GET', `/v1/appointments/${String(visit['id'])}`, { credential: token });
  }

  async function tryOwnChart(): Promise<void> {
    const { visitId, patientId: chartId } = await bookFor('Linked');
    const email = `linked-${randomUUID()}@patients.example`;
    const person = { given: 'Robin', family: 'Linked', birthDate: '1960-01-02', email };
    const right = await clinic.relatedPersons.create({ patientId: chartId, relationship: 'ONESELF', ...person });
    const credential = await begin({ sub: randomUUID(), email, email_verified: true, birthdate: person.birthDate });
    const readChart = () => call(1, 'GET', `/v1/appointments/${visitId}`, { credential });
    await require(readChart());
    const readVisit = await bookAs({ credential });
    await require(readVisit());
    await setDays(right.id, 'null', `'2020-01-01'`);
    expect('ownChartAfterItsLastDay', await readChart(), 404);
    await setDays(right.id, 'null', 'null');
    await require(readChart());
    await clinic.relatedPersons.revoke(right.id);
    expect('ownChartAfterRevocation', await readChart(), 404);
    expect('visitOfEndedOwnChart', await readVisit(), 404);
  }

  return {
    async tryRound(): Promise<void> {
      await tryOwnChart();
      const email = `proxy-${randomUUID()}@patients.example`;
      const person = { given: 'Robin', family: 'Cared', birthDate: '1960-01-02', email };
      const right = await clinic.relatedPersons.create({ patientId, relationship: 'PRN', mayChange: true, ...person });
      const credential = await begin({ sub: randomUUID(), email, email_verified: true, birthdate: person.birthDate });
      const read = (actingFor: string) => call(1, 'GET', '/v1/appointments', { credential, actingFor });
      await require(read(patientId));
      const readVisit = await bookAs({ credential, actingFor: patientId });
      await require(readVisit());

      expect('actingWithoutRight', await read(somebodyElseId), 404);
      expect('actingForOtherTenant', await read(otherTenantsPatientId), 404);
      await setDays(right.id, `'2100-01-01'`, 'null');
      expect('actingBeforeItBegins', await read(patientId), 404);
      await setDays(right.id, 'null', `'2020-01-01'`);
      expect('actingAfterItsLastDay', await read(patientId), 404);
      await setDays(right.id, 'null', 'null');
      await require(read(patientId));
      await clinic.relatedPersons.revoke(right.id);
      expect('actingAfterRevocation', await read(patientId), 404);
      expect('visitOfEndedRight', await readVisit(), 404);
    },
  };
}
