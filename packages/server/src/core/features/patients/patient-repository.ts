import type { patientInputSchema } from '@openprm/contract';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { invalid } from '../../problem.ts';
import { createPatientKey, requirePatientKey } from '../../keys/patient-keys.ts';
import { writePatientIndex } from './patient-index.ts';
import { sealPatient } from './patient-record.ts';

const longestLife = 130;

/**
 * Adds an unverified patient for an anonymous booking. It reads, merges into and changes no patient that is there already: linking to a chart is
 * an act of its own.
 */
export async function addUnverifiedPatient(
  context: RequestContext,
  input: z.output<typeof patientInputSchema>,
): Promise<string> {
  const { language, ...identity } = input;
  checkBirthDate(identity.birthDate, context.now);
  const id = context.newId('pat');
  const seal = await createPatientKey(context, id);
  await context.tx
    .insertInto('patient')
    .values({
      tenant_id: context.tenantId,
      id,
      sealed: await sealPatient(seal, id, identity),
      language: language ?? null,
    })
    .execute();
  await writePatientIndex(context, id, identity);
  context.concerns(id);
  return id;
}

/**
 * Writes what somebody says of themselves in the place of what a visitor had typed: their own name and telephone number, once they have shown the address and
 * the birth date of the chart. The credential that the visitor has of their visit does not tell it.
 */
export async function rewritePatient(
  context: RequestContext,
  id: string,
  { language, ...identity }: z.output<typeof patientInputSchema>,
): Promise<void> {
  const seal = await requirePatientKey(context, id);
  const sealed = await sealPatient(seal, id, identity);
  await context.tx
    .updateTable('patient')
    .set((row) => ({
      sealed,
      identity_version: row('identity_version', '+', 1),
      ...(language === undefined ? {} : { language }),
    }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
  await writePatientIndex(context, id, identity);
  context.concerns(id);
}

function checkBirthDate(birthDate: string, now: number): void {
  const today = new Date(now);
  // A day ahead of UTC it may be tomorrow already where the child was born.
  if (Date.parse(birthDate) > now + 14 * 3_600_000)
    throw invalid('/body/patient/birthDate', 'must not be in the future');
  if (Number(birthDate.slice(0, 4)) < today.getUTCFullYear() - longestLife)
    throw invalid('/body/patient/birthDate', 'must be a date of birth of somebody alive');
}
