import { inTenant } from '../../database/tenant-transaction.ts';
import { type Job, MailRefused, type Ports, type TenantTransaction } from '../../ports.ts';

type TaskMailJob = Extract<Job, { kind: 'task-mail-send' }>;

/**
 * Sends the alert of a task to the clinic, at least once: that somebody has to look at once, and where. Nothing of the patient and nothing of the answer; not even which survey it was. A clinic without an
 * address has the task on its page all the same.
 *
 * @throws whatever the channel throws other than MailRefused, so that the queue tries again
 */
export async function sendTaskMail(
  ports: Ports,
  { publicUrl }: { readonly publicUrl: string },
  job: TaskMailJob,
): Promise<void> {
  const { tenantId } = job;
  const mail = await inTenant(ports.database, tenantId, (tx) => claim(tx, job));
  if (mail === undefined) return;
  const { name, email, dueAt } = mail;
  let status: 'accepted' | 'refused' = email === null ? 'refused' : 'accepted';
  try {
    if (email !== null)
      await ports.mail.send({
        id: job.mailId,
        tenantId,
        patientId: null,
        to: email,
        replyTo: null,
        fromName: name,
        subject: 'An answer needs somebody now',
        text: alertText(`${publicUrl}/staff/tasks`, dueAt),
        calendar: null,
      });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    status = 'refused';
  }
  await inTenant(ports.database, tenantId, (tx) =>
    tx
      .updateTable('task_mail')
      .set({ status })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', job.mailId)
      .where('status', '=', 'queued')
      .execute(),
  );
}

const alertText = (link: string, dueAt: Date) => `A patient gave an answer that somebody has to look at at once.

Sign in to see it and to say who takes it on:
${link}

Due: ${dueAt.toISOString().slice(0, 16).replace('T', ' ')} UTC

This mail says nothing about the patient on purpose.
`;

/** Takes a mail that is due. Of two runs that begin together one gets it, by a compare-and-set on the count of attempts; one of a task that is closed is superseded. */
async function claim(tx: TenantTransaction, { tenantId, mailId }: TaskMailJob) {
  const mail = await tx
    .selectFrom('task_mail as mail')
    .innerJoin('task', (on) => on.onRef('task.tenant_id', '=', 'mail.tenant_id').onRef('task.id', '=', 'mail.task_id'))
    .innerJoin('survey', (on) =>
      on.onRef('survey.tenant_id', '=', 'task.tenant_id').onRef('survey.id', '=', 'task.survey_id'),
    )
    .innerJoin('organization', (on) =>
      on
        .onRef('organization.tenant_id', '=', 'survey.tenant_id')
        .onRef('organization.id', '=', 'survey.organization_id'),
    )
    .where('mail.tenant_id', '=', tenantId)
    .where('mail.id', '=', mailId)
    .where('mail.status', '=', 'queued')
    .select(['mail.attempts', 'task.closed_at', 'task.due_at as dueAt', 'organization.name', 'organization.email'])
    .executeTakeFirst();
  if (mail === undefined) return undefined;
  const claimed = await tx
    .updateTable('task_mail')
    .set({ attempts: mail.attempts + 1, ...(mail.closed_at === null ? {} : { status: 'superseded' }) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', mailId)
    .where('status', '=', 'queued')
    .where('attempts', '=', mail.attempts)
    .executeTakeFirst();
  return claimed.numUpdatedRows === 0n || mail.closed_at !== null ? undefined : mail;
}
