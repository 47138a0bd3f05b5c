import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { findPatientKey } from '../../keys/patient-keys.ts';
import { readChart } from '../persons/charts.ts';
import { contactIndex } from '../persons/contact.ts';
import { openRelated } from '../related-persons/related-person-record.ts';
import { endCodesOf } from '../sign-in/code-repository.ts';

/**
 * Ends every session of who is signed in to a patient's chart, acts for the patient or could do so by giving a birth date: everybody who has shown the address of the
 * chart or of somebody who may act. Codes that were mailed to one of them, and the links beside them, open nothing any more.
 *
 * Whoever shares the address is signed out too: nobody knows whose an unlinked session is.
 */
export async function endWaysIn(context: RequestContext, patientId: string): Promise<void> {
  const { tx, tenantId } = context;
  const contacts = await contactsOf(context, patientId);
  const ofChart = tx
    .selectFrom('patient_session')
    .select('person_id')
    .where('tenant_id', '=', tenantId)
    .where((row) =>
      row.or([
        row('patient_id', '=', patientId),
        row('identity_index', 'in', (from) =>
          from
            .selectFrom('related_person')
            .select('identity_index')
            .where('tenant_id', '=', tenantId)
            .where('patient_id', '=', patientId),
        ),
      ]),
    );
  const people = tx
    .selectFrom('person')
    .select(['id', 'contact_index'])
    .where('tenant_id', '=', tenantId)
    .where((row) =>
      row.or([row('id', 'in', ofChart), ...(contacts.length === 0 ? [] : [row('contact_index', 'in', contacts)])]),
    );
  const known = await people.execute();
  await endCodesOf(context, [...contacts, ...known.map((person) => person.contact_index)]);
  // looked for anew: whoever was just signing in with one of the codes has been waited for, and has a session now
  const found = await people.execute();
  if (found.length > 0)
    await tx
      .updateTable('patient_session')
      .set({ ended_at: sql<Date>`now()`, end_reason: 'revoked' })
      .where('tenant_id', '=', tenantId)
      .where(
        'person_id',
        'in',
        found.map(({ id }) => id),
      )
      .where('ended_at', 'is', null)
      .execute();
}

/** The addresses, as they are compared, of a chart and of those who may act for its patient. */
async function contactsOf(context: RequestContext, patientId: string): Promise<readonly Uint8Array[]> {
  const { tx, tenantId, keys } = context;
  const [chart, seal] = [await readChart(context, patientId), await findPatientKey(context, patientId)];
  if (chart === undefined || seal === undefined) return [];
  const related = await tx
    .selectFrom('related_person')
    .select(['id', 'sealed'])
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .where('revoked_at', 'is', null)
    .execute();
  const others = await Promise.all(related.map((row) => openRelated(seal, row)));
  const emails = [chart, ...others].map(({ email }) => email);
  return Promise.all(emails.map((email) => contactIndex(keys, tenantId, { kind: 'email', email })));
}
