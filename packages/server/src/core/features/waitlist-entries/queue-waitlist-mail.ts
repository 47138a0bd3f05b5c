import type { RequestContext, TenantScope } from '../../http/context.ts';

/** A mail to who waits: that they joined, or what is offered to them. */
export interface WaitlistMail {
  readonly entryId: string;
  /** Null: that they joined. */
  readonly offerId: string | null;
}

/** Queues a mail in the transaction of what it tells of. Whether one that tells of having joined may go is seen when it is sent, so that each answer is the same. */
export async function queueWaitlistMail(
  { tx, tenantId, newId, enqueue }: TenantScope & Pick<RequestContext, 'newId' | 'enqueue'>,
  { entryId, offerId }: WaitlistMail,
): Promise<void> {
  const mailId = newId('mail');
  await tx
    .insertInto('waitlist_mail')
    .values({ tenant_id: tenantId, id: mailId, entry_id: entryId, offer_id: offerId })
    .execute();
  await enqueue({ kind: 'waitlist-mail-send', tenantId, mailId });
}
