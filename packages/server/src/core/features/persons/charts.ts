import type { RequestContext } from '../../http/context.ts';
import { searchHash } from '../patients/patient-index.ts';
import { type OpenedPatient, openPatient } from '../patients/patient-record.ts';
import { foundPatients, sealedPatients } from '../patients/sealed-patients.ts';
import { normalizeEmail } from './contact.ts';

/** Reads a chart's identity; undefined when there is none, or its patient was erased. */
export async function readChart(context: RequestContext, patientId: string): Promise<OpenedPatient | undefined> {
  const row = await sealedPatients(context).where('patient.id', '=', patientId).executeTakeFirst();
  return (row && (await openPatient(context, row))) ?? undefined;
}

/** Whether the clinic or its verified person made a chart, so that what it says of them is theirs. */
export async function isVerified(context: RequestContext, patientId: string): Promise<boolean> {
  const row = await sealedPatients(context).where('patient.id', '=', patientId).executeTakeFirst();
  return row?.verified ?? false;
}

/** A chart with an address and a birth date. */
export interface FittingChart {
  readonly id: string;
  /** Whether the clinic or its verified person made it, and no anonymous visitor. */
  readonly verified: boolean;
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
      fitting.push({ id: row.patient_id, verified: row.verified });
  }
  return fitting;
}

/** Notes that a chart is the clinic's own or its person's, and no longer an anonymous visitor's. */
export async function markVerified({ tx, tenantId }: RequestContext, patientId: string): Promise<void> {
  await tx
    .updateTable('patient')
    .set({ verified: true })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', patientId)
    .where('verified', '=', false)
    .execute();
}
