import { inTenant } from '../../database/tenant-transaction.ts';
import { isRecordDamage } from '../../keys/key-error.ts';
import { type KeyScope, findPatientKey, unwrapPatientKey } from '../../keys/patient-keys.ts';
import { contactIndex } from '../persons/contact.ts';
import { type MailChannel, MailRefused, type OutgoingMail, type Ports } from '../../ports.ts';

/** A mail as the outbox page shows it. */
export interface OutboxMail {
  readonly id: string;
  /** RFC 3339, in UTC. */
  readonly acceptedAt: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly {
    readonly fileName: string;
    readonly contentType: string;
    readonly content: string;
  }[];
}

/** A mail that cannot be read: it was changed by other hands, or its key is missing. */
interface DamagedMail {
  readonly id: string;
  /** What is wrong and what to do, in words, with ids only. */
  readonly problem: string;
}

/** An outbox: what can be read of it, and the names of the rest. */
export interface Outbox {
  readonly mails: readonly OutboxMail[];
  readonly damaged: readonly DamagedMail[];
}

type OutboxPorts = Pick<Ports, 'database' | 'keys'>;

/** Which row a kept mail is sealed for. */
export const outboxIdentity = (mailId: string) => `outbox_mail/${mailId}`;
const shownAtMost = 200;

/**
 * The demo's mail channel: instead of being sent, a mail is kept sealed in a table of its tenant. A repeat of a mail that is there already
 * changes nothing.
 */
export function createOutboxChannel({ database, keys }: OutboxPorts): MailChannel {
  return {
    async send(mail) {
      const { id, tenantId, patientId, codeFor } = mail;
      await keys.prepare(tenantId);
      await inTenant(database, tenantId, async (tx) => {
        const seal =
          patientId === null
            ? { seal: (identity: string, text: string) => keys.seal(tenantId, identity, text) }
            : await findPatientKey({ tx, tenantId, keys }, patientId);
        if (seal === undefined) throw new MailRefused('The patient was erased.');
        await tx
          .insertInto('outbox_mail')
          .values({
            tenant_id: tenantId,
            id,
            patient_id: patientId,
            contact_index:
              codeFor === undefined ? null : await contactIndex(keys, tenantId, { kind: 'email', email: codeFor }),
            sealed: await seal.seal(outboxIdentity(id), JSON.stringify(mail)),
          })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
          .execute();
      });
    },
  };
}

/** Opens the mails of a tenant's outbox, the newest first, 200 at most. One that cannot be read takes none of the others with it. */
export async function listOutbox({ database, keys }: OutboxPorts, tenantId: string): Promise<Outbox> {
  const rows = await inTenant(database, tenantId, (tx) =>
    tx
      .selectFrom('outbox_mail')
      .leftJoin('openprm_keys.patient_key as key', (on) =>
        on.onRef('key.tenant_id', '=', 'outbox_mail.tenant_id').onRef('key.patient_id', '=', 'outbox_mail.patient_id'),
      )
      .select(['id', 'outbox_mail.patient_id', 'sealed', 'accepted_at', 'key.wrapped as patient_key'])
      .where('outbox_mail.tenant_id', '=', tenantId)
      .orderBy('accepted_at', 'desc')
      .orderBy('id', 'desc')
      .limit(shownAtMost)
      .execute(),
  );
  const mails: OutboxMail[] = [];
  const damaged: DamagedMail[] = [];
  for (const row of rows) {
    try {
      const mail = JSON.parse(await openMail({ tenantId, keys }, row)) as OutgoingMail;
      mails.push({
        id: row.id,
        acceptedAt: row.accepted_at.toISOString(),
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        attachments: mail.calendar === null ? [] : [toAttachment(mail.calendar)],
      });
    } catch (error) {
      if (!isRecordDamage(error)) throw error;
      damaged.push({ id: row.id, problem: error.message });
    }
  }
  return { mails, damaged };
}

async function openMail(
  scope: Pick<KeyScope, 'tenantId' | 'keys'>,
  row: { id: string; patient_id: string | null; patient_key: Uint8Array | null; sealed: Uint8Array },
): Promise<string> {
  if (row.patient_id === null) return scope.keys.open(scope.tenantId, outboxIdentity(row.id), row.sealed);
  const seal = await unwrapPatientKey(scope, row.patient_id, row.patient_key);
  return new TextDecoder().decode(await seal.open(outboxIdentity(row.id), row.sealed));
}

const toAttachment = ({ method, fileName, content }: NonNullable<OutgoingMail['calendar']>) => ({
  fileName,
  contentType: `text/calendar; charset=utf-8; method=${method}`,
  content,
});
