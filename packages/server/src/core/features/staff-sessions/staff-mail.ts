import { inTenant } from '../../database/tenant-transaction.ts';
import type { TenantScope } from '../../http/context.ts';
import type { IdMaker } from '../../ids.ts';
import { type Job, type Keys, MailRefused, type Ports } from '../../ports.ts';
import { codeMailText, codesRefusedMailText, invitationMailText, passwordChangedMailText } from './staff-mail-text.ts';

/** What a mail to staff tells. It stands sealed in its row, and the row is gone once the mail is on its way. */
export type StaffMail =
  | { readonly kind: 'invitation'; readonly to: string; readonly name: string; readonly invitation: string }
  | { readonly kind: 'code'; readonly to: string; readonly code: string }
  | { readonly kind: 'password-changed'; readonly to: string }
  | { readonly kind: 'codes-refused'; readonly to: string };

/** What queueing needs: a request has it, and so has a sign-in. */
export interface StaffMailQueue extends TenantScope {
  readonly keys: Keys;
  readonly newId: IdMaker;
  enqueue(job: Job): Promise<void>;
}

/** Which row a mail is sealed for. */
export const staffMailIdentity = (mailId: string) => `staff_mail/${mailId}`;

/** Queues a mail in the transaction of the change that it tells of. */
export async function queueStaffMail(
  { tx, tenantId, keys, newId, enqueue }: StaffMailQueue,
  staffId: string,
  mail: StaffMail,
): Promise<void> {
  const id = newId('mail');
  const sealed = await keys.seal(tenantId, staffMailIdentity(id), JSON.stringify(mail));
  await tx.insertInto('staff_mail').values({ tenant_id: tenantId, id, staff_id: staffId, sealed }).execute();
  await enqueue({ kind: 'staff-mail-send', tenantId, mailId: id });
}

/**
 * Sends a mail, at least once, and removes it. One that was sent, or that the channel refused for good, is gone: the job then has nothing to do.
 *
 * @throws whatever the channel throws other than MailRefused, so that the queue tries again
 */
export async function sendStaffMail(
  ports: Ports,
  { publicUrl }: { readonly publicUrl: string },
  { tenantId, mailId }: Extract<Job, { kind: 'staff-mail-send' }>,
): Promise<void> {
  const row = await inTenant(ports.database, tenantId, (tx) =>
    tx
      .selectFrom('staff_mail')
      .innerJoin('tenant', 'tenant.tenant_id', 'staff_mail.tenant_id')
      .select(['staff_mail.sealed', 'tenant.name as tenant_name'])
      .where('staff_mail.tenant_id', '=', tenantId)
      .where('staff_mail.id', '=', mailId)
      .executeTakeFirst(),
  );
  if (row === undefined) return;
  const mail = JSON.parse(await ports.keys.open(tenantId, staffMailIdentity(mailId), row.sealed)) as StaffMail;
  try {
    await ports.mail.send({
      id: mailId,
      tenantId,
      patientId: null,
      to: mail.to,
      replyTo: null,
      fromName: row.tenant_name,
      calendar: null,
      ...textOf(mail, { tenantId, clinic: row.tenant_name, publicUrl }),
    });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    ports.logger.error('staff-mail-refused', { tenantId, mailId });
  }
  await inTenant(ports.database, tenantId, (tx) =>
    tx.deleteFrom('staff_mail').where('tenant_id', '=', tenantId).where('id', '=', mailId).execute(),
  );
}

function textOf(
  mail: StaffMail,
  { tenantId, clinic, publicUrl }: { readonly tenantId: string; readonly clinic: string; readonly publicUrl: string },
) {
  switch (mail.kind) {
    case 'invitation':
      return invitationMailText({
        name: mail.name,
        clinic,
        link: `${publicUrl}/staff/invitation#${mail.invitation}`,
        signInAddress: `${publicUrl}/staff/sign-in?clinic=${tenantId}`,
      });
    case 'code':
      return codeMailText({ clinic, code: mail.code });
    case 'password-changed':
      return passwordChangedMailText({ clinic });
    case 'codes-refused':
      return codesRefusedMailText({ clinic, signInAddress: `${publicUrl}/staff/sign-in?clinic=${tenantId}` });
  }
}
