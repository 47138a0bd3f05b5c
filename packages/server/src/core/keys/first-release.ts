import { inTenant } from '../database/tenant-transaction.ts';
import { outboxIdentity } from '../features/mail/outbox-channel.ts';
import { writePatientIndex } from '../features/patients/patient-index.ts';
import { type PatientIdentity, patientIdentity, sealPatient } from '../features/patients/patient-record.ts';
import { answerIdentity, sealAnswer } from '../http/idempotency.ts';
import type { Ports } from '../ports.ts';
import { type KeyScope, createPatientKey, requirePatientKey } from './patient-keys.ts';

const batchRows = 100;
const sealedAgain = 2;

/**
 * Seals again what the first release sealed with one key for each tenant: patients under keys of their own, with their blind indexes, then the
 * answers and mails that hold their data. Call it before the server opens, with no server of the first release running beside it.
 * It can be interrupted and begun again, and several processes may be at it: each row is changed in one transaction with its mark.
 *
 * @returns how many rows were sealed again; 0 at every start but the first
 * @throws KeyError when a row does not open
 */
export async function upgradeFirstRelease({ database, keys }: Pick<Ports, 'database' | 'keys'>): Promise<number> {
  const tenants = await database
    .selectFrom('patient')
    .where('format', '=', 1)
    .select('tenant_id')
    .union(database.selectFrom('idempotency_key').where('format', '=', 1).select('tenant_id'))
    .union(database.selectFrom('outbox_mail').where('format', '=', 1).select('tenant_id'))
    .execute();
  let sealed = 0;
  for (const { tenant_id: tenantId } of tenants) {
    await keys.prepare(tenantId);
    for (const step of [sealPatients, sealAnswers, sealMails]) {
      for (;;) {
        const rows = await inTenant(database, tenantId, (tx) => step({ tx, tenantId, keys }));
        if (rows === 0) break;
        sealed += rows;
      }
    }
  }
  return sealed;
}

async function sealPatients(scope: KeyScope): Promise<number> {
  const { tx, tenantId, keys } = scope;
  const rows = await tx
    .selectFrom('patient')
    .where('tenant_id', '=', tenantId)
    .where('format', '=', 1)
    .select(['id', 'sealed'])
    .orderBy('id')
    .limit(batchRows)
    .forUpdate()
    .execute();
  for (const { id, sealed } of rows) {
    if (sealed === null) continue;
    const identity = JSON.parse(await keys.openFirstRelease(tenantId, patientIdentity(id), sealed)) as PatientIdentity;
    const seal = await createPatientKey(scope, id);
    await tx
      .updateTable('patient')
      .set({ sealed: await sealPatient(seal, id, identity), format: sealedAgain })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    await writePatientIndex(scope, id, identity);
  }
  return rows.length;
}

async function sealAnswers(scope: KeyScope): Promise<number> {
  const { tx, tenantId, keys } = scope;
  const rows = await tx
    .selectFrom('idempotency_key')
    .where('tenant_id', '=', tenantId)
    .where('format', '=', 1)
    .select(['principal', 'route', 'key', 'answer'])
    .limit(batchRows)
    .forUpdate()
    .execute();
  for (const { principal, route, key, answer } of rows) {
    const identity = answerIdentity({ principal, route, key });
    const body = answer && (await keys.openFirstRelease(tenantId, identity, answer));
    const patientIds = body === null ? [] : patientsIn(JSON.parse(body));
    await tx
      .updateTable('idempotency_key')
      .set({
        format: sealedAgain,
        patient_ids: patientIds,
        ...(body === null ? {} : { answer: await sealAnswer(scope, identity, body, patientIds) }),
      })
      .where('tenant_id', '=', tenantId)
      .where('principal', '=', principal)
      .where('route', '=', route)
      .where('key', '=', key)
      .execute();
  }
  return rows.length;
}

/** Ids of the patients that an answer of the first release tells of: an appointment's, which stands in it or is it. */
function patientsIn(answer: unknown): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('id' in value && typeof value.id === 'string' && value.id.startsWith('pat_')) found.add(value.id);
    for (const inner of Object.values(value)) look(inner);
  };
  look(answer);
  return [...found];
}

async function sealMails(scope: KeyScope): Promise<number> {
  const { tx, tenantId, keys } = scope;
  const rows = await tx
    .selectFrom('outbox_mail')
    .leftJoin('mail', (on) =>
      on.onRef('mail.tenant_id', '=', 'outbox_mail.tenant_id').onRef('mail.id', '=', 'outbox_mail.id'),
    )
    .leftJoin('appointment', (on) =>
      on.onRef('appointment.tenant_id', '=', 'mail.tenant_id').onRef('appointment.id', '=', 'mail.appointment_id'),
    )
    .where('outbox_mail.tenant_id', '=', tenantId)
    .where('outbox_mail.format', '=', 1)
    .select(['outbox_mail.id', 'outbox_mail.sealed', 'mail.recipient', 'appointment.patient_id'])
    .limit(batchRows)
    .forUpdate('outbox_mail')
    .execute();
  for (const { id, sealed, recipient, patient_id: ofPatient } of rows) {
    const text = await keys.openFirstRelease(tenantId, outboxIdentity(id), sealed);
    const patientId = recipient === 'patient' ? ofPatient : null;
    const again =
      patientId === null
        ? await keys.seal(tenantId, outboxIdentity(id), text)
        : await (await requirePatientKey(scope, patientId)).seal(outboxIdentity(id), text);
    await tx
      .updateTable('outbox_mail')
      .set({ sealed: again, patient_id: patientId, format: sealedAgain })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
  }
  return rows.length;
}
