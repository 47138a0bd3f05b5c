import type {
  EndpointAnswer,
  RelatedPersonReason,
  createRelatedPerson as createRow,
  listRelatedPersons as listRow,
  revokeRelatedPerson as revokeRow,
  relatedPersonCreateSchema,
} from '@openprm/contract';
import { sql } from 'kysely';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { readIfWhole } from '../../http/read-if-whole.ts';
import { type PatientSeal, requirePatientKey } from '../../keys/patient-keys.ts';
import { invalid, notFound } from '../../problem.ts';
import { requirePatient } from '../patients/require-patient.ts';
import { contactIndex, identityIndex } from '../persons/contact.ts';
import { linkOpenSessions, unlinkOpenSessions } from '../patient-sessions/session-repository.ts';
import { type RelatedIdentity, openRelated, sealRelated } from './related-person-record.ts';
import { listOwnCharts } from './right-to-act.ts';

type Answer = EndpointAnswer<typeof createRow>;

const relatedRows = ({ tx, tenantId }: RequestContext) =>
  tx
    .selectFrom('related_person')
    .where('tenant_id', '=', tenantId)
    .select([
      'id',
      'patient_id',
      'identity_index',
      'sealed',
      'relationship',
      'may_change',
      'start_date',
      'end_date',
      'revoked_at',
      'reason',
      'revocation_reason',
    ]);

type RelatedRow = Awaited<ReturnType<ReturnType<typeof relatedRows>['executeTakeFirstOrThrow']>>;

const toRelatedPerson = async (seal: PatientSeal, row: RelatedRow): Promise<Answer> => ({
  ...toRight(row),
  ...(await openRelated(seal, row)),
});

const toRight = (row: RelatedRow): Omit<Answer, keyof RelatedIdentity> => ({
  id: row.id,
  patientId: row.patient_id,
  relationship: row.relationship,
  mayChange: row.may_change,
  start: row.start_date,
  end: row.end_date,
  reason: row.reason,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  revocationReason: row.revocation_reason,
});

/** The key of a patient who is there. @throws Problem `not-found`; KeyError when there is none although they are */
async function requireKey(context: RequestContext, patientId: string): Promise<PatientSeal> {
  await requirePatient(context, patientId);
  context.concerns(patientId);
  return requirePatientKey(context, patientId);
}

/** Lists who may act for a patient, those whose right is over included. @throws Problem `not-found` */
export async function listRelatedPersons(
  context: RequestContext,
  query: { patientId: string; cursor?: string | undefined; limit?: number | undefined },
): Promise<EndpointAnswer<typeof listRow>> {
  await requirePatient(context, query.patientId);
  context.concerns(query.patientId);
  let seal: Promise<PatientSeal> | undefined;
  return readPage(
    context,
    query,
    1,
    (after, limit) => {
      const rows = relatedRows(context).where('patient_id', '=', query.patientId).orderBy('id').limit(limit);
      return (after === undefined ? rows : rows.where('id', '>', after[0] ?? '')).execute();
    },
    (row) => [row.id],
    async (row) => toRelatedPerson(await (seal ??= requirePatientKey(context, query.patientId)), row),
  );
}

/** Notes why it is done. Staff say it: whoever reads the audit later finds more than that it was done. @throws Problem `validation-failed` */
function readReason(context: RequestContext, reason: RelatedPersonReason | undefined): RelatedPersonReason | null {
  if (reason !== undefined) context.says(reason);
  else if (context.principal.kind === 'staff') throw invalid('/body/reason', 'must say why');
  return reason ?? null;
}

/**
 * Lets somebody act for a patient: an act of the clinic. One for the patient's own chart counts at once for whoever has shown this address and birth date
 * and found no chart; where the clinic has named several charts as theirs, none, in open sessions too. A session that was linked by it loses the chart after
 * the last day; one that has the same chart by what fits keeps it.
 *
 * @throws Problem `not-found`
 */
export async function createRelatedPerson(
  context: RequestContext,
  input: z.output<typeof relatedPersonCreateSchema>,
): Promise<Answer> {
  const { tx, tenantId, keys } = context;
  const { patientId, relationship, mayChange = false, start, end, reason, ...identity } = input;
  if (start !== undefined && end !== undefined && end < start) throw invalid('/body/end', 'must not be before start');
  const because = readReason(context, reason);
  const seal = await requireKey(context, patientId);
  const id = context.newId('rel');
  const index = await identityIndex(keys, tenantId, identity.email, identity.birthDate);
  await tx
    .insertInto('related_person')
    .values({
      tenant_id: tenantId,
      id,
      patient_id: patientId,
      identity_index: index,
      contact_index: await contactIndex(keys, tenantId, { kind: 'email', email: identity.email }),
      sealed: await sealRelated(seal, id, identity),
      relationship,
      may_change: mayChange,
      start_date: start ?? null,
      end_date: end ?? null,
      reason: because,
    })
    .execute();
  if (relationship === 'ONESELF') {
    const own = await listOwnCharts(context, index);
    const [chart] = own;
    if (chart !== undefined && own.length === 1) await linkOpenSessions(context, index, chart);
    else for (const each of own) await unlinkOpenSessions(context, index, each);
  }
  await tellPatient(context, id, 'given');
  context.touches(id);
  return toRelatedPerson(seal, await findRow(context, id));
}

/** The patient is told by mail, so that nobody is acted for without knowing it. */
const tellPatient = (
  { enqueue, tenantId, newId }: RequestContext,
  relatedPersonId: string,
  change: 'given' | 'ended',
) => enqueue({ kind: 'right-mail-send', tenantId, mailId: newId('mail'), relatedPersonId, change });

/**
 * Takes a right back. Each request of an open session looks at the row, so it ends at once, and a session that was linked by it has no chart any more.
 * Taking it back twice is no error, and keeps the first reason. It ends whether or not who holds it can be read.
 */
export async function revokeRelatedPerson(
  context: RequestContext,
  id: string,
  { reason }: { readonly reason?: RelatedPersonReason | undefined },
): Promise<EndpointAnswer<typeof revokeRow>> {
  const because = readReason(context, reason);
  const row = await relatedRows(context).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound('related person');
  await requirePatient(context, row.patient_id);
  await context.tx
    .updateTable('related_person')
    .set({
      revoked_at: sql<Date>`coalesce(revoked_at, now())`,
      revocation_reason: row.revoked_at === null ? because : row.revocation_reason,
    })
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
  if (row.relationship === 'ONESELF') {
    const own = await listOwnCharts(context, row.identity_index);
    if (!own.includes(row.patient_id)) await unlinkOpenSessions(context, row.identity_index, row.patient_id);
  }
  if (row.revoked_at === null) await tellPatient(context, id, 'ended');
  context.touches(id);
  const ended = await findRow(context, id);
  const holder = await readIfWhole(context, id, async () => {
    const seal = await requirePatientKey(context, row.patient_id);
    // the answer is remembered under that key, if there is something of the patient in it
    context.concerns(row.patient_id);
    return openRelated(seal, ended);
  });
  return { ...toRight(ended), ...(holder ?? unreadable) };
}

const unreadable = { given: null, family: null, birthDate: null, email: null } as const;

const findRow = (context: RequestContext, id: string): Promise<RelatedRow> =>
  relatedRows(context).where('id', '=', id).executeTakeFirstOrThrow();
