import type { TenantScope } from '../../http/context.ts';
import type { searchHash } from './patient-index.ts';

/** The rows of patients, each with its wrapped key: what `openPatient` opens. */
export const sealedPatients = ({ tx, tenantId }: TenantScope) =>
  tx
    .selectFrom('patient')
    .leftJoin('openprm_keys.patient_key as key', (on) =>
      on.onRef('key.tenant_id', '=', 'patient.tenant_id').onRef('key.patient_id', '=', 'patient.id'),
    )
    .where('patient.tenant_id', '=', tenantId)
    .select([
      'patient.id as patient_id',
      'patient.sealed',
      'patient.erased_at',
      'patient.verified',
      'patient.is_shown',
      'patient.created_at',
      'key.wrapped as patient_key',
    ]);

/** One such row. */
export type SealedPatientRow = Awaited<ReturnType<ReturnType<typeof sealedPatients>['executeTakeFirstOrThrow']>>;

/** Those that a blind index has under a hash. */
export const foundPatients = (scope: TenantScope, { kind, hash }: Awaited<ReturnType<typeof searchHash>>) =>
  sealedPatients(scope)
    .innerJoin('patient_index as found', (on) =>
      on.onRef('found.tenant_id', '=', 'patient.tenant_id').onRef('found.patient_id', '=', 'patient.id'),
    )
    .where('found.tenant_id', '=', scope.tenantId)
    .where('found.kind', '=', kind)
    .where('found.hash', '=', hash);
