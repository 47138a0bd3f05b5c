import { sql } from 'kysely';
import { inTenant } from '../../database/tenant-transaction.ts';
import type { Ports } from '../../ports.ts';

const atOnce = 500;

/** Each minute: queues the mails that are due. Of two sweeps that run at once one gets each mail. */
export async function sweepSurveyMails({ database, jobs }: Pick<Ports, 'database' | 'jobs'>): Promise<void> {
  const { rows } = await sql<{ tenantId: string; id: string }>`
    select tenant_id as "tenantId", id from survey_mail
    where status = 'waiting' and due_at <= now() order by due_at limit ${atOnce}::integer`.execute(database);
  for (const { tenantId, id } of rows)
    await inTenant(database, tenantId, async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('survey_mail')
        .set({ status: 'queued' })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('status', '=', 'waiting')
        .executeTakeFirst();
      if (numUpdatedRows > 0n) await jobs.enqueue(tx, { kind: 'survey-mail-send', tenantId, mailId: id });
    });
}
