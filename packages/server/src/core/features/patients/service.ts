import type { EndpointAnswer, getPatient as getRow, patientSearchSchema } from '@openprm/contract';
import { sql } from 'kysely';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { notFound } from '../../problem.ts';
import { erasePatientData } from '../erasure/erase-patient.ts';
import { writeErasure } from '../erasure/erasure-list.ts';
import { searchHash } from './patient-index.ts';
import { openPatient } from './patient-record.ts';
import { type SealedPatientRow, foundPatients, sealedPatients } from './sealed-patients.ts';

type Answer = EndpointAnswer<typeof getRow>;

/** In whole milliseconds, as a cursor holds it: else a page skips who was written in the same one. */
const createdAt = sql<Date>`date_trunc('milliseconds', patient.created_at)`;

/** Finds patients by one exact thing, the newest first. Each one shown is one touched. */
export async function searchPatients(context: RequestContext, search: z.output<typeof patientSearchSchema>) {
  const wanted = await searchHash(context, search);
  return readPage(
    context,
    search,
    2,
    (after, limit) => {
      const rows = foundPatients(context, wanted).orderBy(createdAt, 'desc').orderBy('patient.id', 'desc').limit(limit);
      return (
        after === undefined
          ? rows
          : rows.where(sql<boolean>`(${createdAt}, patient.id) < (${after[0]}::timestamptz, ${after[1]})`)
      ).execute();
    },
    (row) => [row.created_at.toISOString(), row.patient_id],
    (row) => show(context, row),
  );
}

/** Reads one patient. @throws Problem `not-found`, also for one who was erased */
export async function getPatient(context: RequestContext, id: string): Promise<Answer> {
  const row = await sealedPatients(context).where('patient.id', '=', id).executeTakeFirst();
  if (row === undefined || row.erased_at !== null) throw notFound('patient');
  return show(context, row);
}

/**
 * Erases a patient for good; one who was erased before is answered as then.
 *
 * @throws Problem `not-found`
 */
export async function erasePatient(context: RequestContext, id: string) {
  const { tx, tenantId, keys, erasureList } = context;
  const row = await tx
    .selectFrom('patient')
    .select('erased_at')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw notFound('patient');
  context.touches(id, id);
  if (row.erased_at !== null) return { id, erasedAt: row.erased_at.toISOString() };
  const erasedAt = new Date(context.now);
  const { rights } = await erasePatientData({ tx, tenantId, keys }, id, erasedAt);
  for (const right of rights) context.touches(right.id, right.patientId);
  await context.event('patient.erased', id);
  const entry = { tenantId, patientId: id, erasedAt: erasedAt.toISOString(), rights: rights.map((right) => right.id) };
  if (erasureList !== undefined) await writeErasure(erasureList, keys, entry);
  return { id, erasedAt: entry.erasedAt };
}

async function show(context: RequestContext, row: SealedPatientRow): Promise<Answer> {
  context.touches(row.patient_id, row.patient_id);
  const patient = await openPatient(context, row);
  // the index has none who was erased
  if (patient === null) throw notFound('patient');
  return { ...patient, verified: row.verified, createdAt: row.created_at.toISOString() };
}
