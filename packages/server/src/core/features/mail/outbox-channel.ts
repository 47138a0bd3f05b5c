import { inTenant } from '../../database/tenant-transaction.ts';
import type { MailChannel, OutgoingMail, Ports } from '../../ports.ts';

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

type OutboxPorts = Pick<Ports, 'database' | 'keys'>;

const rowIdentity = (mailId: string) => `outbox_mail/${mailId}`;
const shownAtMost = 200;

/**
 * The demo's mail channel: instead of being sent, a mail is kept sealed in a table of its tenant. A repeat of a mail that is there already
 * changes nothing.
 */
export function createOutboxChannel({ database, keys }: OutboxPorts): MailChannel {
  return {
    async send(mail) {
      const sealed = await keys.seal(mail.tenantId, rowIdentity(mail.id), JSON.stringify(mail));
      await inTenant(database, mail.tenantId, (tx) =>
        tx
          .insertInto('outbox_mail')
          .values({ tenant_id: mail.tenantId, id: mail.id, sealed })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
          .execute(),
      );
    },
  };
}

/** Opens the mails of a tenant's outbox, the newest first, 200 at most. */
export async function listOutbox({ database, keys }: OutboxPorts, tenantId: string): Promise<OutboxMail[]> {
  const rows = await inTenant(database, tenantId, (tx) =>
    tx
      .selectFrom('outbox_mail')
      .select(['id', 'sealed', 'accepted_at'])
      .where('tenant_id', '=', tenantId)
      .orderBy('accepted_at', 'desc')
      .orderBy('id', 'desc')
      .limit(shownAtMost)
      .execute(),
  );
  return Promise.all(
    rows.map(async (row) => {
      const mail = JSON.parse(await keys.open(tenantId, rowIdentity(row.id), row.sealed)) as OutgoingMail;
      return {
        id: row.id,
        acceptedAt: row.accepted_at.toISOString(),
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        attachments: mail.calendar === null ? [] : [toAttachment(mail.calendar)],
      };
    }),
  );
}

const toAttachment = ({ method, fileName, content }: NonNullable<OutgoingMail['calendar']>) => ({
  fileName,
  contentType: `text/calendar; charset=utf-8; method=${method}`,
  content,
});
