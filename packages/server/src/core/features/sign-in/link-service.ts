import type { DeviceKey, EndpointAnswer, createSession, createSignInLink as createLinkRow } from '@openprm/contract';
import { sql } from 'kysely';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import { Problem, notFound } from '../../problem.ts';
import { startSession } from '../patient-sessions/start-session.ts';
import { findChart, readChart } from '../persons/charts.ts';
import { identityIndex } from '../persons/contact.ts';
import { findOrAddPerson } from '../persons/person-repository.ts';
import { createSessionFromCodeLink } from './code-service.ts';
import { createSignInSecret } from './link-secret.ts';

const usualHours = 72;

/**
 * Makes a link that signs one patient in, once: an act of the clinic, which vouches for whom it hands it to.
 *
 * @throws Problem `not-found`
 */
export async function createSignInLink(
  context: RequestContext,
  patientId: string,
  hours: number = usualHours,
): Promise<EndpointAnswer<typeof createLinkRow>> {
  const { tx, tenantId, keys } = context;
  if ((await readChart(context, patientId)) === undefined) throw notFound('patient');
  const id = context.newId('sil');
  const { expires_at: expiresAt } = await tx
    .insertInto('sign_in_link')
    .values({
      tenant_id: tenantId,
      id,
      patient_id: patientId,
      expires_at: sql<Date>`now() + make_interval(hours => ${hours}::integer)`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  context.touches(patientId);
  return { id, secret: await createSignInSecret(keys, tenantId, id), expiresAt: expiresAt.toISOString() };
}

/** Ends a link that was not used yet. One that was used is ended already. @throws Problem `not-found` */
export async function deleteSignInLink(context: RequestContext, id: string): Promise<undefined> {
  const { tx, tenantId } = context;
  const { numDeletedRows } = await tx
    .deleteFrom('sign_in_link')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw notFound('link');
  context.touches(id);
}

/** Ends the links of a patient that were not used yet. */
export async function endSignInLinks({ tx, tenantId }: TenantScope, patientId: string): Promise<void> {
  await tx
    .deleteFrom('sign_in_link')
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .where('used_at', 'is', null)
    .execute();
}

/**
 * Begins a session with a link: of a patient, as the clinic made it, or of the mail with a code.
 *
 * @throws Problem `sign-in-refused` when it was used, ended, or is over
 */
export function createSessionFromLink(
  context: RequestContext,
  key: DeviceKey,
): Promise<EndpointAnswer<typeof createSession>> {
  const { principal } = context;
  if (principal.kind !== 'sign-in-link') throw new Problem('permission-denied');
  const { linkId } = principal;
  return linkId.startsWith('sgn_') ? createSessionFromCodeLink(context, linkId, key) : ofPatient(context, linkId, key);
}

/** The update is what makes it good once: of two who come at once, one gets the row. */
async function ofPatient(
  context: RequestContext,
  linkId: string,
  key: DeviceKey,
): Promise<EndpointAnswer<typeof createSession>> {
  const { tx, tenantId, keys } = context;
  const link = await tx
    .updateTable('sign_in_link')
    .set({ used_at: sql<Date>`now()` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', linkId)
    .where('used_at', 'is', null)
    .where(sql<boolean>`expires_at > now()`)
    .returning('patient_id')
    .executeTakeFirst();
  const chart = link && (await findChart(context, link.patient_id));
  if (chart === undefined) {
    throw new Problem('sign-in-refused', {
      detail: 'The link was used already, was taken back, or is too old. Ask the clinic for a new one.',
    });
  }
  const { patient, isVerified } = chart;
  const personId = await findOrAddPerson(context, { kind: 'link', patientId: patient.id });
  // what a visitor typed says nothing about who they are: whoever has that address and birth date may act for others, and shows the address by a code
  const index = isVerified ? await identityIndex(keys, tenantId, patient.email, patient.birthDate) : null;
  return startSession(
    context,
    { personId, identityIndex: index, chart: { patientId: patient.id, isSaid: false }, road: 'link' },
    key,
  );
}
