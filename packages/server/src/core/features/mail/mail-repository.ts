import type { TenantTransaction } from '../../ports.ts';

/** Reads a mail with all that it tells of. Its appointment, and what that refers to, cannot be gone: foreign keys say so. */
export function findMail(tx: TenantTransaction, tenantId: string, mailId: string) {
  return tx
    .selectFrom('mail')
    .innerJoin('appointment', (on) =>
      on.onRef('appointment.tenant_id', '=', 'mail.tenant_id').onRef('appointment.id', '=', 'mail.appointment_id'),
    )
    .innerJoin('healthcare_service as service', (on) =>
      on
        .onRef('service.tenant_id', '=', 'mail.tenant_id')
        .onRef('service.id', '=', 'appointment.healthcare_service_id'),
    )
    .innerJoin('practitioner', (on) =>
      on
        .onRef('practitioner.tenant_id', '=', 'mail.tenant_id')
        .onRef('practitioner.id', '=', 'appointment.practitioner_id'),
    )
    .innerJoin('location', (on) =>
      on.onRef('location.tenant_id', '=', 'mail.tenant_id').onRef('location.id', '=', 'appointment.location_id'),
    )
    .innerJoin('organization', (on) =>
      on
        .onRef('organization.tenant_id', '=', 'mail.tenant_id')
        .onRef('organization.id', '=', 'location.organization_id'),
    )
    .innerJoin('patient', (on) =>
      on.onRef('patient.tenant_id', '=', 'mail.tenant_id').onRef('patient.id', '=', 'appointment.patient_id'),
    )
    .leftJoin('openprm_keys.patient_key as key', (on) =>
      on.onRef('key.tenant_id', '=', 'patient.tenant_id').onRef('key.patient_id', '=', 'patient.id'),
    )
    .where('mail.tenant_id', '=', tenantId)
    .where('mail.id', '=', mailId)
    .select([
      'mail.tenant_id',
      'mail.id',
      'mail.appointment_id',
      'mail.sequence',
      'mail.kind',
      'mail.recipient',
      'mail.status',
      'mail.attempts',
      'mail.counted',
      'appointment.sequence as appointment_sequence',
      'appointment.start_at',
      'appointment.end_at',
      'appointment.link_version',
      'appointment.patient_id',
      'service.mode',
      'practitioner.name as practitioner_name',
      'location.name as location_name',
      'location.address',
      'location.telephone as location_telephone',
      'location.time_zone',
      'organization.name as organization_name',
      'organization.telephone as organization_telephone',
      'organization.email as organization_email',
      'patient.sealed',
      'patient.erased_at',
      'key.wrapped as patient_key',
      'patient.language',
    ])
    .executeTakeFirst();
}

/** A mail with all that it tells of. */
export type MailRow = NonNullable<Awaited<ReturnType<typeof findMail>>>;
