import type { ExpressionBuilder } from 'kysely';
import type { Tables } from '../../database/tables.ts';

/** A column with the patient's wrapped key, for a query that reads `patient`. Not a join: to plan a seventh table costs each read more than half a millisecond, and this a tenth. */
export const wrappedKey = (row: ExpressionBuilder<Tables, 'patient'>) =>
  row
    .selectFrom('openprm_keys.patient_key as key')
    .select('key.wrapped')
    .whereRef('key.tenant_id', '=', 'patient.tenant_id')
    .whereRef('key.patient_id', '=', 'patient.id')
    .as('patient_key');
