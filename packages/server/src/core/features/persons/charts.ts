import type { RequestContext } from '../../http/context.ts';
import { searchHash } from '../patients/patient-index.ts';
import { type OpenedPatient, openPatient } from '../patients/patient-record.ts';
import { type SealedPatientRow, foundPatients, sealedPatients } from '../patients/sealed-patients.ts';
import { normalizeEmail } from './contact.ts';

/** Reads a chart's identity; undefined when there is none, or its patient was erased. */
export async function readChart(context: RequestContext, patientId: string): Promise<OpenedPatient | undefined> {
  const row = await sealedPatients(context).where('patient.id', '=', patientId).executeTakeFirst();
  return (row && (await openPatient(context, row))) ?? undefined;
}

/** Whether address and birth date of a chart are those of whom it is of: the clinic or its person has said so, or somebody has shown them. */
export async function isKnown(context: RequestContext, patientId: string): Promise<boolean> {
  const row = await sealedPatients(context).where('patient.id', '=', patientId).executeTakeFirst();
  return row !== undefined && isOfPerson(row);
}

/** Whether the clinic or its person has said who a chart is of. */
export async function isVerified(context: RequestContext, patientId: string): Promise<boolean> {
  const row = await sealedPatients(context).where('patient.id', '=', patientId).executeTakeFirst();
  return row?.verified ?? false;
}

/** Whether address and birth date of a chart are known to be its person's, by its row. */
export const isOfPerson = (row: Pick<SealedPatientRow, 'verified' | 'is_shown'>): boolean =>
  row.verified || row.is_shown;

/** A chart with an address and a birth date. */
export interface FittingChart {
  readonly id: string;
  /** Whether it is known to be their person's, and not only typed by an anonymous visitor. */
  readonly isKnown: boolean;
}

/**
 * Every chart with exactly this address and birth date. Its other fields are not looked at, but for whose address it is: a patient who was booked by somebody
 * else is found by no address of theirs.
 */
export async function findFittingCharts(
  context: RequestContext,
  { email, birthDate }: { readonly email: string; readonly birthDate: string },
): Promise<FittingChart[]> {
  const fitting: FittingChart[] = [];
  for (const row of await foundPatients(context, await searchHash(context, { email })).execute()) {
    const patient = await openPatient(context, row);
    if (patient === null || patient.contact !== null) continue;
    if (patient.birthDate === birthDate && normalizeEmail(patient.email) === normalizeEmail(email))
      fitting.push({ id: row.patient_id, isKnown: isOfPerson(row) });
  }
  return fitting;
}

/** Notes that the clinic or its person has said who a chart is of. */
export const markVerified = (context: RequestContext, patientId: string): Promise<void> =>
  mark(context, patientId, 'verified');

/** Notes that somebody has shown address and birth date of a chart. Its name may still be what a visitor has typed. */
export const markShown = (context: RequestContext, patientId: string): Promise<void> =>
  mark(context, patientId, 'is_shown');

async function mark(
  { tx, tenantId }: RequestContext,
  patientId: string,
  column: 'verified' | 'is_shown',
): Promise<void> {
  await tx
    .updateTable('patient')
    .set({ [column]: true })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', patientId)
    .where(column, '=', false)
    .execute();
}
