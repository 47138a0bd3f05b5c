import type { RequestContext } from '../../http/context.ts';
import { searchHash } from '../patients/patient-index.ts';
import { type OpenedPatient, openPatient } from '../patients/patient-record.ts';
import { type SealedPatientRow, foundPatients, sealedPatients } from '../patients/sealed-patients.ts';
import { normalizeEmail } from './contact.ts';

/** A chart, and whether the clinic or its person has said who it is of. All else is what a visitor typed: it gives no right, and takes none. */
export interface Chart {
  readonly patient: OpenedPatient;
  readonly isVerified: boolean;
}

/** Reads a chart; undefined when there is none, or its patient was erased. */
export async function findChart(context: RequestContext, patientId: string): Promise<Chart | undefined> {
  const row = await sealedPatients(context).where('patient.id', '=', patientId).executeTakeFirst();
  const patient = row && (await openPatient(context, row));
  return row && patient ? { patient, isVerified: row.verified } : undefined;
}

/** Reads a chart's identity; undefined when there is none, or its patient was erased. */
export const readChart = async (context: RequestContext, patientId: string): Promise<OpenedPatient | undefined> =>
  (await findChart(context, patientId))?.patient;

/** A chart with an address and a birth date. */
export interface FittingChart extends Pick<SealedPatientRow, 'verified' | 'is_shown'> {
  readonly id: string;
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
      fitting.push({ id: row.patient_id, verified: row.verified, is_shown: row.is_shown });
  }
  return fitting;
}

/** Notes that the clinic or its person has said who a chart is of. */
export const markVerified = (context: RequestContext, patientId: string): Promise<void> =>
  mark(context, patientId, 'verified');

/** Notes that somebody has shown address and birth date of a chart: it is found before what is typed later. Who it is of may still be what a visitor has typed. */
export const markShown = (context: RequestContext, patientId: string): Promise<void> =>
  mark(context, patientId, 'is_shown');

/** Takes it back: somebody who has shown them says that it is of somebody else. */
export async function unmarkShown({ tx, tenantId }: RequestContext, patientId: string): Promise<void> {
  await tx
    .updateTable('patient')
    .set({ is_shown: false })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', patientId)
    .execute();
}

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
