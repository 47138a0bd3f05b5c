import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { readIfWhole } from '../../http/read-if-whole.ts';
import { requirePatientKey } from '../../keys/patient-keys.ts';
import { searchHash } from '../patients/patient-index.ts';
import { readChart } from '../persons/charts.ts';
import { contactIndex } from '../persons/contact.ts';
import { openRelated } from '../related-persons/related-person-record.ts';
import { readPersonEmail } from '../persons/person-repository.ts';
import { endCodesOf, readCodeRequests } from '../sign-in/code-repository.ts';
import { isLiveSession } from './session-repository.ts';

/**
 * Ends every session of who is signed in to a patient's chart, acts for the patient or could do so by giving a birth date: everybody who has shown the address of the
 * chart or of somebody who may act. Codes that were mailed to one of them, and the links beside them, open nothing any more.
 *
 * Whoever shares the address is signed out too: nobody knows whose an unlinked session is. It ends them whether or not the chart, and who may act, can be read.
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
  const ofEmail = (email: string) => contactIndex(keys, tenantId, { kind: 'email', email });
  const related = await tx
    .selectFrom('related_person')
    .select(['id', 'sealed', 'contact_index'])
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .where('revoked_at', 'is', null)
    .execute();
  const contacts = related.flatMap(({ contact_index: index }) => (index === null ? [] : [index]));
  // of rights that are older than that column
  for (const row of related.filter((right) => right.contact_index === null)) {
    const holder = await readIfWhole(context, row.id, async () =>
      openRelated(await requirePatientKey(context, patientId), row),
    );
    if (holder !== undefined) contacts.push(await ofEmail(holder.email));
  }
  // nothing of it is told in the answer, which is so remembered without the patient's key
  const reader = { ...context, concerns: () => undefined };
  const chart = await readIfWhole(context, patientId, async () => (await readChart(reader, patientId)) ?? null);
  if (chart === undefined) return [...contacts, ...(await contactsByIndex(context, patientId))];
  return chart === null ? contacts : [...contacts, await ofEmail(chart.email)];
}

/**
 * The address of a chart that cannot be read, as it is compared: the blind index says of an address whether the chart is found by it, and so of each by which somebody is signed in
 * now, or has asked to.
 */
async function contactsByIndex(context: RequestContext, patientId: string): Promise<readonly Uint8Array[]> {
  const { tx, tenantId } = context;
  const ofChart = await tx
    .selectFrom('patient_index')
    .select('hash')
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .where('kind', '=', 'email')
    .execute();
  const found = new Set(ofChart.map(({ hash }) => textOf(hash)));
  const people = await tx
    .selectFrom('person')
    .select(['id', 'contact_index'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', (from) =>
      from.selectFrom('patient_session').select('person_id').where('tenant_id', '=', tenantId).where(isLiveSession),
    )
    .execute();
  const contacts: Uint8Array[] = [];
  const keepIfFound = async (contact: Uint8Array, email: string | null | undefined) => {
    if (typeof email === 'string' && found.has(textOf((await searchHash(context, { email })).hash)))
      contacts.push(contact);
  };
  for (const { id, contact_index: contact } of people)
    await keepIfFound(contact, await readIfWhole(context, id, () => readPersonEmail(context, id)));
  for (const code of await readCodeRequests(context))
    await keepIfFound(code.contact_index, (await readIfWhole(context, code.id, code.read))?.email);
  return contacts;
}

const textOf = (bytes: Uint8Array): string => Uint8Array.from(bytes).join();
